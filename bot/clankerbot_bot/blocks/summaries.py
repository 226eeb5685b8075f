"""Summaries: the total, what changed, a chart, a table or bars of text, and what can be asked next."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.budget import fitting_lines
from clankerbot_bot.blocks.changes import claim_said, comparison, target_said
from clankerbot_bot.blocks.charts import Share, bar, bar_chart
from clankerbot_bot.blocks.shapes import Block, Element, Message
from clankerbot_bot.blocks.tables import shares_table
from clankerbot_bot.blocks.text import days_said, line, safe, said
from clankerbot_bot.words import Words
from clankerbot_engine.actions import ActionResult, Summary
from clankerbot_engine.reports.comparing import compared_rows
from clankerbot_engine.reports.facts import GroupBy, SummaryFact, SummaryRow

GROUPS: Final[tuple[GroupBy, ...]] = ("project", "client", "task", "tag", "day", "user")
"""What a summary may be grouped by; an option's index is a place in these."""
MOST_LINES: Final = 10
LINES_BYTES: Final = 2400


def summary(
    result: ActionResult, card_id: str, words: Words, *, chart: bool = False, picture: str | None = None
) -> Message:
    """The numbers are always in the text. `chart`: Slack's own chart and table in place of bars of text. `picture`: the
    id of a file in Slack that shows all of it.
    """
    fact, action = result.summary, result.action
    assert fact is not None
    assert isinstance(action, Summary)
    when = period_said(fact, words)
    about = whose(action, words)
    buttons = elements.actions(*_buttons(fact, action, card_id, words, picture=not chart))
    claims = [claim_said(claim, fact, words) for claim in fact.claims]
    if not fact.rows:
        told = "\n".join([f"*{words.nothing_logged}*", " · ".join([when, *map(safe, about)])])
        blocks = [elements.section(told), *_claims(claims), elements.context(words.log_hint), buttons]
        return {"text": elements.spoken([f"{when}: {words.nothing_logged}", *claims, words.log_hint]), "blocks": blocks}
    total = " ".join([f"*{words.length(fact.total_s)}*", *target_said(fact, words)])
    title = " · ".join([total, when, *map(safe, about)])
    facts = _facts(fact, action, words)
    shares = shares_of(fact, words)
    spoken = [f"{when}{''.join(f', {said(each)}' for each in about)}: {total.replace('*', '')}", *facts, *claims]
    spoken.append(words.listed(f"{said(share.name)} {words.length(share.seconds)}" for share in shares))
    text = elements.spoken(spoken)
    drawn = bar_chart(when, shares, words, compared=fact.before is not None) if chart else None
    if picture is not None:
        shown = [elements.picture(picture, text)]
    elif drawn is None:
        shown = [elements.section(_lines(fact, shares, words))]
    else:
        named = words.group_by[fact.group_by], words.columns[fact.group_by]
        shown = [drawn, shares_table(*named, shares, fact.total_s, words, compared=fact.before is not None)]
    blocks = elements.only(
        [
            elements.section(title),
            elements.context(" · ".join(facts)) if facts else None,
            *_claims(claims),
            *shown,
            buttons,
        ]
    )
    return {"text": text, "blocks": blocks}


def period_said(fact: SummaryFact, words: Words) -> str:
    if fact.from_.year == fact.to.year:
        return f"{days_said(fact.from_, fact.to, words)} {fact.to.year}"
    return f"{words.day(fact.from_)} {fact.from_.year} – {words.day(fact.to)} {fact.to.year}"


def _facts(fact: SummaryFact, action: Summary, words: Words) -> list[str]:
    facts = [words.entries(fact.entries)] if fact.entries else []
    if action.billable is None and fact.billable_s:
        share = words.percent(fact.billable_s, fact.total_s)
        facts.append(f"{words.length(fact.billable_s)} {words.billable} ({share})")
    return [*facts, *comparison(fact, words)]


def _claims(claims: Sequence[str]) -> list[Block]:
    return [elements.section("\n".join(claims))] if claims else []


def whose(action: Summary, words: Words) -> list[str]:
    """And about what: plain text."""
    person = action.user or (words.team if action.scope == "team" else None)
    return [each for each in (person, action.client, action.project) if each]


def shares_of(fact: SummaryFact, words: Words) -> list[Share]:
    return [Share(_row_name(fact, each.row, words), each.seconds, each.before_s) for each in compared_rows(fact)]


def _row_name(fact: SummaryFact, row: SummaryRow, words: Words) -> str:
    """Plain text. Days come as ISO dates; what has no project, client or tag comes without an id."""
    if fact.group_by == "day":
        try:
            return words.day(date.fromisoformat(row.name))
        except ValueError:
            return line(row.name)
    return words.without.get(fact.group_by, line(row.name)) if not row.id else line(row.name)


def _lines(fact: SummaryFact, shares: Sequence[Share], words: Words) -> str:
    largest = max((share.seconds for share in shares), default=0)
    lines = []
    for share in shares:
        part = words.percent(share.seconds, fact.total_s)
        change = f" · {words.change(share.change_s)}" if share.change_s else ""
        drawn = f"`{bar(share.seconds, largest)}` *{words.length(share.seconds)}*"
        lines.append(f"{drawn} {safe(share.name, 60)} · {part}{change}")
    shown = fitting_lines(lines, room=LINES_BYTES, most=MOST_LINES)
    if len(shown) < len(lines):
        rest = sum(share.seconds for share in shares[len(shown) :])
        shown.append(f"{words.more.format(n=len(lines) - len(shown))}: {words.length(rest)}")
    return "\n".join(shown)


def _buttons(fact: SummaryFact, action: Summary, card_id: str, words: Words, *, picture: bool) -> list[Element]:
    """Nothing to choose from where there is nothing: but what is beside it. `picture`: there is no chart."""
    value = action_ids.value_of(card_id)
    found = [_grouping(action, card_id, words)]
    if fact.earlier is not None:
        found.append(elements.button(words.earlier, action_ids.EARLIER, value, label=words.earlier_label))
    if fact.later is not None:
        found.append(elements.button(words.later, action_ids.LATER, value, label=words.later_label))
    if fact.rows:
        found.append(elements.button(words.csv, action_ids.CSV, value, label=words.csv_label))
        if picture:
            found.append(elements.button(words.picture, action_ids.PICTURE, value, label=words.picture_label))
        found.append(elements.button(words.share, action_ids.SHARE, value))
    return found


def _grouping(action: Summary, card_id: str, words: Words) -> Element:
    options = [
        elements.option(words.group_by[group], action_ids.value_of(card_id, index))
        for index, group in enumerate(GROUPS)
        if group != "user" or action.scope == "team"
    ]
    chosen = action_ids.value_of(card_id, GROUPS.index(action.group_by))
    initial = next((option for option in options if option["value"] == chosen), None)
    return elements.select(action_ids.GROUP_BY, words.group_by_label, options, initial)
