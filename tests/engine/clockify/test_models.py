"""What is received is read whatever is missing, null or new; what is sent is what Clockify takes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import BaseModel, ValidationError

from clankerbot_engine.clockify import models
from clankerbot_engine.clockify.models import (
    CustomFieldInput,
    NewProject,
    NewTimeEntry,
    TimeEntry,
    TimeEntryChange,
    User,
    clockify_instant,
    duration_seconds,
)

RECEIVED = [
    kind
    for kind in vars(models).values()
    if isinstance(kind, type) and issubclass(kind, models.Received) and kind is not models.Received
]


@pytest.mark.parametrize("kind", RECEIVED)
def test_every_received_field_may_be_missing_null_or_unknown(kind: type[BaseModel]) -> None:
    empty = kind.model_validate_json(b"{}")
    nulls = {field.alias or name: None for name, field in kind.model_fields.items()}
    assert kind.model_validate({**nulls, "somethingNew": {"a": [1]}}) == empty
    assert all(value is None for value in dict(empty).values())


def test_there_are_received_models_to_check() -> None:
    assert {models.User, models.TimeEntry, models.Project, models.SummaryReport, models.Webhook} <= set(RECEIVED)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT1H30M", 5400),
        ("PT38S", 38),
        ("PT48H", 172_800),
        ("P1DT2H", 93_600),
        ("PT0S", 0),
        ("PT1.9S", 1),
        ("-PT5M", -300),
        (5400, 5400),
        (59.6, 60),
        (None, None),
        ("soon", None),
        ("", None),
    ],
)
def test_durations_are_seconds(text: object, seconds: int | None) -> None:
    assert duration_seconds(text) == seconds


def test_instants_are_sent_in_utc_with_whole_seconds() -> None:
    berlin = timezone(timedelta(hours=1))
    assert clockify_instant(datetime(2026, 11, 24, 9, 30, 15, 999_999, berlin)) == "2026-11-24T08:30:15Z"


@pytest.mark.parametrize("text", ["2026-11-24T08:30:00Z", "2026-11-24T09:30:00+01:00", "2026-11-24T08:30:00.000Z"])
def test_instants_are_received_with_any_offset(text: str) -> None:
    entry = TimeEntry.model_validate({"timeInterval": {"start": text}})
    assert entry.time_interval is not None
    assert entry.time_interval.start == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def test_an_instant_without_an_offset_is_taken_for_utc() -> None:
    entry = TimeEntry.model_validate({"timeInterval": {"start": "2026-11-24T08:30:00"}})
    assert entry.time_interval is not None
    assert entry.time_interval.start == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def test_a_token_is_not_part_of_a_webhooks_looks() -> None:
    assert "hush" not in repr(models.Webhook.model_validate({"id": "w", "authToken": "hush"}))


READ = TimeEntry.model_validate(
    {
        "id": "e",
        "description": "Trajectory",
        "projectId": "p",
        "taskId": "t",
        "tagIds": ["a", "b"],
        "billable": False,
        "type": "REGULAR",
        "timeInterval": {"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T09:00:00Z", "duration": "PT1H"},
        "customFieldValues": [
            {"customFieldId": "f", "timeEntryId": "e", "name": "Ticket", "type": "TXT", "value": "AP-1"},
            {"customFieldId": "g", "name": "Empty", "value": None},
        ],
    }
)


def test_an_entry_is_written_back_as_it_was_read() -> None:
    assert NewTimeEntry.like(READ).body() == {
        "start": "2026-11-24T08:00:00Z",
        "end": "2026-11-24T09:00:00Z",
        "description": "Trajectory",
        "projectId": "p",
        "taskId": "t",
        "tagIds": ["a", "b"],
        "billable": False,
        "type": "REGULAR",
        "customFields": [{"customFieldId": "f", "sourceType": "TIMEENTRY", "value": "AP-1"}],
    }


def test_an_entry_without_a_start_cannot_be_written_back() -> None:
    with pytest.raises(ValueError, match="without a start"):
        NewTimeEntry.like(TimeEntry(id="e"))


@pytest.mark.parametrize("kind", ["HOLIDAY", "TIME_OFF", None])
def test_a_type_that_cannot_be_sent_is_left_out(kind: str | None) -> None:
    assert NewTimeEntry.like(READ.model_copy(update={"type": kind})).type is None


def test_a_change_keeps_what_it_does_not_say_and_clears_what_it_sets_to_none() -> None:
    changed = TimeEntryChange(task_id=None, billable=True).of(READ)
    assert changed == NewTimeEntry.like(READ).model_copy(update={"task_id": None, "billable": True})
    assert "taskId" not in changed.body()


def test_a_misspelt_field_is_not_sent() -> None:
    with pytest.raises(ValidationError):
        NewProject.model_validate({"name": "Apollo", "isPrivate": True})


def test_a_false_or_zero_custom_field_is_a_value() -> None:
    for value in (False, 0, ""):
        assert CustomFieldInput(custom_field_id="f", value=value).body()["value"] == value


def test_a_person_without_settings_is_a_person() -> None:
    assert User.model_validate({"id": "u", "name": None, "settings": None}).settings is None
