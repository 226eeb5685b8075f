"""Instances on one Postgres go by its clock, whatever their own say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.shared_clock import SharedClock
from clankerbot_http.composition import open_services
from tests.fakes.clocks import NOW, FakeClock
from tests.fakes.postgres import cut_off

SLACK = timedelta(minutes=5)
"""A busy machine is that slow at most."""
AN_HOUR_AHEAD = """
    CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql
    AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$
"""
FOUND_FIRST = "ALTER DATABASE {} SET search_path = public, pg_catalog"


@pytest.fixture
def an_hour_ahead(postgres_url: str) -> str:
    """A server whose clock is so."""
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(AN_HOUR_AHEAD)
        admin.execute(sql.SQL(FOUND_FIRST).format(sql.Identifier(name)))
    return postgres_url


@asynccontextmanager
async def clock_on(url: str, own: FakeClock) -> AsyncIterator[SharedClock]:
    database = await Database.open(url)
    clock = SharedClock(database, monotonic=own.monotonic, own=own)
    await clock.look()
    yield clock
    await database.close()


async def test_it_is_the_databases_time_and_goes_on_by_seconds_that_nobody_sets(postgres_url: str) -> None:
    own = FakeClock(NOW - timedelta(days=3))
    async with clock_on(postgres_url, own) as clock:
        began = clock()
        assert abs(began - datetime.now(UTC)) < SLACK
        own.go_on(seconds=30)
        assert clock() - began == timedelta(seconds=30)
        own.set_back(hours=1)
        assert clock() - began == timedelta(seconds=30)
        await clock.look()
        assert abs(clock() - datetime.now(UTC)) < SLACK


async def test_while_the_database_is_away_it_goes_on(postgres_url: str) -> None:
    own = FakeClock()
    async with clock_on(postgres_url, own) as clock:
        began = clock()
        own.go_on(seconds=60)
        with cut_off(postgres_url):
            await clock.look()
        assert clock() - began == timedelta(seconds=60)


async def test_a_service_on_postgres_goes_by_it_and_says_where_its_own_differs(
    an_hour_ahead: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.model_validate({"database_url": an_hour_ahead})
    async with open_services(settings, background=False) as services:
        assert abs(services.clock() - datetime.now(UTC) - timedelta(hours=1)) < SLACK
    assert "clock_differs" in caplog.messages


async def test_a_service_on_a_file_goes_by_its_machines(tmp_path: Path) -> None:
    settings = Settings.model_validate({"database_url": f"sqlite:///{tmp_path}/clankerbot.db"})
    async with open_services(settings, background=False) as services:
        assert abs(services.clock() - datetime.now(UTC)) < SLACK
