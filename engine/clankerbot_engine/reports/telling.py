"""Claims about a period's numbers, in English, as the command line and REST say them."""

from datetime import date
from typing import Final

from clankerbot_engine.plain_words import length, listed
from clankerbot_engine.reports.facts import Claim, ClaimCode, PeriodBefore, SummaryFact, Unit

LONGEST_BY_WEEKDAY: Final = 7
"""Days of a period in which the name of a weekday says which day."""

_BEFORE: Final[dict[Unit, str]] = {
    "day": "the day before",
    "week": "the week before",
    "month": "the month before",
    "quarter": "the quarter before",
    "year": "the year before",
    "days": "the {n} days before",
}
_SENTENCES: Final[dict[ClaimCode, str]] = {
    "started": "{before} had nothing.",
    "same": "Exactly as much as {before}.",
    "more": "{change} more than {before} ({was}).",
    "less": "{change} less than {before} ({was}).",
    "row_new": "{name} went from nothing to {now}.",
    "row_gone": "{name} went from {was} to nothing.",
    "row_doubled": "{name} doubled: {was} to {now}.",
    "row_more_than_doubled": "{name} more than doubled: {was} to {now}.",
    "row_halved": "{name} halved: {was} to {now}.",
    "row_less_than_halved": "{name} fell to less than half: {was} to {now}.",
    "row_more": "{name} grew by {change}, to {now}.",
    "row_less": "{name} fell by {change}, to {now}.",
    "empty_days": "Nothing on {days}.",
    "target_short": "{change} short of the {due}.",
    "target_over": "{change} over the {due}.",
    "target_met": "Exactly the {due}.",
    "mostly": "{name} has more than half of it: {now}.",
    "top": "{name} has the most: {now}.",
    "busiest_day": "Most on {days}: {now}.",
}


def told(claim: Claim, fact: SummaryFact) -> str:
    text = _SENTENCES[claim.code].format(
        before="" if fact.before is None else before_called(fact.before),
        change=length(abs(claim.duration_s - claim.before_s)),
        now=length(claim.duration_s),
        was=length(claim.before_s),
        due=_due(claim, fact),
        name=claim.name or "",
        days=listed(_day(day, fact) for day in claim.days),
    )
    return text[:1].upper() + text[1:]


def before_called(before: PeriodBefore) -> str:
    count = (before.to - before.from_).days + 1
    called = _BEFORE[before.unit].format(n=count)
    return f"the same days of {called}" if before.so_far else called


def is_due_so_far(claim: Claim, fact: SummaryFact) -> bool:
    """Whether a claim about the target is about its days up to today."""
    return fact.target is not None and claim.before_s != fact.target.total_s


def _due(claim: Claim, fact: SummaryFact) -> str:
    due = length(claim.before_s)
    return f"{due} due by today" if is_due_so_far(claim, fact) else f"target of {due}"


def _day(day: date, fact: SummaryFact) -> str:
    if (fact.to - fact.from_).days < LONGEST_BY_WEEKDAY:
        return f"{day:%A}"
    return f"{day:%a} {day.day} {day:%b}"
