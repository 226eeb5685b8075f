"""What a subscription lets through."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.events import ENTITIES, EVENT_TYPES, Event
from clankerbot_engine.webhooks.rules import Filters, Rule, matches, quiet_until, speaks_of
from tests.engine.webhooks.conftest import NOW
from tests.engine.webhooks.test_time_entries import ENTRY

EVENTS = ("NEW_TIME_ENTRY", "TIMER_STOPPED")
BERLIN = ZoneInfo("Europe/Berlin")


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def _change(event_type: str = "NEW_TIME_ENTRY", **changed: Any) -> Change:
    data = {**ENTRY, **changed}
    event = Event(type=event_type, entity=ENTITIES[event_type], entity_id="1", received_at=NOW, data=data)
    return Change(event, "d", before=None, now=data)


def test_without_filters_every_event_of_its_kind_matches_and_no_other() -> None:
    assert matches(Rule(), EVENTS, _change())
    assert not matches(Rule(), EVENTS, _change("TIME_ENTRY_DELETED"))
    assert not matches(Rule(), (), _change())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"project": "Website", "project_id": ENTRY["projectId"]}, {"project": "Else", "project_id": "else"}),
        ({"client": "acme"}, {"client": "Other"}),
        ({"people": ("Ada",), "user_ids": ("x", ENTRY["userId"])}, {"people": ("Ben",), "user_ids": ("x",)}),
        ({"tag": "deploy", "tag_id": ENTRY["tagIds"][0]}, {"tag": "else", "tag_id": "else"}),
        ({"billable": True}, {"billable": False}),
        ({"min_duration_s": 6329}, {"min_duration_s": 6330}),
        ({"max_duration_s": 6331}, {"max_duration_s": 6330}),
        ({"min_duration_s": 3600, "max_duration_s": 7200}, {"people": ("nobody",), "user_ids": ()}),
    ],
)
def test_each_filter_holds_by_itself_and_beside_others(right: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert matches(Rule.model_validate(right), EVENTS, _change())
    assert not matches(Rule.model_validate(wrong), EVENTS, _change())
    assert matches(Rule.model_validate({"billable": True, **right}), EVENTS, _change())
    assert not matches(Rule.model_validate({"client": "Other", **right}), EVENTS, _change()) or "client" in right


def test_a_timer_that_runs_is_neither_long_nor_short() -> None:
    running = {**ENTRY["timeInterval"], "end": None}
    for rule in (Rule(min_duration_s=1), Rule(max_duration_s=90_000)):
        assert not matches(rule, ("NEW_TIMER_STARTED",), _change("NEW_TIMER_STARTED", timeInterval=running))
    assert matches(Rule(), ("NEW_TIMER_STARTED",), _change("NEW_TIMER_STARTED", timeInterval=running))


def test_an_entry_is_looked_at_as_it_is_now_and_one_that_is_gone_as_it_was() -> None:
    change = _change()
    other = Change(change.event, "d", before=None, now={**ENTRY, "billable": False})
    assert not matches(Rule(billable=True), EVENTS, other)
    gone = _change("TIME_ENTRY_DELETED")
    assert matches(Rule(billable=True), ("TIME_ENTRY_DELETED",), Change(gone.event, "d", before=ENTRY, now=None))


@pytest.mark.parametrize(
    ("event_type", "data", "rule"),
    [
        ("NEW_PROJECT", {"id": "p", "name": "Zeppelin", "clientName": "Acme"}, Rule(project="Z", project_id="p")),
        ("NEW_PROJECT", {"id": "p", "name": "Zeppelin", "clientName": "Acme"}, Rule(client="Acme")),
        ("NEW_TASK", {"id": "t", "projectId": "p"}, Rule(project="Z", project_id="p")),
        ("NEW_TAG", {"id": "t"}, Rule(tag="t", tag_id="t")),
        ("NEW_CLIENT", {"id": "c", "name": "Acme"}, Rule(client="acme")),
        ("USER_UPDATED", {"id": "u"}, Rule(people=("u",), user_ids=("u",))),
        ("NEW_APPROVAL_REQUEST", {"id": "a", "owner": {"userId": "u"}}, Rule(people=("u",), user_ids=("u",))),
        ("TIME_OFF_REQUESTED", {"id": "a", "userId": "u"}, Rule(people=("u",), user_ids=("u",))),
    ],
)
def test_other_things_are_told_apart_too(event_type: str, data: dict[str, Any], rule: Rule) -> None:
    event = Event(type=event_type, entity=ENTITIES[event_type], received_at=NOW, data=data)
    assert matches(rule, (event_type,), Change(event, "d", before=None, now=data))
    other = Rule(client="Other", project="x", project_id="other", user_ids=())
    assert not matches(other, (event_type,), Change(event, "d", before=None, now=data))


@given(
    events=st.sets(st.sampled_from(EVENT_TYPES), max_size=5),
    event_type=st.sampled_from(EVENT_TYPES),
    data=st.dictionaries(
        st.sampled_from([*ENTRY, "clientName", "owner", "name"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=5), st.sampled_from(list(ENTRY.values()))),
    ),
    rule=st.sampled_from(
        [Rule(), Rule(billable=True), Rule(client="Acme"), Rule(min_duration_s=60), Rule(user_ids=("u",))]
    ),
)
def test_whatever_an_event_holds_it_matches_only_what_was_asked_for(
    events: set[str], event_type: str, data: dict[str, Any], rule: Rule
) -> None:
    event = Event(type=event_type, entity=ENTITIES[event_type], received_at=NOW, data=data)
    change = Change(event, "d", before=None, now=data)
    if matches(rule, events, change):
        assert event_type in events
        assert matches(Rule(), events, change)  # a filter takes away, and never adds
        assert speaks_of(events, event.entity)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "until"),
    [
        ("20:00", "07:00", at(2026, 4, 22, 19, 59), None),
        ("20:00", "07:00", at(2026, 4, 22, 20, 0), at(2026, 4, 23, 7)),
        ("20:00", "07:00", at(2026, 4, 23, 6, 59), at(2026, 4, 23, 7)),
        ("20:00", "07:00", at(2026, 4, 23, 7, 0), None),
        ("12:00", "13:00", at(2026, 4, 22, 12, 30), at(2026, 4, 22, 13)),
        ("12:00", "13:00", at(2026, 4, 22, 13, 0), None),
    ],
)
def test_quiet_hours_end(begins: str, ends: str, now: datetime, until: datetime | None) -> None:
    rule = Rule(quiet_from=begins, quiet_to=ends)
    assert quiet_until(rule, now) == until
    assert quiet_until(Rule(), now) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": "20:00"},
        {"quiet_from": "20:00", "quiet_to": "20:00"},
        {"quiet_from": "8pm", "quiet_to": "07:00"},
        {"min_duration_s": -1},
        {"min_duration_s": "8h"},
        {"min_duration_s": 60, "max_duration_s": 60},
        {"billable": "yes"},
        {"people": ["x"] * 51},
        {"color": "red"},
    ],
)
def test_filters_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Filters.model_validate(wrong)
