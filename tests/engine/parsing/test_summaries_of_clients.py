"""Summaries of what was done for a client, where the text says that it is one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import Summary
from clankerbot_engine.catalogue import Catalogue, Project
from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences

BERLIN = ZoneInfo("Europe/Berlin")
CATALOGUE = Catalogue(
    projects=(
        Project(name="Mobile Banking", id="m", client="Kestrel Bank"),
        Project(name="Data Warehouse", id="d", client="Kestrel Bank"),
        Project(name="Apollo", id="a", client="Northwind Space"),
    )
)


def read(text: str, *, locale: str = "en") -> Summary:
    (action,) = parse(
        text,
        now=datetime(2026, 11, 26, 16, tzinfo=BERLIN),
        timezone=BERLIN,
        catalogue=CATALOGUE,
        preferences=Preferences(locale=locale),
    ).actions
    assert isinstance(action, Summary), action
    return action


@pytest.mark.parametrize(
    "text",
    [
        "summary for client Kestrel Bank last month",
        "summary for the client kestrel bank last month",
        "summary last month client Kestrel Bank",
        "how much did we do last month for the customer Kestrel Bank?",
        "team summary last month for client Kestrel Bank by project",
    ],
)
def test_a_client_that_is_called_one_is_read_as_one(text: str) -> None:
    action = read(text)
    assert (action.client, action.project, action.user, action.needs) == ("Kestrel Bank", None, None, ())
    assert action.scope == "team"
    assert (str(action.from_), str(action.to)) == ("2026-10-01", "2026-10-31")
    assert action.confidence >= 0.9


def test_in_german_too() -> None:
    action = read("Zusammenfassung letzten Monat für den Kunden Kestrel Bank", locale="de")
    assert (action.client, action.project, action.needs) == ("Kestrel Bank", None, ())


def test_ones_own_time_for_a_client_is_ones_own() -> None:
    assert read("my hours last month for the client Kestrel Bank").scope == "me"


@pytest.mark.parametrize("text", ["summary last month by client", "summary last month of Apollo by client"])
def test_rows_by_client_are_of_all_clients(text: str) -> None:
    action = read(text)
    assert (action.client, action.group_by) == (None, "client")


def test_a_client_that_is_not_there_is_no_client() -> None:
    assert read("summary last month for client Zenith").client is None


@pytest.mark.parametrize(
    "text",
    [
        "hours for Kestrel Bank last month",
        "how much time on kestrel bank last month",
        "Kestrel Bank hours last month",
        "report of Kestrel Bank last month",
    ],
)
def test_the_name_of_a_client_is_enough(text: str) -> None:
    action = read(text)
    assert (action.client, action.project, action.user, action.needs) == ("Kestrel Bank", None, None, ())
    assert (str(action.from_), str(action.to)) == ("2026-10-01", "2026-10-31")
    assert action.confidence >= 0.8
