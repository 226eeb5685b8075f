"""Which version of the package this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


@cache
def version() -> str:
    """ "0" where the package runs from its source without being installed."""
    try:
        return installed_version("clankerbot")
    except PackageNotFoundError:
        return "0"
