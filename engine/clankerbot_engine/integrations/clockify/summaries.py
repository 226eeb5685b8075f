"""Summaries: whose time, which days, what it is compared with, and what to say of the totals."""

import asyncio
import logging
from datetime import date, timedelta

from clankerbot_engine.accounts.live import Account
from clankerbot_engine.actions import ActionResult, EntryFact, Summary
from clankerbot_engine.errors import ClankerbotError, Forbidden
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.hours.plans import WorkPlan, days_between
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.clockify.whom import Whom, whom_of
from clankerbot_engine.reports.changes import with_claims
from clankerbot_engine.reports.entries import entries_of
from clankerbot_engine.reports.facts import Period, SummaryFact, TargetFact
from clankerbot_engine.reports.periods import Days, before, beside, period, week_of
from clankerbot_engine.reports.relative_periods import USUAL, days_of
from clankerbot_engine.reports.summary import Question, summarize

log = logging.getLogger(__name__)

MOST_PEOPLE = 50
"""Whose hours due are looked up for a summary of all of them: each costs a request, once a day."""
AT_ONCE = 8


async def summary(
    sheet: Timesheet, account: Account, absences: Absences, action: Summary, *, daily_target_s: int | None
) -> ActionResult:
    """This week, unless a period is said. `user` names one person, whatever the scope.

    `daily_target_s`: what the asking person has set for themselves.
    """
    week_start = sheet.snapshot.week_start
    default = days_of(action.period or USUAL[action.kind], sheet.today, week_start)
    first, last = period(action.from_, action.to, default=default, today=sheet.today)
    whom = await whom_of(sheet, action)
    if sheet.for_member and whom.user_id != sheet.user_id:
        raise Forbidden(
            "You see your own time only, as this workspace's admin acts for you. "
            "To see what Clockify lets you see of others, connect with a key of your own.",
            details={"reason": "own_time_only"},
        )
    if whom.client_id is not None:
        named: dict[str, object] = {"client": whom.client, "client_id": whom.client_id}
        if action.client is None and action.client_id is None:  # it was said in the place of a person
            named |= {"user": None, "scope": "team" if whom.user_id is None else "me"}
        action = action.model_copy(update=named)
    question = Question(
        workspace_id=sheet.workspace_id,
        first=first,
        last=last,
        zone=sheet.zone,
        group_by=action.group_by,
        user_ids=() if whom.user_id is None else (whom.user_id,),
        project_ids=() if action.project_id is None else (action.project_id,),
        client_ids=() if whom.client_id is None else (whom.client_id,),
        billable=action.billable,
    )

    def whose(entity_id: str) -> str | None:
        if action.group_by == "task":
            project = sheet.names.project_of_task(entity_id)
            return project.name if project else None
        project = sheet.names.projects.get(entity_id)
        return project.client if project else None

    is_free_plan = sheet.snapshot.is_free_plan
    fact = await summarize(
        sheet.client.reports,
        question,
        is_free_plan=is_free_plan,
        whose=whose,
        # What is still to come is less than what was, and that says nothing.
        compared_with=None if first > sheet.today else before(first, last, today=sheet.today, week_start=week_start),
    )
    entries: list[EntryFact] = []
    if action.entries:
        found = await entries_of(sheet.client.reports, question, total_s=fact.total_s, is_free_plan=is_free_plan)
        entries = [sheet.told(entry) for entry in found]
    fact = fact.model_copy(update=_neighbours(first, last, sheet.today, week_start))
    plans: list[WorkPlan] = []
    # Who may not see all that others log is told of nothing that would be missing then.
    is_whole = not question.is_narrowed and (whom.user_id == sheet.user_id or await sheet.cache.is_admin() is True)
    if is_whole:
        plans = await _plans(sheet, account, absences, whom, (first, last), daily_target_s)
        fact = fact.model_copy(update={"target": _target(plans, fact, sheet.today)})
    known = plans or [absences.usual(sheet.snapshot)]
    fact = with_claims(
        fact,
        today=sheet.today,
        works_on=lambda day: any(plan.works_on(day) for plan in known),
        whole=is_whole,
    )
    message = _sentence(sheet, action, fact)
    return ActionResult(action=action, status="done", message=message, summary=fact, entries=tuple(entries))


