"""What is said of a period is true: each claim is computed anew from the numbers, by another route."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.plain_words import length
from clankerbot_engine.reports.changes import MOST, with_claims
from clankerbot_engine.reports.comparing import compared_rows
from clankerbot_engine.reports.facts import Claim, DayTotal, PeriodBefore, SummaryFact, SummaryRow, TargetFact
from tests.examples import examples

MONDAY = date(2026, 11, 23)
HOUR = 3600
SECONDS = st.one_of(st.integers(0, 40 * HOUR), st.sampled_from([0, 1, HOUR, 2 * HOUR, 4 * HOUR]))
World = tuple[dict[str, int], dict[str, int], int, int, int | None, bool]
WORLDS: st.SearchStrategy[World] = st.tuples(
    st.dictionaries(st.sampled_from("ABCDEF"), SECONDS, max_size=6),
    st.dictionaries(st.sampled_from("ABCDEF"), SECONDS, max_size=6),
    st.integers(1, 40),
    st.integers(-3, 45),
    st.sampled_from([None, 0, 8 * HOUR, 8 * HOUR + 1]),
    st.booleans(),
)


def rows(seconds: dict[str, int]) -> tuple[SummaryRow, ...]:
    found = [SummaryRow(id=f"id-{name}", name=name, duration_s=each) for name, each in seconds.items() if each]
    return tuple(sorted(found, key=lambda row: -row.duration_s))


def fact_of(
    now: dict[str, int],
    was: dict[str, int] | None = None,
    *,
    days: tuple[int, ...] | None = None,
    target: TargetFact | None = None,
) -> SummaryFact:
    total_s = sum(now.values())
    logged = days if days is not None else (total_s, *[0] * 6)
    last = MONDAY + timedelta(days=len(logged) - 1)
    before = None
    if was is not None:
        before = PeriodBefore(
            from_=MONDAY - timedelta(days=len(logged)),
            to=MONDAY - timedelta(days=1),
            unit="days",
            total_s=sum(was.values()),
            rows=rows(was),
        )
    return SummaryFact(
        from_=MONDAY,
        to=last,
        group_by="project",
        total_s=total_s,
        billable_s=0,
        entries=len(now),
        rows=rows(now),
        days=tuple(DayTotal(date=MONDAY + timedelta(days=n), duration_s=each) for n, each in enumerate(logged)),
        before=before,
        target=target,
    )


def holds(claim: Claim, fact: SummaryFact, today: date) -> bool:
    """From the raw numbers."""
    now_s, was_s = fact.total_s, 0 if fact.before is None else fact.before.total_s
    if claim.code.startswith("row_"):
        assert fact.before is not None
        now_s = sum(row.duration_s for row in fact.rows if row.id == claim.row_id)
        was_s = sum(row.duration_s for row in fact.before.rows if row.id == claim.row_id)
    if claim.code.startswith("target_"):
        assert fact.target is not None
        was_s = fact.target.so_far_s if fact.to > today else fact.target.total_s
    logged = {day.date: day.duration_s for day in fact.days}
    match claim.code:
        case "empty_days":
            over = [day for day in logged if day < today and day.weekday() < 5]
            return list(claim.days) == [day for day in over if logged[day] == 0] and fact.total_s > 0
        case "busiest_day":
            (day,) = claim.days
            return all(logged[day] > each for other, each in logged.items() if other != day)
        case "mostly":
            return any(row.id == claim.row_id and row.duration_s * 2 > fact.total_s for row in fact.rows)
        case "top":
            (top,) = [row for row in fact.rows if row.id == claim.row_id]
            return all(top.duration_s > row.duration_s for row in fact.rows if row is not top)
        case _:
            assert (claim.duration_s, claim.before_s) == (now_s, was_s)
    truths = {
        "started": was_s == 0 < now_s,
        "same": now_s == was_s,
        "more": now_s > was_s > 0,
        "less": now_s < was_s,
        "row_new": was_s == 0 < now_s,
        "row_gone": now_s == 0 < was_s,
        "row_doubled": now_s == 2 * was_s,
        "row_more_than_doubled": now_s > 2 * was_s > 0,
        "row_halved": 2 * now_s == was_s,
        "row_less_than_halved": 0 < 2 * now_s < was_s,
        "row_more": was_s < now_s < 2 * was_s,
        "row_less": now_s < was_s < 2 * now_s,
        "target_short": now_s < was_s,
        "target_over": now_s > was_s,
        "target_met": now_s == was_s,
    }
    return truths[claim.code]


@examples(400)
@given(WORLDS, st.randoms(use_true_random=False))
def test_every_claim_is_true_and_is_told_with_its_numbers(world: World, chance: Random) -> None:
    now, was, count, offset, target, compared = world
    left, days = sum(now.values()), []
    for _ in range(count):
        part = chance.randint(0, left)
        days.append(part)
        left -= part
    days[-1] += left
    today = MONDAY + timedelta(days=offset)
    goal = None
    if target is not None:
        goal = TargetFact(total_s=target * count, so_far_s=target * min(count, max(offset + 1, 0)))
    fact = fact_of(now, was if compared else None, days=tuple(days), target=goal)
    claims = with_claims(fact, today=today).claims
    assert len(claims) <= MOST
    assert len({claim.text for claim in claims}) == len(claims)
    for claim in claims:
        assert holds(claim, fact, today), claim
        assert claim.text.endswith(".")
        if claim.name is not None:
            assert claim.name in claim.text
        numbers = {length(each) for each in (claim.duration_s, claim.before_s, claim.duration_s - claim.before_s)}
        numbers.add(length(claim.before_s - claim.duration_s))
        assert claim.code in ("started", "same", "empty_days") or any(each in claim.text for each in numbers)


def texts(fact: SummaryFact, today: date = MONDAY + timedelta(days=7)) -> list[str]:
    return [claim.text for claim in with_claims(fact, today=today).claims]


def test_the_most_telling_comes_first() -> None:
    week = (5 * HOUR, 0, 5 * HOUR, 4 * HOUR, 2 * HOUR, 0, 0)
    fact = fact_of({"A": 12 * HOUR, "B": 4 * HOUR}, {"A": 6 * HOUR, "B": 8 * HOUR}, days=week)
    assert texts(fact) == ["Nothing on Tuesday.", "A doubled: 6 h to 12 h.", "B halved: 8 h to 4 h."]


def test_a_target_that_is_far_off_is_told_before_all_else() -> None:
    fact = fact_of({"A": 10 * HOUR}, {"A": 9 * HOUR}, target=TargetFact(total_s=40 * HOUR, so_far_s=40 * HOUR))
    assert texts(fact)[0] == "30 h short of the target of 40 h."


def test_of_a_period_that_runs_the_target_is_what_is_due_by_now() -> None:
    fact = fact_of({"A": 10 * HOUR}, target=TargetFact(total_s=40 * HOUR, so_far_s=16 * HOUR))
    assert texts(fact, today=MONDAY + timedelta(days=1))[0] == "6 h short of the 16 h due by today."


@pytest.mark.parametrize("today", [MONDAY, MONDAY - timedelta(days=3)])
def test_days_that_are_not_over_are_not_missed(today: date) -> None:
    assert not [text for text in texts(fact_of({"A": HOUR}), today) if text.startswith("Nothing")]


def test_a_change_of_a_minute_is_no_news() -> None:
    fact = fact_of({"A": 20 * HOUR + 60, "B": 20 * HOUR}, {"A": 20 * HOUR, "B": 20 * HOUR + 60})
    assert [claim.code for claim in with_claims(fact, today=MONDAY).claims] == ["same", "mostly"]


def test_where_nothing_is_known_to_compare_with_the_rest_is_told() -> None:
    fact = fact_of({"A": 6 * HOUR, "B": HOUR}, days=(2 * HOUR, 5 * HOUR))
    assert texts(fact) == ["A has more than half of it: 6 h.", "Most on Tuesday: 5 h."]


def test_what_is_gone_stands_behind_what_is_there() -> None:
    fact = fact_of({"A": HOUR, "B": 2 * HOUR}, {"A": 3 * HOUR, "C": HOUR})
    told = [(each.row.name, each.seconds, each.before_s) for each in compared_rows(fact)]
    assert told == [("B", 2 * HOUR, 0), ("A", HOUR, 3 * HOUR), ("C", 0, HOUR)]
    assert sum(each.before_s or 0 for each in compared_rows(fact)) == 4 * HOUR


def test_days_are_compared_with_nothing() -> None:
    fact = fact_of({"A": HOUR}, {"B": HOUR}).model_copy(update={"group_by": "day"})
    assert [each.before_s for each in compared_rows(fact)] == [None]
