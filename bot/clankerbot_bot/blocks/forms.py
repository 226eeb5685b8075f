"""The forms of a time entry: to log one, and to edit one with everything filled in.

Block ids and action ids stay the same when a form is shown again, so that what was typed stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time
from typing import Any, Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.shapes import Block, Element, View
from clankerbot_bot.blocks.text import line
from clankerbot_bot.words import Words
from clankerbot_engine.actions import EntryFact

BILLABLE: Final = "billable"
"""The value of the one checkbox."""
LONGEST_DURATION: Final = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A project, task or tag: an option's value is its id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What a form is filled in with. `duration` is text, as people type it; times are local."""

    project: Named | None = None
    task: Named | None = None
    tags: tuple[Named, ...] = ()
    duration: str = ""
    date: Date | None = None
    start: time | None = None
    end: time | None = None
    description: str = ""
    billable: bool | None = None


def draft_of_entry(entry: EntryFact, words: Words) -> EntryDraft:
    return EntryDraft(
        project=_named(entry.project_id, entry.project),
        task=_named(entry.task_id, entry.task),
        tags=tuple(map(Named, entry.tag_ids, entry.tags)),
        duration="" if entry.duration_s is None else words.length(entry.duration_s),
        date=entry.start.date(),
        start=entry.start.time(),
        end=None if entry.end is None else entry.end.time(),
        description=entry.description,
        billable=entry.billable,
    )


def draft_of_action(action: Mapping[str, Any], words: Words) -> EntryDraft:
    """Of an action as JSON, as far as it is known: what has no id yet is left open."""
    start, end, day = _instant(action.get("start")), _instant(action.get("end")), action.get("date")
    seconds = action.get("duration_s")
    first = start or end
    return EntryDraft(
        project=_named(action.get("project_id"), action.get("project")),
        task=_named(action.get("task_id"), action.get("task")),
        tags=tuple(map(Named, action.get("tag_ids") or (), action.get("tags") or ())),
        duration=words.length(seconds) if isinstance(seconds, int) else "",
        date=Date.fromisoformat(day) if isinstance(day, str) else first.date() if first else None,
        start=start.time() if start else None,
        end=end.time() if end else None,
        description=action.get("description") or "",
        billable=action.get("billable"),
    )


def _named(entity_id: str | None, name: str | None) -> Named | None:
    return Named(entity_id, name) if entity_id and name else None


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def log_modal(draft: EntryDraft, words: Words, *, metadata: str = "") -> View:
    return modal(
        action_ids.LOG_VIEW,
        words.log_title,
        _fields(draft, words),
        submit=words.log,
        close=words.cancel,
        metadata=metadata,
    )


def edit_modal(entry: EntryFact, words: Words, *, metadata: str = "") -> View:
    """A running timer has no end and no length to edit."""
    return modal(
        action_ids.EDIT_VIEW,
        words.edit_title,
        _fields(draft_of_entry(entry, words), words, runs=entry.end is None),
        submit=words.save,
        close=words.cancel,
        metadata=metadata,
    )


def _fields(draft: EntryDraft, words: Words, *, runs: bool = False) -> list[Block]:
    length = elements.text_input(
        action_ids.INPUT, initial=draft.duration, placeholder=words.duration_placeholder, most=LONGEST_DURATION
    )
    blocks = [
        elements.input_(
            action_ids.PROJECT_BLOCK,
            words.project_label,
            elements.loaded_select(action_ids.PROJECT, words.choose, initial=named_option(draft.project)),
            optional=True,
        ),
        elements.input_(
            action_ids.TASK_BLOCK,
            words.task_label,
            elements.loaded_select(action_ids.TASK, words.choose, initial=named_option(draft.task)),
            optional=True,
        ),
        elements.input_(
            action_ids.DESCRIPTION_BLOCK,
            words.description_label,
            elements.text_input(action_ids.INPUT, initial=draft.description, multiline=True),
            optional=True,
        ),
        elements.input_(
            action_ids.DATE_BLOCK, words.date_label, elements.date_picker(action_ids.INPUT, initial=draft.date)
        ),
        elements.input_(
            action_ids.START_BLOCK,
            words.start_label,
            elements.time_picker(action_ids.INPUT, initial=draft.start),
            optional=True,
        ),
    ]
    if not runs:
        blocks += [
            elements.input_(
                action_ids.END_BLOCK,
                words.end_label,
                elements.time_picker(action_ids.INPUT, initial=draft.end),
                optional=True,
            ),
            elements.input_(
                action_ids.DURATION_BLOCK, words.duration_label, length, hint=words.duration_hint, optional=True
            ),
        ]
    tags = [option for option in map(named_option, draft.tags) if option is not None]
    return [
        *blocks,
        elements.input_(
            action_ids.TAGS_BLOCK,
            words.tags_label,
            elements.loaded_multi_select(action_ids.TAGS, words.choose, initial=tags),
            optional=True,
        ),
        elements.input_(
            action_ids.BILLABLE_BLOCK,
            words.billable_label,
            elements.checkbox(action_ids.INPUT, words.billable_option, BILLABLE, checked=bool(draft.billable)),
            optional=True,
        ),
    ]


def named_option(named: Named | None) -> Element | None:
    return None if named is None else elements.option(line(named.name, elements.OPTION_TEXT), named.id)
