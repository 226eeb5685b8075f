from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from typing import Any

import pytest

from clankerbot_engine.clockify.sandbox.events import EVENTS
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.webhooks.events import ENTITIES, EVENT_TYPES, Event
from tests.engine.webhooks.conftest import Sender

ENTRY: dict[str, Any] = {
    "id": "66aa00000000000000000001",
    "description": "Fix login &amp; tests",
    "userId": "66aa00000000000000000002",
    "workspaceId": "66aa00000000000000000004",
    "timeInterval": {"start": "2026-08-08T14:00:00Z", "end": None, "duration": None},
}


async def _event(sender: Sender, event_type: str | None, body: dict[str, Any]) -> Event:
    return (await sender.deliver(body, event_type=event_type)).event


def test_all_51_event_types_are_known_and_are_those_of_the_sandbox() -> None:
    assert len(EVENT_TYPES) == 51
    assert set(EVENT_TYPES) == set(EVENTS)


async def test_every_type_is_taken_with_any_body_at_all(sender: Sender) -> None:
    strange: list[dict[str, Any]] = [
        {},
        {"id": 7, "workspaceId": [], "status": "x", "task": [], "tags": {"id": 1}, "tagIds": [None, 3], "project": 1},
        {"id": None, "status": {"updatedAt": "never", "changedAt": "2026-13-01"}, "tags": [None, "x", {"id": 1}]},
    ]
    for event_type in EVENT_TYPES:
        for body in strange:
            event = await _event(sender, event_type, body)
            assert (event.type, event.entity, event.entity_id) == (event_type, ENTITIES[event_type], None)
            assert (event.actor, event.occurred_at, event.workspace_id) == (None, None, None)


async def test_an_unknown_type_is_kept(sender: Sender) -> None:
    event = await _event(sender, "TIME_ENTRY_BATCH_DELETED", {"id": "1", "workspaceId": "w"})
    assert (event.type, event.entity, event.entity_id) == ("TIME_ENTRY_BATCH_DELETED", "unknown", "1")


async def test_both_shapes_of_a_time_entry_become_one(sender: Sender) -> None:
    captured = {
        **ENTRY,
        "projectId": "p",
        "project": {"id": "p"},
        "task": {"id": "t"},
        "tags": [{"id": "a"}, {"id": "b"}],
    }
    sample = {**ENTRY, "projectId": "p", "taskId": "t", "tagIds": ["a", "b"]}
    for event_type, body in (("TIMER_STOPPED", captured), ("NEW_TIME_ENTRY", sample)):
        data = (await _event(sender, event_type, body)).data
        assert (data["projectId"], data["taskId"], data["tagIds"]) == ("p", "t", ["a", "b"])
        assert {**data, **body} == data


async def test_an_entry_without_task_project_and_tags_has_none(sender: Sender) -> None:
    body = {**ENTRY, "projectId": None, "project": None, "task": None, "tags": []}
    data = (await _event(sender, "NEW_TIMER_STARTED", body)).data
    assert (data["projectId"], data["taskId"], data["tagIds"]) == (None, None, [])


async def test_the_owner_of_an_entry_is_not_taken_for_who_changed_it(sender: Sender) -> None:
    event = await _event(sender, "TIME_ENTRY_DELETED", ENTRY)
    assert (event.entity_id, event.actor, event.workspace_id) == (ENTRY["id"], None, ENTRY["workspaceId"])


@pytest.mark.parametrize(
    ("event_type", "body", "entity_id", "actor", "occurred_at"),
    [
        (
            "APPROVAL_REQUEST_STATUS_UPDATED",
            {"id": "a", "status": {"updatedBy": "ada", "updatedAt": "2026-04-22T08:00:00Z"}},
            "a",
            "ada",
            datetime(2026, 4, 22, 8, tzinfo=UTC),
        ),
        (
            "TIME_OFF_REQUEST_APPROVED",
            {"id": "t", "status": {"changedByUserId": "ada", "changedAt": "2026-04-22T08:00:00.123456789Z"}},
            "t",
            "ada",
            datetime(2026, 4, 22, 8, 0, 0, 123456, tzinfo=UTC),
        ),
        (
            "TIME_OFF_REQUESTED",
            {"id": "t", "requesterUserId": "bob", "createdAt": "2026-04-22T08:00:00"},
            "t",
            "bob",
            datetime(2026, 4, 22, 8, tzinfo=UTC),
        ),
        ("BALANCE_UPDATED", {"userId": "bob", "updatedBy": "ada"}, "bob", "ada", None),
        ("EXPENSE_UPDATED", {"expenseId": "e", "projectId": "p"}, "e", None, None),
        ("ASSIGNMENT_CREATED", {"assignmentId": "s", "userId": "bob"}, "s", None, None),
        ("USERS_INVITED_TO_WORKSPACE", {"inviter": {"id": "ada"}, "invitedUserEmails": []}, None, "ada", None),
        ("BILLABLE_RATE_UPDATED", {"modifiedEntity": {"id": "p"}}, "p", None, None),
    ],
)
async def test_each_family_keeps_its_id_and_its_actor_elsewhere(
    sender: Sender,
    event_type: str,
    body: dict[str, Any],
    entity_id: str | None,
    actor: str | None,
    occurred_at: datetime | None,
) -> None:
    event = await _event(sender, event_type, body)
    assert (event.entity_id, event.actor, event.occurred_at) == (entity_id, actor, occurred_at)
    assert event.data == body


async def test_a_relay_may_name_the_event_in_the_body(sender: Sender) -> None:
    assert (await _event(sender, None, {"event": "NEW_PROJECT", "id": "p"})).entity == "project"
    assert (await _event(sender, None, {"id": "p"})).type == "UNKNOWN"


@pytest.mark.parametrize("event_type", ["NEW TAG", "a" * 65, "NEW_TAG\n", "<b>", ""])
async def test_an_event_type_that_is_no_name_is_refused(sender: Sender, event_type: str) -> None:
    with pytest.raises(ValidationFailed, match="Clockify-Webhook-Event-Type"):
        await sender.deliver(event_type=event_type or "\x00")


async def test_an_event_cannot_be_changed(sender: Sender) -> None:
    event = await _event(sender, "NEW_TIME_ENTRY", ENTRY)
    with pytest.raises(FrozenInstanceError):
        event.type = "TIMER_STOPPED"  # type: ignore[misc]
