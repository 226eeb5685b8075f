"""A nudge: what is missing or runs on, why it is told, and what can be done about it at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.rhythms import rhythm
from clankerbot_bot.blocks.sentences import about as about_work
from clankerbot_bot.blocks.shapes import Block, Element, Message, View
from clankerbot_bot.blocks.text import days_said, line, safe
from clankerbot_bot.words import Words
from clankerbot_engine.actions import EntryFact
from clankerbot_engine.nudges.about import About, Findings, Gap

MOST_GAPS: Final = 3
SNOOZES: Final = ("30", "60", "180")
NOW, USUAL = 0, 1
"""Indices of the buttons that stop a timer."""


def nudge(
    nudge_id: str, about: About, found: Findings, words: Words, *, now: datetime, person: str | None, can_be_off: bool
) -> Message:
    """`now` in the person's time. `person`: a mention of whoever has them reminded; None: they themselves do."""
    headline, spoken = _headline(about, found, words, now, person)
    blocks: list[Block] = [elements.section(headline)]
    if len(found.gaps) > 1:
        days = words.listed((f"{words.day(gap.day)} {words.length(gap.missing_s)}" for gap in found.gaps), most=7)
        blocks.append(elements.section(words.nudges.days.format(days=days)))
    blocks.append(elements.context(_why(about, words, person)))
    buttons = [
        *_buttons(nudge_id, about, found, words, now),
        _menu(nudge_id, words, can_be_off=can_be_off),
    ]
    blocks.append(elements.actions(*buttons))
    return {"text": spoken, "blocks": blocks}


def done(text: str) -> Message:
    """In its place, once it is dealt with."""
    return {"text": text, "blocks": [elements.context(text)]}


def stop_modal(running: EntryFact, words: Words, *, now: datetime, metadata: str) -> View:
    """`now` in the person's time, which the day and the time are in."""
    usual = running.start.astimezone(now.tzinfo).date()
    return modal(
        action_ids.NUDGE_STOP_VIEW,
        words.nudges.stop_title,
        [
            elements.input_(
                action_ids.DATE_BLOCK,
                words.nudges.stop_day,
                elements.date_picker(action_ids.INPUT, initial=usual),
            ),
            elements.input_(action_ids.END_BLOCK, words.nudges.stop_time, elements.time_picker(action_ids.INPUT)),
        ],
        submit=words.stop,
        close=words.cancel,
        metadata=metadata,
    )


def _headline(about: About, found: Findings, words: Words, now: datetime, person: str | None) -> tuple[str, str]:
    """In mrkdwn, and for a message's `text`."""
    said = words.nudges
    if found.unknown_because is not None:
        why = words.error.get(found.unknown_because) or words.error[""]
        text = said.unknown.format(why=why)
    elif about.kind == "no_timer":
        text = said.no_timer
    elif about.kind == "timer" and found.running is not None:
        since = found.running.start.astimezone(now.tzinfo)
        clock = words.clock(since)
        text = said.long_timer.format(
            length=words.length(_whole_minutes(now, found.running.start)),
            about=about_work(found.running, words),
            since=clock if since.date() == now.date() else f"{words.day(since.date())} {clock}",
        )
    elif about.kind == "hours" and found.first is not None and found.last is not None:
        text = _hours(found, found.first, found.last, words, now.date())
    elif about.text and person is not None:
        text = said.from_somebody.format(person=person, text=safe(about.text, 1000))
    else:
        text = words.reminded.format(text=safe(about.text, 1000)) if about.text else words.reminded_to_log
    if about.text and about.kind != "text":
        text = f"{text}\n{words.quote.format(text=safe(about.text, 1000))}"
    return text, text.replace("*", "")


def _hours(found: Findings, first: date, last: date, words: Words, today: date) -> str:
    said = words.nudges
    single = said.missing_today if first == today else said.missing_on
    template = single if first == last else said.missing_since
    return template.format(
        missing=words.length(found.expected_s - found.logged_s),
        logged=words.length(found.logged_s),
        expected=words.length(found.expected_s),
        when=days_said(first, last, words),
    )


def _why(about: About, words: Words, person: str | None) -> str:
    said = words.nudges
    when = safe(rhythm(about.cron, words)) if about.cron else ""
    match about.source:
        case "home":
            return said.why_home
        case "timer":
            return said.why_timer
        case "schedule" if person is not None:
            return said.why_schedule_of.format(person=person, when=when)
        case "schedule":
            return said.why_schedule.format(when=when)
        case "lead" if person is not None:
            return said.why_lead.format(person=person)
    return said.why_typed


def _buttons(nudge_id: str, about: About, found: Findings, words: Words, now: datetime) -> Sequence[Element]:
    if about.kind == "timer" and found.running is not None:
        return _stops(nudge_id, found, words, now.tzinfo)
    if about.kind == "text" and about.text:
        return ()
    log = elements.button(words.log, action_ids.LOG_FORM, nudge_id)
    if about.kind == "no_timer":
        return elements.button(words.start, action_ids.HOME_START, nudge_id, style="primary"), log
    fills = [
        elements.button(
            _fill(gap, words, now.date()),
            action_ids.numbered(action_ids.NUDGE_FILL, index),
            action_ids.value_of(nudge_id, index),
            style="primary" if index == 0 else None,
        )
        for index, gap in enumerate(found.gaps[:MOST_GAPS])
        if gap.like is not None or len(found.gaps) > 1
    ]
    return *fills, log


def _stops(nudge_id: str, found: Findings, words: Words, zone: tzinfo | None) -> Sequence[Element]:
    said = words.nudges
    action_id = action_ids.NUDGE_STOP
    now = elements.button(
        said.stop_now, action_ids.numbered(action_id, NOW), action_ids.value_of(nudge_id, NOW), style="primary"
    )
    other = elements.button(said.stop_at_other, action_ids.NUDGE_STOP_AT, nudge_id)
    if found.usual_end is None:
        return now, other
    at = words.clock(found.usual_end.astimezone(zone))
    usual = elements.button(
        said.stop_at.format(time=at), action_ids.numbered(action_id, USUAL), action_ids.value_of(nudge_id, USUAL)
    )
    return now, usual, other


def _fill(gap: Gap, words: Words, today: date) -> str:
    said, length = words.nudges, words.length(gap.missing_s)
    if gap.like is None:
        return said.log_day.format(day=words.day(gap.day), length=length)
    project = line(gap.like.project or words.a_project, 30)
    if gap.day != today:
        return said.fill_day.format(day=words.day(gap.day), length=length, project=project)
    before = gap.like.start.date()
    if before == today - timedelta(days=1):
        return said.fill_as_yesterday.format(length=length, project=project)
    return said.fill_as_on.format(length=length, project=project, day=words.weekday_names[before.weekday()])


def _menu(nudge_id: str, words: Words, *, can_be_off: bool) -> Element:
    menu = words.nudges.menu
    options = [elements.option(menu[each], f"snooze|{nudge_id}|{each}") for each in SNOOZES]
    options.append(elements.option(menu["stop"], f"stop|{nudge_id}"))
    if can_be_off:
        options.append(elements.option(menu["off"], f"off|{nudge_id}"))
    return elements.overflow(action_ids.NUDGE, options)


def _whole_minutes(now: datetime, since: datetime) -> int:
    return int((now - since.astimezone(now.tzinfo)).total_seconds()) // 60 * 60
