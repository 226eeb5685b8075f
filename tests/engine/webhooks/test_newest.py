"""Which of two states is the newer: told from what they say, and not from the order in which they came."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.stores.ports import EntityState
from clankerbot_engine.webhooks.events import ENTITIES, Event
from clankerbot_engine.webhooks.newest import UNCLEAR_FOR, compare, is_gone
from tests.engine.webhooks.conftest import NOW

RUNNING = {"timeInterval": {"start": "2026-04-22T08:00:00Z", "end": None}}
STOPPED = {"timeInterval": {"start": "2026-04-22T08:00:00Z", "end": "2026-04-22T09:00:00Z"}}


def _event(event_type: str, body: dict[str, Any], **fields: Any) -> Event:
    known = {"entity": ENTITIES[event_type], "entity_id": "1", "received_at": NOW, **fields}
    return Event(type=event_type, data={"id": "1", **body}, **known)


def _known(event: Event) -> EntityState:
    return EntityState(
        "w", event.entity, "1", event.type, dict(event.data), is_gone(event.type), event.occurred_at, event.received_at
    )


LIVES = [
    [
        _event("NEW_TIMER_STARTED", RUNNING),
        _event("TIME_ENTRY_UPDATED", {**RUNNING, "description": "review"}),
        _event("TIMER_STOPPED", {**STOPPED, "description": "review"}),
        _event("TIME_ENTRY_DELETED", {**STOPPED, "description": "review"}),
    ],
    [_event("NEW_TIME_ENTRY", STOPPED), _event("TIME_ENTRY_UPDATED", {**STOPPED, "billable": True})],
    [
        _event("NEW_PROJECT", {"name": "A"}),
        _event("PROJECT_UPDATED", {"name": "B"}),
        _event("PROJECT_DELETED", {"name": "B"}),
    ],
    [
        _event("NEW_APPROVAL_REQUEST", {"status": {"state": "PENDING"}}, occurred_at=NOW),
        _event(
            "APPROVAL_REQUEST_STATUS_UPDATED", {"status": {"state": "APPROVED"}}, occurred_at=NOW + timedelta(hours=1)
        ),
    ],
    [
        _event("TIME_OFF_REQUESTED", {"note": "a"}, occurred_at=NOW),
        _event("TIME_OFF_REQUEST_UPDATED", {"note": "b"}, occurred_at=NOW + timedelta(seconds=1)),
        _event("TIME_OFF_REQUEST_WITHDRAWN", {"note": "b"}, occurred_at=NOW + timedelta(seconds=2)),
    ],
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life[0].entity)
def test_whatever_the_order_of_arrival_the_last_state_of_a_life_wins(life: list[Event]) -> None:
    for order in permutations(life):
        state: EntityState | None = None
        for event in order:
            verdict = compare(event, state)
            assert verdict in ("newer", "older"), (event.type, state)
            if verdict == "newer":
                state = _known(event)
        assert state is not None
        assert state == _known(life[-1])


def test_what_is_not_known_is_new_and_what_is_known_is_the_same() -> None:
    event = _event("TAG_UPDATED", {"name": "a"})
    assert compare(event, None) == "newer"
    assert compare(event, _known(event)) == "same"
    assert compare(event, replace(_known(event), event_type="NEW_TAG")) == "same"


def test_two_changes_that_say_nothing_of_their_time_are_unclear_for_a_while() -> None:
    known = _known(_event("TAG_UPDATED", {"name": "a"}))
    assert compare(_event("TAG_UPDATED", {"name": "b"}), known) == "unclear"
    late = NOW + UNCLEAR_FOR + timedelta(seconds=1)
    assert compare(_event("TAG_UPDATED", {"name": "b"}, received_at=late), known) == "newer"


def test_what_was_restored_is_asked_for() -> None:
    restored, deleted = _event("TIME_ENTRY_RESTORED", STOPPED), _event("TIME_ENTRY_DELETED", STOPPED)
    assert compare(restored, _known(deleted)) == "unclear"
    assert compare(deleted, _known(restored)) == "unclear"


@given(
    types=st.tuples(st.sampled_from(sorted(ENTITIES)), st.sampled_from(sorted(ENTITIES))),
    bodies=st.tuples(*[st.sampled_from([RUNNING, STOPPED, {}, {"timeInterval": None}, {"timeInterval": 7}])] * 2),
)
def test_no_two_states_are_each_newer_than_the_other(
    types: tuple[str, str], bodies: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    one, other = (_event(each, body) for each, body in zip(types, bodies, strict=True))
    if one.entity == other.entity:
        verdicts = (compare(one, _known(other)), compare(other, _known(one)))
        assert verdicts not in (("newer", "newer"), ("older", "older"))
