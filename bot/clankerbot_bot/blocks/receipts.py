"""Receipts: what became of a text, with what can be done about it."""

from typing import Final

from clankerbot_bot.blocks import action_ids, elements, reports, summaries
from clankerbot_bot.blocks.budget import fitting
from clankerbot_bot.blocks.estimates import budgets
from clankerbot_bot.blocks.failures import pending
from clankerbot_bot.blocks.feed import example
from clankerbot_bot.blocks.missing_hours import missing_hours
from clankerbot_bot.blocks.sentences import Told, notice, tell
from clankerbot_bot.blocks.shapes import Block, Element, Message
from clankerbot_bot.blocks.text import safe, said
from clankerbot_bot.blocks.waiting import with_age
from clankerbot_bot.cards import Receipt, Row
from clankerbot_bot.words import Words
from clankerbot_engine.actions import (
    ActionResult,
    Budgets,
    DeleteEntry,
    Help,
    ListEntries,
    ListProjects,
    ListSchedules,
    LogTime,
    MissingHours,
    Notice,
    Status,
    Subscribe,
    Summary,
    Undo,
)
from clankerbot_engine.execution.waiting import OFFERED

MOST_ROWS: Final = 20
MOST_NOTICES: Final = 3
UNREAD_SHOWN: Final = 150


def receipt(card: Receipt, words: Words, *, chart: bool = False) -> Message:
    """One row: its line, facts and buttons, or the report that it is. Several: a row each, with a menu.

    `chart`: the workspace takes Slack's charts.
    """
    if card.pending or not card.rows:
        return pending(card.text, words)
    if len(card.rows) > 1:
        return _several(card, words)
    result = card.rows[0].result
    report = _report(card, result, words, chart=chart)
    if report is None:
        return _single(card, card.rows[0], words)
    return with_age(_with_unread(report, card, result, words), result, words)


def _report(card: Receipt, result: ActionResult, words: Words, *, chart: bool) -> Message | None:
    if result.status == "failed":
        return None
    match result.action:
        case Status():
            return reports.status(result, card.id, words)
        case Summary() if result.summary is not None:
            return summaries.summary(result, card.id, words, chart=chart)
        case ListEntries():
            return reports.entries(result, card.id, words)
        case ListProjects():
            return reports.projects(result, words)
        case ListSchedules():
            return reports.schedules(result, card.id, words)
        case MissingHours():
            return missing_hours(result, words)
        case Budgets():
            return budgets(result, words)
        case Help():
            return reports.help_(result, card.id, words)
    return None


def _with_unread(message: Message, card: Receipt, result: ActionResult, words: Words) -> Message:
    """Nobody is asked before something is shown; so where words were left over, they are named beside it."""
    spans = (span for span in result.action.spans if span.field == "unread")
    unread = [part for span in spans if (part := card.text[span.start : span.end].strip())]
    if not unread:
        return message
    shown = words.not_read.format(words=safe(" … ".join(unread), UNREAD_SHOWN))
    spoken = words.not_read.format(words=said(" … ".join(unread), UNREAD_SHOWN))
    return {"text": elements.spoken([message["text"], spoken]), "blocks": [*message["blocks"], elements.context(shown)]}


def _single(card: Receipt, row: Row, words: Words) -> Message:
    told = _row_told(row, words)
    blocks = [elements.section(_lines(told))]
    if told.facts:
        blocks.append(elements.context(" · ".join(told.facts)))
    blocks += _examples(row, words) + _remarks(card, words)
    buttons = _buttons(card, row, words)
    if buttons:
        blocks.append(elements.actions(*buttons))
    return {"text": _said(card, [told.said], words), "blocks": blocks}


def _several(card: Receipt, words: Words) -> Message:
    told = [_row_told(row, words) for row in card.rows[:MOST_ROWS]]
    done = sum(row.result.status != "failed" and not row.undone for row in card.rows)
    is_undone = all(row.undone and not row.gone for row in card.rows)
    summary = words.undone_last.strip("*") if is_undone else words.parts_done.format(done=done, all=len(card.rows))
    rows = [_row_block(card, index, words, each) for index, each in enumerate(told)]
    shown = fitting(rows)
    blocks = [elements.section(f"*{summary}*"), *shown]
    if len(shown) < len(card.rows):
        blocks.append(elements.context(words.more.format(n=len(card.rows) - len(shown))))
    blocks += _remarks(card, words)
    buttons, value = [], action_ids.value_of(card.id)
    if any(_may_work_later(row) for row in card.rows) and not any(row.undone for row in card.rows):
        # All of it again: what was done is found to be, unless it was taken back since.
        buttons.append(elements.button(words.retry, action_ids.RETRY, value, style="primary"))
        if any(_may_be_kept(row) for row in card.rows):
            buttons.append(elements.button(words.waiting.keep, action_ids.KEEP, value))
    if any(_can_undo(row) for row in card.rows):
        asked = elements.confirm(words.undo_all_title, words.undo_all_text, words.undo_all, words.cancel)
        buttons.append(elements.button(words.undo_all, action_ids.UNDO, value, confirm=asked))
    if done:
        buttons.append(elements.button(words.share, action_ids.SHARE, value))
    if buttons:
        blocks.append(elements.actions(*buttons))
    return {"text": _said(card, [summary, *(each.said for each in told)], words), "blocks": blocks}


