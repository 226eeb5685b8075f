"""What is kept of time entries: all of each, in little room."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.integrations.clockify.book import KEPT_ENTRIES, EntryBook

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def entry(number: int = 0, **more: Any) -> TimeEntry:
    start = START + timedelta(minutes=number)
    return TimeEntry.model_validate(
        {
            "id": f"{number:024x}",
            "description": f"entry {number}",
            "userId": "5a0ab5acb07987125438b60f",
            "workspaceId": "64a687e29ae1f428e7ebe303",
            "projectId": "25b687e29ae1f428e7ebe123",
            "tagIds": [],
            "billable": True,
            "isLocked": False,
            "type": "REGULAR",
            "timeInterval": {"start": start, "end": start + timedelta(minutes=1), "duration": "PT1M"},
            "customFieldValues": [],
            **more,
        }
    )


def test_an_entry_comes_back_as_it_was() -> None:
    fields = [{"customFieldId": "f", "name": "Ticket", "value": {"numbers": [1, None], "text": "é"}}]
    noted = entry(
        tagIds=["t1", "t2"],
        customFieldValues=fields,
        project={"id": "p", "name": "Apollo", "color": "#fff"},
        tags=[{"id": "t1", "name": "on site"}],
        billable=None,
    )
    book = EntryBook()
    book.note(noted, at=START)
    (found,) = book.starting_within(noted.user_id or "", START, START + timedelta(hours=1))
    assert found == noted
    assert found.model_fields_set == noted.model_fields_set


def test_as_many_as_are_kept_take_a_few_megabytes() -> None:
    """As objects of pydantic's they took eleven, which a service of many people grew by within an hour."""
    book = EntryBook()
    tracemalloc.start()
    try:
        for number in range(KEPT_ENTRIES + 100):
            book.note(entry(number), at=START)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 5_500_000
    oldest, newest = START + timedelta(minutes=99), START + timedelta(minutes=KEPT_ENTRIES + 99)
    user_id = entry().user_id or ""
    assert book.overlapping(user_id, oldest, oldest + timedelta(minutes=1), now=newest) == []
    assert len(book.overlapping(user_id, newest, newest + timedelta(minutes=1), now=newest)) == 1
