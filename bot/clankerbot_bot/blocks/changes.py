"""What the numbers of a period say, in the words of a language."""

from datetime import date

from clankerbot_bot.blocks.text import line, safe
from clankerbot_bot.words import Words
from clankerbot_engine.reports.facts import Claim, PeriodBefore, SummaryFact
from clankerbot_engine.reports.telling import LONGEST_BY_WEEKDAY, is_due_so_far


def claim_said(claim: Claim, fact: SummaryFact, words: Words, *, plain: bool = False) -> str:
    """One sentence, as mrkdwn, or as plain text."""
    name = claim.name or ""
    if claim.row_id is None and claim.name is not None:
        name = words.without.get(fact.group_by, name)
    due = words.due_today if is_due_so_far(claim, fact) else words.due
    template = words.claims[claim.code].replace("*", "") if plain else words.claims[claim.code]
    text = template.format(
        before="" if fact.before is None else before_said(fact.before, words),
        change=words.length(abs(claim.duration_s - claim.before_s)),
        now=words.length(claim.duration_s),
        was=words.length(claim.before_s),
        due=due.format(length=words.length(claim.before_s)),
        name=line(name, 60) if plain else safe(name, 60),
        days=words.listed(_day(day, fact, words) for day in claim.days),
    )
    return text[:1].upper() + text[1:]


def before_said(before: PeriodBefore, words: Words) -> str:
    """As it stands after "than"."""
    called = words.before_so_far if before.so_far else words.before
    return called[before.unit].format(n=(before.to - before.from_).days + 1)


def target_said(fact: SummaryFact, words: Words) -> list[str]:
    if fact.target is None:
        return []
    percent = words.percent(fact.total_s, fact.target.total_s)
    return [words.of_target.format(target=words.length(fact.target.total_s), percent=percent)]


def comparison(fact: SummaryFact, words: Words) -> list[str]:
    """Where no sentence says it."""
    before = fact.before
    if before is None or any(claim.code in ("more", "less", "same", "started") for claim in fact.claims):
        return []
    if not before.total_s:
        return []
    change = words.change(fact.total_s - before.total_s)
    return [f"{change} ({before_said(before, words)}: {words.length(before.total_s)})"]


def _day(day: date, fact: SummaryFact, words: Words) -> str:
    if (fact.to - fact.from_).days < LONGEST_BY_WEEKDAY:
        return words.weekday_names[day.weekday()]
    return words.day(day)