def _row_told(row: Row, words: Words) -> Told:
    told = tell(row.result, words)
    if not row.undone:
        return told
    template = words.gone if row.gone else words.taken_back
    return Told(
        template.format(what=told.headline.replace("*", "")),
        template.replace("*", "").replace("~", "").format(what=told.said),
        facts=told.facts,
    )


def _lines(told: Told) -> str:
    return told.headline if told.detail is None else f"{told.headline}\n{told.detail}"


def _row_block(card: Receipt, index: int, words: Words, told: Told) -> Block:
    facts = f"\n{' · '.join(told.facts)}" if told.facts else ""
    menu = _menu(card, index, words)
    return elements.section(f"{_lines(told)}{facts}", menu)


def _menu(card: Receipt, index: int, words: Words) -> Element | None:
    row = card.rows[index]
    operations = []
    if _can_undo(row):
        operations.append((action_ids.ROW_UNDO, words.undo))
    if _has_entry(row):
        operations.append((action_ids.ROW_EDIT, words.edit))
        over = _is_over(row)
        operations.append((action_ids.ROW_CONTINUE, words.continue_) if over else (action_ids.ROW_STOP, words.stop))
    value = action_ids.value_of(card.id, index)
    options = [elements.option(label, f"{operation}|{value}") for operation, label in operations]
    # A menu has the same id in every row: it must be told apart within one block only.
    return elements.overflow(action_ids.ROW, options) if options else None


def _examples(row: Row, words: Words) -> list[Block]:
    """Of a subscription: what it would have told of lately."""
    lines = row.result.details.get("examples")
    if not isinstance(row.result.action, Subscribe) or row.undone or not isinstance(lines, list):
        return []
    shown = [f"• {example(line, words)}" for line in lines if isinstance(line, dict)]
    return [elements.context("\n".join(shown))] if shown else []


def _remarks(card: Receipt, words: Words) -> list[Block]:
    """Warnings, then the totals of the day and the week."""
    blocks = [elements.context(f":warning: {notice(warning, words)}") for warning in _warnings(card)]
    if card.totals is not None:
        blocks.append(elements.context(_totals(card, words)))
    return blocks


def _warnings(card: Receipt) -> list[Notice]:
    return [warning for row in card.rows if not row.undone for warning in row.result.warnings][:MOST_NOTICES]


def _totals(card: Receipt, words: Words) -> str:
    assert card.totals is not None
    return words.totals.format(day=words.length(card.totals.day_s), week=words.length(card.totals.week_s))


def _said(card: Receipt, sentences: list[str], words: Words) -> str:
    if card.totals is not None:
        sentences = [*sentences, _totals(card, words)]
    return elements.spoken([*sentences, *(notice(warning, words) for warning in _warnings(card))])


def _buttons(card: Receipt, row: Row, words: Words) -> list[Element]:
    value = action_ids.value_of(card.id)
    if row.gone and not isinstance(row.result.action, LogTime):
        return []
    if row.undone:
        return [elements.button(words.again, action_ids.AGAIN, value)]
    if row.result.status == "failed":
        again = elements.button(words.retry, action_ids.RETRY, value, style="primary")
        return [again] if _may_work_later(row) else []
    buttons = []
    has_entry = _has_entry(row)
    if has_entry and not _is_over(row):
        buttons.append(elements.button(words.stop, action_ids.STOP, value, style="primary"))
    if _can_undo(row):
        buttons.append(elements.button(words.undo, action_ids.UNDO, value))
    if has_entry:
        asked = elements.confirm(words.delete_title, words.delete_text, words.delete, words.cancel)
        buttons.append(elements.button(words.edit, action_ids.EDIT, value))
        buttons.append(elements.button(words.delete, action_ids.DELETE, value, confirm=asked))
        if _is_over(row):
            buttons.append(elements.button(words.continue_, action_ids.CONTINUE, value))
        buttons.append(elements.button(words.share, action_ids.SHARE, value))
    return buttons[: elements.MOST_BUTTONS]


def _may_work_later(row: Row) -> bool:
    return row.result.error is not None and row.result.error.retryable


def _may_be_kept(row: Row) -> bool:
    return row.result.error is not None and row.result.error.details.get("pending") == OFFERED


def _can_undo(row: Row) -> bool:
    return row.result.undoable and not row.undone and row.result.status == "done"


def _has_entry(row: Row) -> bool:
    """One that is in Clockify now."""
    result = row.result
    there = result.entry is not None and bool(result.entry.id) and result.status == "done"
    return there and not row.undone and not isinstance(result.action, DeleteEntry | Undo)


def _is_over(row: Row) -> bool:
    return row.result.entry is not None and row.result.entry.end is not None