def _neighbours(first: date, last: date, today: date, week_start: int) -> dict[str, Period]:
    earlier, later = (beside(first, last, step, today=today, week_start=week_start) for step in (-1, 1))
    found = {"earlier": Period(from_=earlier[0], to=earlier[1])}
    return found if later[0] > today else {**found, "later": Period(from_=later[0], to=later[1])}


async def _plans(
    sheet: Timesheet, account: Account, absences: Absences, whom: Whom, days: Days, daily_target_s: int | None
) -> list[WorkPlan]:
    """What each person whose time it is was to work. None where that is not known, or would cost many requests."""
    try:
        if whom.user_id is not None:
            user_ids = [whom.user_id]
        elif sheet.snapshot.is_free_plan:
            return []
        else:
            user_ids = [each.id for each in await sheet.client.users.all(sheet.workspace_id) if each.id]
        if len(user_ids) > MOST_PEOPLE:
            return []

        async def plan(user_id: str) -> WorkPlan:
            day_s = daily_target_s if user_id == sheet.user_id else None
            return await absences.plan(account, sheet.snapshot, user_id, sheet.zone, *days, day_s=day_s)

        plans = [await plan(user_id) for user_id in user_ids[:1]]  # alone: it reads what is common to all
        for at in range(1, len(user_ids), AT_ONCE):
            plans += await asyncio.gather(*map(plan, user_ids[at : at + AT_ONCE]))
        return plans
    except ClankerbotError as error:  # a summary does not fail for its target
        log.info("target_not_known", extra={"code": error.code})
        return []


def _target(plans: list[WorkPlan], fact: SummaryFact, today: date) -> TargetFact | None:
    def due_s(last: date) -> int:
        return sum(plan.expected_s(day) for plan in plans for day in days_between(fact.from_, last))

    total_s = due_s(fact.to)
    if not total_s:
        return None
    return TargetFact(total_s=total_s, so_far_s=due_s(min(fact.to, today)), people=len(plans))


def _sentence(sheet: Timesheet, action: Summary, fact: SummaryFact) -> str:
    when = _when(sheet, fact.from_, fact.to)
    about = "".join(f" {word} {name}" for word, name in _about(action))
    if fact.entries == 0 and fact.total_s == 0:
        return _with_claims(f"{when}{about}: no time logged.", fact)
    count = wording.counted(fact.entries, "time entry", "time entries")
    billable = f", {wording.length(fact.billable_s)} of it billable" if action.billable is None else ""
    rows = wording.listed(f"{_row_name(sheet, fact, row.name)} {wording.length(row.duration_s)}" for row in fact.rows)
    return _with_claims(f"{when}{about}: {wording.length(fact.total_s)} in {count}{billable}. {rows}.", fact)


def _with_claims(sentence: str, fact: SummaryFact) -> str:
    """What changed stands in a line of its own."""
    return "\n".join([sentence, *([" ".join(claim.text for claim in fact.claims)] if fact.claims else [])])


def _about(action: Summary) -> list[tuple[str, str]]:
    whose = action.user or ("the team" if action.scope == "team" else None)
    named = (("for", whose), ("for client", action.client), ("on", action.project))
    return [(word, name) for word, name in named if name]


def _row_name(sheet: Timesheet, fact: SummaryFact, name: str) -> str:
    if fact.group_by != "day":
        return name
    try:
        return wording.day(date.fromisoformat(name), sheet.today)
    except ValueError:
        return name


def _when(sheet: Timesheet, first: date, last: date) -> str:
    this_week = week_of(sheet.today, sheet.snapshot.week_start)
    last_week = week_of(sheet.today - timedelta(days=7), sheet.snapshot.week_start)
    if (first, last) == this_week:
        return "This week"
    if (first, last) == last_week:
        return "Last week"
    said = wording.days(first, last, sheet.today)
    return said[0].upper() + said[1:]
