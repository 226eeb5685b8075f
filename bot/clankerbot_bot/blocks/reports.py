"""What was asked for and changes nothing: the timer, lists, help."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.budget import fitting, fitting_lines
from clankerbot_bot.blocks.schedules import rows as schedule_rows
from clankerbot_bot.blocks.schedules import said as schedule_said
from clankerbot_bot.blocks.sentences import channel_name, entry_line, status_told, subscription_said, trouble_said
from clankerbot_bot.blocks.shapes import Block, Element, Message
from clankerbot_bot.blocks.text import day_token, escape, line, safe, said, time_token
from clankerbot_bot.words import Words
from clankerbot_engine.actions import ActionResult, EntryFact, ProjectFact

MOST_WITH_MENU: Final = 8
MOST_LISTED: Final = 100
"""Entries that are looked at; what a message has room for is less."""
MOST_PROJECTS: Final = 150
LINES_BYTES: Final = 2800
SUBSCRIPTIONS_BYTES: Final = 5000
"""Of the lines of one section, whose text is bounded at 3,000."""


def status(result: ActionResult, card_id: str, words: Words) -> Message:
    told = status_told(result, words)
    value = action_ids.value_of(card_id)
    if result.entry is None:
        text = elements.spoken([told.said, words.start_hint])
        return {"text": text, "blocks": [elements.section(told.headline), elements.context(words.start_hint)]}
    lines = told.headline if told.detail is None else f"{told.headline}\n{told.detail}"
    buttons = (
        elements.button(words.stop, action_ids.STOP, value, style="primary"),
        elements.button(words.edit, action_ids.EDIT, value),
        elements.button(words.refresh, action_ids.REFRESH, value),
    )
    blocks = [elements.section(lines), elements.context(" · ".join(told.facts)), elements.actions(*buttons)]
    return {"text": elements.spoken([told.said]), "blocks": blocks}


def entries(result: ActionResult, card_id: str, words: Words) -> Message:
    """By day. Few: each with a menu. Many: a line each."""
    listed = result.entries
    if not listed:
        text = elements.spoken([words.nothing_logged, words.log_hint])
        blocks = [elements.section(f"*{words.nothing_logged}*"), elements.context(words.log_hint)]
        return {"text": text, "blocks": blocks}
    total = words.length(sum(entry.duration_s or 0 for entry in listed))
    headline = f"*{total}* · {words.entries(len(listed))}"
    rows = _with_menus(listed, card_id, words) if len(listed) <= MOST_WITH_MENU else _by_day(listed, words)
    shown = fitting(rows)
    blocks = [elements.section(headline), *shown]
    told = sum(_told(block) for block in shown)
    if told < len(listed):
        blocks.append(elements.context(words.more.format(n=len(listed) - told)))
    spoken = [f"{words.entries(len(listed))}, {total}", *(_entry_said(entry, words) for entry in listed[:10])]
    return {"text": elements.spoken(spoken), "blocks": blocks}


def _told(block: Block) -> int:
    """How many entries the block shows: those of a day are below its name."""
    text: str = block["text"]["text"]
    return 1 if "accessory" in block else text.count("\n")


def _with_menus(listed: Sequence[EntryFact], card_id: str, words: Words) -> list[Block]:
    return [elements.section(entry_line(entry, words), _menu(card_id, at, words)) for at, entry in enumerate(listed)]


def _menu(card_id: str, index: int, words: Words) -> Element:
    value = action_ids.value_of(card_id, index)
    operations = ((action_ids.ROW_EDIT, words.edit), (action_ids.ROW_REPEAT, words.repeat))
    return elements.overflow(
        action_ids.ENTRY, [elements.option(label, f"{operation}|{value}") for operation, label in operations]
    )


def _by_day(listed: Sequence[EntryFact], words: Words) -> list[Block]:
    blocks = []
    for _, of_day in groupby(listed[:MOST_LISTED], key=lambda entry: entry.start.date()):
        day = list(of_day)
        total = words.length(sum(entry.duration_s or 0 for entry in day))
        lines = [entry_line(entry, words, with_day=False) for entry in day]
        shown = fitting_lines(lines, room=LINES_BYTES, most=MOST_LISTED)
        blocks.append(elements.section("\n".join([f"*{day_token(day[0].start, words)}* · {total}", *shown])))
    return blocks


def _entry_said(entry: EntryFact, words: Words) -> str:
    length = words.runs if entry.duration_s is None else words.length(entry.duration_s)
    project = said(entry.project) if entry.project else words.without_project
    return f"{words.day(entry.start.date())} {words.clock(entry.start)}: {length}, {project}"


def projects(result: ActionResult, words: Words) -> Message:
    """By client."""
    listed = result.projects
    if not listed:
        text = elements.spoken([words.no_projects, words.project_hint])
        blocks = [elements.section(f"*{words.no_projects}*"), elements.context(words.project_hint)]
        return {"text": text, "blocks": blocks}
    by_client: dict[str, list[ProjectFact]] = {}
    for project in listed[:MOST_PROJECTS]:
        by_client.setdefault(project.client or "", []).append(project)
    lines = [
        f"*{safe(client) if client else words.no_client}*: {', '.join(safe(project.name) for project in of_client)}"
        for client, of_client in sorted(by_client.items(), key=lambda pair: (pair[0] == "", pair[0].casefold()))
    ]
    blocks = [
        elements.section(f"*{words.projects(len(listed))}*"),
        *fitting([elements.section(each) for each in lines]),
    ]
    told = sum(len(of_client) for of_client in list(by_client.values())[: len(blocks) - 1])
    if len(blocks) - 1 < len(lines) or told < len(listed):
        blocks.append(elements.context(words.not_all_shown))
    if result.details.get("is_old") and isinstance(read_at := result.details.get("as_of"), str):
        at = datetime.fromisoformat(read_at)
        blocks.append(elements.context(words.as_of.format(time=f"{day_token(at, words)}, {time_token(at, words)}")))
    names = words.listed((said(project.name) for project in listed), most=12)
    return {"text": elements.spoken([f"{words.projects(len(listed))}: {names}"]), "blocks": blocks}


def schedules(result: ActionResult, card_id: str, words: Words) -> Message:
    """Each with what can be done about it. And what subscriptions post; each of them has a button that ends it."""
    rows, told = _rows(result, "schedules"), _rows(result, "subscriptions")
    new = elements.actions(elements.button(words.new_schedule, action_ids.NEW_SCHEDULE, action_ids.value_of(card_id)))
    subscriptions = _subscriptions(told, card_id, words)
    if not rows and told:
        return {"text": elements.spoken(_subscriptions_said(told, words)), "blocks": [*subscriptions, new]}
    if not rows:
        text = elements.spoken([words.no_schedules, words.schedule_hint])
        blocks = [elements.section(f"*{words.no_schedules}*"), elements.context(words.schedule_hint), new]
        return {"text": text, "blocks": blocks}
    blocks = fitting(schedule_rows(rows, card_id, words), room=LINES_BYTES, most=20)
    if len(blocks) < len(rows):
        blocks.append(elements.context(words.more.format(n=len(rows) - len(blocks))))
    blocks += [new, *subscriptions]
    kinds = words.listed(said(schedule_said(row, words)) for row in rows)
    spoken = [f"{words.schedules(len(rows))}: {kinds}", *_subscriptions_said(told, words)]
    return {"text": elements.spoken(spoken), "blocks": blocks}


def _rows(result: ActionResult, name: str) -> list[dict[str, Any]]:
    rows: Any = result.details.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _subscriptions(rows: Sequence[Mapping[str, Any]], card_id: str, words: Words) -> list[Block]:
    """Under their title, where there are any."""
    sections = [
        elements.section(
            _subscription_line(row, words),
            elements.button(words.stop, action_ids.FOLLOW_STOP, action_ids.value_of(card_id, index)),
        )
        for index, row in enumerate(rows)
    ]
    shown = fitting(sections, room=SUBSCRIPTIONS_BYTES, most=20)
    more = [elements.context(words.more.format(n=len(rows) - len(shown)))] if len(shown) < len(rows) else []
    return [elements.section(words.subscriptions_title), *shown, *more] if rows else []


def _subscription_line(row: Mapping[str, Any], words: Words) -> str:
    """And what of it Clockify does not tell."""
    unheard = row.get("unheard")
    troubles = (
        [trouble_said(event, trouble, words) for event, trouble in unheard.items()] if isinstance(unheard, dict) else []
    )
    return "\n".join((f"{channel_name(str(row.get('channel')))}: {subscription_said(row, words)}", *troubles))


def _subscriptions_said(rows: Sequence[Mapping[str, Any]], words: Words) -> list[str]:
    lines = [_subscription_line(row, words) for row in rows]
    return [words.subscriptions_title.replace("*", ""), *lines] if rows else []


def help_(result: ActionResult, card_id: str, words: Words) -> Message:
    """Examples by topic; each is read as it stands."""
    topics: Any = result.details.get("topics")
    topics = topics if isinstance(topics, dict) else {}
    topics = {topic: words.examples.get(topic, examples) for topic, examples in topics.items()}
    blocks = [elements.section(f"*{words.help_title}*\n{words.help_text}")]
    for topic, examples in topics.items():
        shown = "\n".join(f"`{escape(line(str(example))).replace('`', '')}`" for example in examples)
        blocks.append(elements.section(f"*{words.topics.get(topic) or safe(topic)}*\n{shown}"))
    value = action_ids.value_of(card_id)
    form = elements.button(words.open_form, action_ids.LOG_FORM, value, style="primary")
    blocks = [*fitting(blocks, room=9000, most=20), elements.actions(form)]
    first = [str(example) for examples in topics.values() for example in examples[:1]]
    return {"text": elements.spoken([words.help_text, f"{'; '.join(map(said, first))}"]), "blocks": blocks}
