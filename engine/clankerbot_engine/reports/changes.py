"""What the numbers of a period say, in claims that are true to the second. Pure.

Each claim weighs as much as the time that it is about: the one about the most time is told first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clankerbot_engine.hours.plans import USUAL_DAY_S, WorkPlan
from clankerbot_engine.reports.comparing import compared_rows
from clankerbot_engine.reports.facts import Claim, ClaimCode, SummaryFact
from clankerbot_engine.reports.telling import told

MOST: Final = 3
MOST_ROWS_TOLD: Final = 2
LEAST_S: Final = 900
"""A row that changed by less is not worth a sentence."""
LEAST_SHARE: Final = 0.05
"""Of all of the period's time; the same."""
MOST_EMPTY_DAYS: Final = 3
"""That are named; more of them are a habit, and no news."""
LONGEST_BY_DAY: Final = 31

USUALLY: Final = WorkPlan().works_on


@dataclass(frozen=True, slots=True)
class _Weighed:
    weight_s: int
    claim: Claim


def with_claims(
    fact: SummaryFact,
    *,
    today: date,
    works_on: Callable[[date], bool] = USUALLY,
    whole: bool = True,
) -> SummaryFact:
    """`works_on`: whether anybody does. `whole`: no time is left out, so that a day without any is news."""
    found = [*_about_total(fact), *_about_target(fact, today)]
    found += _about_rows(fact)
    if whole:
        found += _about_days(fact, today, works_on)
    ordered = sorted(found, key=lambda each: -each.weight_s)
    fillers = [] if len(ordered) >= MOST else [*_fillers(fact)]
    claims = [each.claim for each in ordered] + fillers
    return fact.model_copy(update={"claims": tuple(claims[:MOST])})


def _claim(fact: SummaryFact, code: ClaimCode, weight_s: int, **fields: object) -> _Weighed:
    bare = Claim.model_validate({"code": code, "text": "", **fields})
    return _Weighed(weight_s, bare.model_copy(update={"text": told(bare, fact)}))


def _about_total(fact: SummaryFact) -> Iterator[_Weighed]:
    before = fact.before
    if before is None or (fact.total_s == 0 and before.total_s == 0):
        return
    now_s, was_s = fact.total_s, before.total_s
    code: ClaimCode = "more" if now_s > was_s else "less"
    if was_s == 0:
        code = "started"
    elif now_s == was_s:
        code = "same"
    yield _claim(fact, code, max(abs(now_s - was_s), LEAST_S), duration_s=now_s, before_s=was_s)


def _about_target(fact: SummaryFact, today: date) -> Iterator[_Weighed]:
    """Of a period that runs, on its days up to today. Where there is nothing at all, nobody works towards it."""
    target = fact.target
    if target is None or fact.total_s == 0:
        return
    due_s = target.so_far_s if fact.to > today else target.total_s
    if due_s == 0:
        return
    over_s = fact.total_s - due_s
    code: ClaimCode = "target_met" if over_s == 0 else "target_over" if over_s > 0 else "target_short"
    yield _claim(fact, code, max(abs(over_s), LEAST_S), duration_s=fact.total_s, before_s=due_s)


def _about_rows(fact: SummaryFact) -> Iterator[_Weighed]:
    """Those that changed most. Days are no rows that could change; one row alone changes as the total does."""
    if fact.before is None or fact.group_by == "day" or 0 in (fact.total_s, fact.before.total_s):
        return
    rows = compared_rows(fact)
    if len(rows) < 2:
        return
    least_s = max(LEAST_S, LEAST_SHARE * max(fact.total_s, fact.before.total_s))
    changed = []
    for each in rows:
        now_s, was_s = each.seconds, each.before_s or 0
        if abs(now_s - was_s) >= least_s:
            changed.append((abs(now_s - was_s), each.row, now_s, was_s))
    changed.sort(key=lambda each: (-each[0], each[1].name.casefold(), each[1].id or ""))
    for weight_s, row, now_s, was_s in changed[:MOST_ROWS_TOLD]:
        # The total comes first where it changed by as much.
        yield _claim(
            fact,
            _row_code(now_s, was_s),
            weight_s - 1,
            name=row.name,
            row_id=row.id,
            duration_s=now_s,
            before_s=was_s,
        )


def _row_code(now_s: int, was_s: int) -> ClaimCode:
    if was_s == 0:
        return "row_new"
    if now_s == 0:
        return "row_gone"
    if now_s >= 2 * was_s:
        return "row_doubled" if now_s == 2 * was_s else "row_more_than_doubled"
    if 2 * now_s <= was_s:
        return "row_halved" if 2 * now_s == was_s else "row_less_than_halved"
    return "row_more" if now_s > was_s else "row_less"


def _about_days(fact: SummaryFact, today: date, works_on: Callable[[date], bool]) -> Iterator[_Weighed]:
    """Working days that are over, and have nothing."""
    if not fact.days or len(fact.days) < 2 or len(fact.days) > LONGEST_BY_DAY or fact.total_s == 0:
        return
    empty = [day.date for day in fact.days if day.date < today and not day.duration_s and works_on(day.date)]
    if 0 < len(empty) <= MOST_EMPTY_DAYS:
        yield _claim(fact, "empty_days", USUAL_DAY_S * len(empty), days=tuple(empty))


def _fillers(fact: SummaryFact) -> Iterator[Claim]:
    """True, and worth saying where there is little else."""
    if fact.group_by != "day" and len(fact.rows) > 1 and fact.rows[0].duration_s > fact.rows[1].duration_s:
        row = fact.rows[0]
        code: ClaimCode = "mostly" if 2 * row.duration_s > fact.total_s else "top"
        yield _claim(fact, code, 0, name=row.name, row_id=row.id, duration_s=row.duration_s).claim
    logged = sorted((day for day in fact.days if day.duration_s), key=lambda day: -day.duration_s)
    if len(fact.days) <= LONGEST_BY_DAY and len(logged) > 1 and logged[0].duration_s > logged[1].duration_s:
        yield _claim(fact, "busiest_day", 0, days=(logged[0].date,), duration_s=logged[0].duration_s).claim
