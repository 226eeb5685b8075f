"""Which of two states of a thing is the newer, whatever the order in which they were delivered.

Clockify puts no time into the body of a time entry, a project or a tag, and repeats what failed after others have come.
What can be told from the states themselves is told so; the rest can only be asked for.
"""

from datetime import timedelta
from typing import Final, Literal

from clankerbot_engine.stores.ports import EntityState, JsonDict
from clankerbot_engine.webhooks.events import Event

Verdict = Literal["newer", "older", "same", "unclear"]

UNCLEAR_FOR: Final = timedelta(minutes=3)
"""Later than this after the other, what comes is taken for the newer: repetitions have come after 14 to 70 seconds."""

_BORN: Final = ("NEW_", "USER_JOINED_WORKSPACE", "USER_GROUP_CREATED", "EXPENSE_CREATED", "ASSIGNMENT_CREATED")
_REQUESTED: Final = "TIME_OFF_REQUESTED"
_TOLD_BY_TYPE: Final = frozenset({"time_off_request"})
"""A request that was withdrawn still says PENDING of itself."""


def compare(event: Event, known: EntityState | None) -> Verdict:
    """`event` against what is known. `unclear`: it cannot be told without asking."""
    if known is None:
        return "newer"
    gone = is_gone(event.type)
    if event.data == known.document and gone == known.gone and event.entity not in _TOLD_BY_TYPE:
        return "same"
    if event.occurred_at is not None and known.occurred_at is not None and event.occurred_at != known.occurred_at:
        return "newer" if event.occurred_at > known.occurred_at else "older"
    restored = event.type.endswith("_RESTORED")
    if known.gone and not gone and not restored:
        return "older"
    if gone and not known.gone and not known.event_type.endswith("_RESTORED"):
        return "newer"
    verdict = _by_age(_age(event.type, event.entity, event.data), _age(known.event_type, known.entity, known.document))
    if verdict == "unclear" and event.received_at - known.received_at > UNCLEAR_FOR:
        return "newer"
    return verdict


def is_gone(event_type: str) -> bool:
    return event_type.endswith("_DELETED") or event_type == "USER_DELETED_FROM_WORKSPACE"


def _age(event_type: str, entity: str, document: JsonDict) -> tuple[int, int]:
    """What grows with every step of a life: a timer that was stopped runs no more, and nothing is born twice."""
    interval = document.get("timeInterval") if entity == "time_entry" else None
    runs = isinstance(interval, dict) and interval.get("end") is None
    born = event_type.startswith(_BORN) or event_type == _REQUESTED
    return (0 if runs else 1), (0 if born else 1)


def _by_age(event: tuple[int, int], known: tuple[int, int]) -> Verdict:
    if event == known:
        return "unclear"
    return "newer" if event > known else "older"
