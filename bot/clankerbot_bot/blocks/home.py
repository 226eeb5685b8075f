"""App Home: today and this week at a glance, what runs, the latest entries, and where things are set."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final, Literal, assert_never

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.budget import fitting
from clankerbot_bot.blocks.charts import bar
from clankerbot_bot.blocks.sentences import about, entry_line, facts
from clankerbot_bot.blocks.shapes import Block, Element, View
from clankerbot_bot.blocks.text import DESCRIPTION, line, safe, time_token
from clankerbot_bot.blocks.waiting import WaitingLine, age, waiting_lines
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import EntryFact

MOST_ENTRIES: Final = 25
MOST_QUICK: Final = 4
WORKING_DAYS: Final = 5
HOME_BYTES: Final = 100_000
"""Far below what Slack takes: a long Home is slow to draw, and nobody scrolls that far."""
_NOBODY: Final = "home"
"""The value of a button that needs none: a value is never empty."""

State = Literal["ready", "loading", "not_connected", "error"]


@dataclass(frozen=True, slots=True)
class QuickLog:
    """`label` is plain text; `value` says which one it is, wherever it stands in the list by the time of the click."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """`now` and all times are in the person's zone; `entries` are those of the latest days, the newest first.

    `message`: of an error, plain text. Totals are whole seconds; None: not known yet. `as_of`: when it was read, where
    nothing newer can be had.
    """

    state: State
    now: datetime
    user_name: str = ""
    workspace_name: str = ""
    today_s: int | None = None
    week_s: int | None = None
    daily_target_s: int | None = None
    running: EntryFact | None = None
    entries: tuple[EntryFact, ...] = ()
    quick: tuple[QuickLog, ...] = ()
    settings: PersonSettings | None = None
    zone_name: str = ""
    message: str = ""
    request_id: str | None = None
    as_of: datetime | None = None
    waiting: tuple[WaitingLine, ...] = ()


def home(shown: HomeFacts, words: Words) -> View:
    match shown.state:
        case "not_connected":
            blocks = _not_connected(words)
        case "error":
            blocks = _error(shown, words)
        case "loading":
            blocks = [elements.header(words.home_title), elements.context(f":hourglass_flowing_sand: {words.loading}")]
        case "ready":
            blocks = _ready(shown, words)
        case _:
            assert_never(shown.state)
    return {"type": "home", "callback_id": action_ids.HOME_VIEW, "blocks": blocks}


def _not_connected(words: Words) -> list[Block]:
    connect = elements.button(words.connect, action_ids.CONNECT, _NOBODY, style="primary")
    return [
        elements.header(words.home_welcome),
        elements.section(words.home_pitch),
        elements.section(words.home_examples),
        elements.actions(connect),
        elements.context(words.home_privacy),
    ]


def _error(shown: HomeFacts, words: Words) -> list[Block]:
    remarks = [words.reference.format(id=safe(shown.request_id))] if shown.request_id else []
    refresh = elements.button(words.retry, action_ids.HOME_REFRESH, _NOBODY, style="primary")
    settings = elements.button(words.settings_button, action_ids.HOME_SETTINGS, _NOBODY)
    return elements.only(
        [
            elements.header(words.home_title),
            elements.section(f":warning: *{safe(shown.message or words.error[''], 500)}*\n{words.nothing_changed}"),
            elements.context(*remarks) if remarks else None,
            *waiting_lines(shown.waiting, words),
            elements.actions(refresh, settings),
        ]
    )


def _ready(shown: HomeFacts, words: Words) -> list[Block]:
    return [
        elements.header(words.home_title),
        *([age(shown.as_of, words)] if shown.as_of is not None else []),
        *waiting_lines(shown.waiting, words),
        elements.fields(_totals(shown, words)),
        *_running(shown, words),
        *_quick(shown, words),
        elements.divider(),
        *_entries(shown, words),
        elements.divider(),
        *_settings(shown, words),
    ]


def _totals(shown: HomeFacts, words: Words) -> list[str]:
    target = shown.daily_target_s
    week_target = None if target is None else target * WORKING_DAYS
    return [
        _total(words.today, shown.today_s, target, words),
        _total(words.this_week, shown.week_s, week_target, words),
    ]


def _total(name: str, seconds: int | None, target: int | None, words: Words) -> str:
    if seconds is None:
        return f"*{name}*\n…"
    if not target:
        return f"*{name}*\n{words.length(seconds)}"
    of_target = words.of_target.format(target=words.length(target), percent=words.percent(seconds, target))
    return f"*{name}*\n{words.length(seconds)} {of_target}\n`{bar(min(seconds, target), target)}`"


def _running(shown: HomeFacts, words: Words) -> list[Block]:
    entry = shown.running
    if entry is None:
        return [elements.section(f"*{words.no_timer}*", elements.button(words.start, action_ids.HOME_START, _NOBODY))]
    elapsed = words.length(max(0, int((shown.now - entry.start).total_seconds())) // 60 * 60)
    headline = words.running.format(length=elapsed, about=about(entry, words))
    detail = f"\n{words.quote.format(text=safe(entry.description, DESCRIPTION))}" if entry.description.strip() else ""
    stop = elements.button(words.stop, action_ids.HOME_STOP, entry.id, style="primary")
    return [elements.section(f"{headline}{detail}", stop), elements.context(" · ".join(facts(entry, words)))]


def _quick(shown: HomeFacts, words: Words) -> list[Block]:
    """What was done lately, to be logged again with a click."""
    log = elements.button(words.log_title, action_ids.HOME_LOG, _NOBODY, style="primary")
    buttons = [
        elements.button(
            line(quick.label, elements.BUTTON_TEXT), action_ids.numbered(action_ids.HOME_QUICK, index), quick.value
        )
        for index, quick in enumerate(shown.quick[:MOST_QUICK])
    ]
    return [elements.actions(log, *buttons)]


def _entries(shown: HomeFacts, words: Words) -> list[Block]:
    if not shown.entries:
        return [elements.section(f"*{words.home_empty}*\n{words.log_hint}")]
    blocks = []
    for day, of_day in groupby(shown.entries[:MOST_ENTRIES], key=lambda entry: entry.start.date()):
        listed = list(of_day)
        total = words.length(sum(entry.duration_s or 0 for entry in listed))
        blocks.append(elements.context(f"*{_day_name(day, shown.now, words)}* · {total}"))
        blocks += [elements.section(entry_line(entry, words, with_day=False), _menu(entry, words)) for entry in listed]
    return fitting(blocks, room=HOME_BYTES, most=80)


def _day_name(day: date, now: datetime, words: Words) -> str:
    """Home is drawn anew each time that it is opened: here "today" stays true."""
    near = {0: words.today, 1: words.yesterday}.get((now.date() - day).days)
    return near or words.day(day)


def _menu(entry: EntryFact, words: Words) -> Element:
    operations = ((action_ids.ROW_EDIT, words.edit), (action_ids.ROW_REPEAT, words.repeat))
    options = [elements.option(label, f"{operation}|{entry.id}") for operation, label in operations]
    return elements.overflow(action_ids.HOME_ENTRY, options)


def _settings(shown: HomeFacts, words: Words) -> list[Block]:
    connected = shown.user_name and shown.workspace_name
    connection = words.connected_to.format(
        name=f"*{safe(shown.user_name)}*", workspace=f"*{safe(shown.workspace_name)}*"
    )
    asked = elements.confirm(words.disconnect_title, words.disconnect_text, words.disconnect, words.cancel)
    buttons = (
        elements.button(words.settings_button, action_ids.HOME_SETTINGS, _NOBODY),
        elements.button(words.follow, action_ids.FOLLOW, _NOBODY),
        elements.button(words.refresh, action_ids.HOME_REFRESH, _NOBODY),
        elements.button(words.disconnect, action_ids.DISCONNECT, _NOBODY, confirm=asked),
    )
    return [
        *([elements.section(connection)] if connected else []),
        elements.context(" · ".join(_settings_shown(shown, words))),
        elements.actions(*buttons),
        elements.context(words.as_of.format(time=time_token(shown.now, words))),
    ]


def _settings_shown(shown: HomeFacts, words: Words) -> list[str]:
    settings, told = shown.settings, [f"{words.timezone_label}: {safe(shown.zone_name)}"] if shown.zone_name else []
    if settings is None:
        return told or [words.as_in_slack]
    if settings.day_start and settings.day_end:
        told.append(words.working_hours.format(start=f"{settings.day_start:%H:%M}", end=f"{settings.day_end:%H:%M}"))
    if settings.default_project:
        told.append(f"{words.default_project_label}: {safe(settings.default_project)}")
    if settings.daily_target_s:
        told.append(f"{words.target_label}: {words.length(settings.daily_target_s)}")
    if settings.remind_at is not None:
        told.append(words.reminded_at.format(time=f"{settings.remind_at:%H:%M}"))
    return told or [words.as_in_slack]
