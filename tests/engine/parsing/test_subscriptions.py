"""What a channel is to be told of, as people say it."""

from typing import Any

import pytest

from clankerbot_engine.actions import Subscribe, Unsubscribe
from clankerbot_engine.catalogue import read_catalogue
from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import fields, read_one
from tests.engine.webhooks.test_rules import BERLIN, at

ENTRIES = ("NEW_TIME_ENTRY", "TIMER_STOPPED")
CATALOGUE = read_catalogue(
    {"projects": [{"name": "Apollo", "client": "Northwind Space"}, {"name": "Hermes"}], "tags": ["deploy"]}
)


def read(text: str, *, locale: str = "en") -> Any:
    parsed = parse(
        text,
        now=at(2026, 5, 20, 16, 30),
        timezone=BERLIN,
        catalogue=CATALOGUE,
        preferences=Preferences(locale=locale),
    )
    (action,) = parsed.actions
    return action


@pytest.mark.parametrize(
    ("text", "events", "filters"),
    [
        ("to entries", ENTRIES, {}),
        ("to new projects", ("NEW_PROJECT",), {}),
        ("to project changes and new tasks", ("PROJECT_UPDATED", "NEW_TASK"), {}),
        ("to new and deleted tags", ("TAG_DELETED", "NEW_TAG"), {}),
        ("to deleted entries on Apollo", ("TIME_ENTRY_DELETED",), {"project": "Apollo"}),
        ("to entries over 8h", ENTRIES, {"min_duration_s": 28_800}),
        ("to entries longer than 6 hours", ENTRIES, {"min_duration_s": 21_600}),
        ("to entries under 15m", ENTRIES, {"max_duration_s": 900}),
        ("to my entries", ENTRIES, {"people": ["me"]}),
        ("to entries by Ada Berg and Ben", ENTRIES, {"people": ["Ada Berg", "Ben"]}),
        ("to entries on the Apollo project", ENTRIES, {"project": "Apollo"}),
        ("to entries on project Apollo", ENTRIES, {"project": "Apollo"}),
        ("to entries for Northwind Space over 8h", ENTRIES, {"client": "Northwind Space", "min_duration_s": 28_800}),
        ("to entries for Northwind Space on Hermes", ENTRIES, {"client": "Northwind Space", "project": "Hermes"}),
        ("to new clients and projects", ("NEW_CLIENT", "NEW_PROJECT"), {}),
        ("to entries for the design team", ENTRIES, {"people": ["design team"]}),
        ("to entries for everyone", ENTRIES, {}),
        # Not in the catalogue: looked up, and told, when the action runs.
        ("to entries on Apolo", ENTRIES, {"project": "Apolo"}),
        ("to entries on project Zeta over 2h", ENTRIES, {"project": "Zeta", "min_duration_s": 7200}),
        ("to new projects for the client Acme Corp", ("NEW_PROJECT",), {"client": "Acme Corp"}),
        ("to billable entries tagged deploy", ENTRIES, {"billable": True, "tag": "deploy"}),
        ("to entries not between 20:00 and 7:00", ENTRIES, {"quiet_from": "20:00", "quiet_to": "07:00"}),
        ("to entries except at night", ENTRIES, {"quiet_from": "20:00", "quiet_to": "07:00"}),
        (
            "to new projects and entries over 8h by the design team",
            ("NEW_PROJECT", *ENTRIES),
            {"min_duration_s": 28_800, "people": ["design team"]},
        ),
    ],
)
def test_things_with_what_narrows_them_down(text: str, events: tuple[str, ...], filters: dict[str, Any]) -> None:
    for place, channel in (("#design", "#design"), ("<#C1|design>", "C1"), ("here", None)):
        action = read(f"subscribe {place} {text}")
        assert isinstance(action, Subscribe)
        assert (action.channel, action.events, action.filters) == (channel, events, filters)
        assert action.confidence > 0.9
        assert "unread" not in {span.field for span in action.spans}


def test_approvals_and_time_off() -> None:
    action = read("subscribe #leads to approvals and time off requests")
    assert {"NEW_APPROVAL_REQUEST", "TIME_OFF_REQUESTED"} <= set(action.events)


@pytest.mark.parametrize(
    ("text", "events", "filters"),
    [
        ("abonniere hier gelöschte Einträge auf Apollo", ("TIME_ENTRY_DELETED",), {"project": "Apollo"}),
        (
            "abonniere hier neue Projekte und Einträge über 8h von Ada Berg",
            ("NEW_PROJECT", *ENTRIES),
            {"min_duration_s": 28_800, "people": ["Ada Berg"]},
        ),
        ("abonniere hier Einträge für den Kunden Acme", ENTRIES, {"client": "Acme"}),
        ("abonniere hier Einträge auf dem Projekt Zeta", ENTRIES, {"project": "Zeta"}),
        (
            "abonniere hier Einträge länger als 6 Stunden außer nachts",
            ENTRIES,
            {"min_duration_s": 21_600, "quiet_from": "20:00", "quiet_to": "07:00"},
        ),
    ],
)
def test_in_german(text: str, events: tuple[str, ...], filters: dict[str, Any]) -> None:
    action = read(text, locale="de")
    assert isinstance(action, Subscribe)
    assert (action.events, action.filters) == (events, filters)


@pytest.mark.parametrize("text", ["to Apolo entries", "to entries on Hermes for Adda", "to entries sometimes"])
def test_what_is_not_understood_is_asked_about_and_not_left_out_in_silence(text: str) -> None:
    action = read(f"subscribe #design {text}")
    assert isinstance(action, Subscribe)
    (need,) = action.needs
    assert (need.field, need.code) == ("confirmed", "unread")
    assert need.reason.startswith("I do not understand “")


def test_the_question_is_asked_in_german() -> None:
    (need,) = read("abonniere hier Einträge manchmal", locale="de").needs
    assert need.reason == "„manchmal“ verstehe ich nicht. Soll es wegbleiben?"


def test_what_is_to_end() -> None:
    action = read("unsubscribe here from new projects")
    assert isinstance(action, Unsubscribe)
    assert (action.channel, action.events) == (None, ("NEW_PROJECT",))


def test_a_condition_is_no_message() -> None:
    action = read("tell #ops when a project is deleted")
    assert isinstance(action, Subscribe)
    assert (action.channel, action.events) == ("#ops", ("PROJECT_DELETED",))
    assert read("tell #ops that the project is deleted").kind == "post_message"


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        *(
            (text, "en")
            for text in ("subscriptions", "list subscriptions", "what is posted here?", "what do we follow")
        ),
        *((text, "de") for text in ("meine Abos", "zeige Abonnements", "was wird hier gepostet?")),
    ],
)
def test_what_is_posted_where_is_asked_for(text: str, locale: str) -> None:
    assert read(text, locale=locale).kind == "list_schedules"


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("tell me when somebody logs time on Falcon", "en"),
        ("let us know when anyone tracks hours on Falcon", "en"),
        ("sag mir Bescheid, wenn jemand Zeit auf Falcon bucht", "de"),
        ("gib uns Bescheid, sobald jemand Stunden auf Falcon erfasst", "de"),
    ],
)
def test_time_that_somebody_logs_is_an_entry(text: str, locale: str) -> None:
    action = read_one(text, preferences=Preferences(locale=locale))
    assert (action.kind, action.needs) == ("subscribe", ())
    assert fields(action)["filters"] == {"project": "Falcon"}
