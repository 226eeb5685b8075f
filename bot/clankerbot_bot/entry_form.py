"""What was filled into the form of a time entry, and the action that it asks for.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from clankerbot_bot.blocks import Named, action_ids
from clankerbot_bot.blocks.forms import BILLABLE
from clankerbot_bot.front_door import Refused
from clankerbot_bot.words import Words
from clankerbot_engine.actions import LogTime
from clankerbot_engine.parsing import parse
from clankerbot_engine.stores.ports import JsonDict

_LENGTH_IS_READ_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Any time will do: a length is the same at all times."""


LONGEST_IN_HOURS: Final = 24
"""A number alone beyond this is of minutes."""


class NotFilledIn(Exception):
    """`errors`: by block id, in the person's language."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Times are local. `shown` holds what the fields of `CHANGED` began with."""

    project: Named | None
    task: Named | None
    tags: tuple[Named, ...]
    description: str
    billable: bool
    day: date | None
    start: time | None
    end: time | None
    duration_s: int | None
    changed: frozenset[str]
    """The ids of the blocks that hold something else than at first."""

    def log_fields(self, zone: ZoneInfo) -> JsonDict:
        """Of a `log_time`, or of a timer, as far as they are filled in."""
        return self._work() | self._times(zone)

    def edit_fields(self, zone: ZoneInfo) -> JsonDict:
        """Of an `edit_entry`: what was changed."""
        work, fields = self._work(), JsonDict()
        for block, names in _WORK.items():
            if block in self.changed:
                fields |= {name: work.get(name) for name in names if work.get(name) not in (None, "", [])}
        cleared = [name for block, name in _CLEARED.items() if block in self.changed and not work[name]]
        if cleared:
            fields["clear"] = cleared
        if self.changed & {action_ids.DATE_BLOCK, action_ids.START_BLOCK, action_ids.END_BLOCK}:
            fields |= self._times(zone)
        elif action_ids.DURATION_BLOCK in self.changed:
            fields["duration_s"] = self.duration_s
        return {name: value for name, value in fields.items() if value is not None}

    def _work(self) -> JsonDict:
        return {
            "project": self.project and self.project.name,
            "project_id": self.project and self.project.id,
            "task": self.task and self.task.name,
            "task_id": self.task and self.task.id,
            "tags": [tag.name for tag in self.tags],
            "tag_ids": [tag.id for tag in self.tags],
            "description": self.description,
            "billable": self.billable,
        }

    def _times(self, zone: ZoneInfo) -> JsonDict:
        """Clock times as instants; without any, the day. Over midnight, the end is on the next day."""
        if self.day is None:
            return {"duration_s": self.duration_s}
        start = None if self.start is None else datetime.combine(self.day, self.start, zone)
        end = None if self.end is None else datetime.combine(self.day, self.end, zone)
        if start is None and end is None:
            return {"date": self.day.isoformat(), "duration_s": self.duration_s}
        if start is not None and end is not None and end <= start:
            end = datetime.combine(self.day + timedelta(days=1), self.end or time(), zone)
        return {
            "start": start and start.isoformat(),
            "end": end and end.isoformat(),
            "duration_s": None if start is not None and end is not None else self.duration_s,
        }


_WORK: Final[Mapping[str, tuple[str, ...]]] = {
    action_ids.PROJECT_BLOCK: ("project", "project_id"),
    action_ids.TASK_BLOCK: ("task", "task_id"),
    action_ids.TAGS_BLOCK: ("tags", "tag_ids"),
    action_ids.DESCRIPTION_BLOCK: ("description",),
    action_ids.BILLABLE_BLOCK: ("billable",),
}


_CLEARED: Final[Mapping[str, str]] = {
    action_ids.PROJECT_BLOCK: "project",
    action_ids.TASK_BLOCK: "task",
    action_ids.TAGS_BLOCK: "tags",
    action_ids.DESCRIPTION_BLOCK: "description",
}
"""What may be emptied."""


