"""The stores' own suite is run on the guide's example."""

from tests.contract.conftest import sqlite as sqlite
