"""Whether a reading is the expected one, and where it is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import ActionBase, CreateSchedule
from tests.evaluation.corpus import Expected, Line

ANY = "*"
_AGREE_WITHIN = timedelta(minutes=1)
_ABOUT_THE_READING = {"parser", "confidence", "spans", "needs", "confirmed"}


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` was to be `expected`; what was read is `got`."""

    field: str
    expected: Any
    got: Any


def differences(line: Line, actions: Sequence[ActionBase]) -> list[Difference]:
    """None where the reading is as right as any accepted answer; else those from the answer it is nearest to."""
    return min((_from_answer(answer, actions, line.zone) for answer in line.answers), key=len)


def expected_fields(line: Line) -> list[str]:
    """What the line's score by field counts: each field once, `actions` for how many there are."""
    wanted = _each_action(line.expect)
    return ["actions", *sorted({name for each in wanted for name in each})] if wanted else []


def _each_action(answer: Expected) -> list[Expected]:
    several: list[Expected] | None = answer.get("actions")
    return [answer] if several is None else several


def _from_answer(answer: Expected, actions: Sequence[ActionBase], zone: ZoneInfo) -> list[Difference]:
    wanted = _each_action(answer)
    if len(wanted) != len(actions):
        return [
            Difference("actions", len(wanted), [action.kind for action in actions]),
            *(Difference(name, value, None) for each in wanted for name, value in each.items() if value != ANY),
        ]
    return [
        difference
        for each, action in zip(wanted, actions, strict=True)
        for difference in _from_fields(each, action, zone)
    ]


def _from_fields(wanted: Expected, action: ActionBase, zone: ZoneInfo) -> list[Difference]:
    said = said_fields(action)
    full = _settled(said, zone)
    found = []
    for name, value in wanted.items():
        # Nothing may be given: what two other fields settle is not given.
        got = said.get(name) if value is None else full.get(name)
        if value != ANY and not agree(name, value, got):
            found.append(Difference(name, value, got))
    return found


def said_fields(action: ActionBase) -> dict[str, Any]:
    """The fields of an action as on the wire, with those of an action inside it where it has none itself."""
    said: dict[str, Any] = {}
    if isinstance(action, CreateSchedule):
        said = {**said_fields(action.action), "inner": action.action.kind}
    own = action.model_dump(mode="json", by_alias=True, exclude=_ABOUT_THE_READING)
    said |= {name: value for name, value in own.items() if value is not None or name not in said}
    return said | {"intent": action.kind, "asks": sorted({need.field for need in action.needs})}


def _settled(said: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    full = dict(said)
    start, end, seconds = _moment(said.get("start")), _moment(said.get("end")), said.get("duration_s")
    if start and end and seconds is None:
        full["duration_s"] = round((end - start).total_seconds())
    elif start and seconds is not None and end is None:
        full["end"] = (start + timedelta(seconds=seconds)).isoformat()
    elif end and seconds is not None and start is None:
        start = end - timedelta(seconds=seconds)
        full["start"] = start.isoformat()
    if start and said.get("date") is None:
        full["date"] = start.astimezone(zone).date().isoformat()
    return full


def agree(field: str, expected: Any, got: Any) -> bool:
    if expected is None or got is None:
        return expected is None and got in (None, [], "")
    if field in ("start", "end"):
        wanted, read = _moment(expected), _moment(got)
        return wanted is not None and read is not None and abs(wanted - read) < _AGREE_WITHIN
    if field == "description":
        return words_of(str(expected)) == words_of(str(got))
    if field in ("tags", "asks", "events"):
        return set(expected) == set(got)
    return bool(expected == got)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None