def read_entry_form(view: Mapping[str, Any], words: Words, *, is_log: bool) -> Filled:
    """Raises `NotFilledIn`. `is_log`: the form is of work that is over, so its length must be known."""
    fields = Fields(view)
    errors: dict[str, str] = {}
    text = (fields.of(action_ids.DURATION_BLOCK).get("value") or "").strip()
    seconds = read_length(text) if text else None
    if text and seconds is None:
        errors[action_ids.DURATION_BLOCK] = words.bad_length
    start, end = fields.time(action_ids.START_BLOCK), fields.time(action_ids.END_BLOCK)
    if seconds is not None and start is not None and end is not None:
        if fields.has_changed(action_ids.DURATION_BLOCK) and not (
            fields.has_changed(action_ids.START_BLOCK) or fields.has_changed(action_ids.END_BLOCK)
        ):
            end = None  # what was typed last counts
        elif fields.has_changed(action_ids.DURATION_BLOCK) and seconds != _between(start, end):
            errors[action_ids.DURATION_BLOCK] = words.times_disagree
        else:
            seconds = None
    elif is_log and seconds is None and not text and (start is None or end is None):
        errors[action_ids.DURATION_BLOCK] = words.no_length
    if errors:
        raise NotFilledIn(errors)
    day = fields.of(action_ids.DATE_BLOCK).get("selected_date")
    return Filled(
        project=_named(fields.of(action_ids.PROJECT_BLOCK).get("selected_option")),
        task=_named(fields.of(action_ids.TASK_BLOCK).get("selected_option")),
        tags=tuple(
            tag
            for option in fields.of(action_ids.TAGS_BLOCK).get("selected_options") or ()
            if (tag := _named(option)) is not None
        ),
        description=(fields.of(action_ids.DESCRIPTION_BLOCK).get("value") or "").strip(),
        billable=any(
            option["value"] == BILLABLE for option in fields.of(action_ids.BILLABLE_BLOCK).get("selected_options") or ()
        ),
        day=None if day is None else date.fromisoformat(day),
        start=start,
        end=end,
        duration_s=seconds,
        changed=frozenset(fields.changed()),
    )


def read_length(text: str) -> int | None:
    """Whole seconds of `1h 30m`, `1,5 h`, `2` (hours), `90` (minutes); None for what is no length."""
    minutes = text.isdecimal() and int(text) > LONGEST_IN_HOURS
    for said in (f"{text}m",) if minutes else (text, f"{text}h"):
        reading = parse(f"log {said}", now=_LENGTH_IS_READ_AT, timezone=ZoneInfo("UTC"))
        match reading.actions:
            case (LogTime(duration_s=int(seconds), project=None, description=None),):
                return seconds
    return None


def _between(start: time, end: time) -> int:
    seconds = (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60
    return seconds if seconds > 0 else seconds + 24 * 3600


def _named(option: Mapping[str, Any] | None) -> Named | None:
    return Named(option["value"], option["text"]["text"]) if option else None


@contextmanager
def only_what_it_offers() -> Iterator[None]:
    """What the form cannot have sent is no Slack's: a made up time zone, say. Raises `Refused`."""
    try:
        yield
    except ValidationError:
        raise Refused(400, "not_offered") from None


class Fields:
    """The state of each input, and what it was when the form was shown."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._state: Mapping[str, Mapping[str, JsonDict]] = (view.get("state") or {}).get("values") or {}
        inputs: Sequence[JsonDict] = [block for block in view.get("blocks") or () if block.get("type") == "input"]
        self._elements = {block["block_id"]: block.get("element") or {} for block in inputs}

    def of(self, block_id: str) -> JsonDict:
        return next(iter((self._state.get(block_id) or {}).values()), {})

    def chosen(self, block_id: str) -> str | None:
        return _value(self.of(block_id).get("selected_option"))

    def time(self, block_id: str) -> time | None:
        told = self.of(block_id).get("selected_time")
        return time.fromisoformat(told) if told else None

    def changed(self) -> list[str]:
        return [block_id for block_id in self._elements if self.has_changed(block_id)]

    def has_changed(self, block_id: str) -> bool:
        element, state = self._elements.get(block_id) or {}, self.of(block_id)
        pairs = (
            (element.get("initial_value"), state.get("value")),
            (element.get("initial_date"), state.get("selected_date")),
            (element.get("initial_time"), state.get("selected_time")),
            (_value(element.get("initial_option")), _value(state.get("selected_option"))),
            (_values(element.get("initial_options")), _values(state.get("selected_options"))),
        )
        return any((before or None) != (now or None) for before, now in pairs)


def _value(option: Mapping[str, Any] | None) -> str | None:
    return None if option is None else option["value"]


def _values(options: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [option["value"] for option in options or ()]
