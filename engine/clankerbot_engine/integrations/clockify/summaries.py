"""Summaries: whose time, which days, and what to say of the totals."""

from datetime import date, timedelta

from clankerbot_engine.actions import ActionResult, Choice, Need, Summary, SummaryFact
from clankerbot_engine.clockify.models import Member
from clankerbot_engine.errors import Forbidden, NeedsInput, NotFound
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.targets import folded
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.reports.periods import period, week_of
from clankerbot_engine.reports.relative_periods import USUAL, days_of
from clankerbot_engine.reports.summary import Question, summarize

_ONESELF = frozenset(("me", "myself", "i", "my"))


async def summary(sheet: Timesheet, action: Summary) -> ActionResult:
    """This week, unless a period is said. `user` names one person, whatever the scope."""
    week_start = sheet.snapshot.week_start
    default = days_of(action.period or USUAL[action.kind], sheet.today, week_start)
    first, last = period(action.from_, action.to, default=default, today=sheet.today)
    user_ids: tuple[str, ...] = () if action.scope == "team" else (sheet.user_id,)
    if action.user is not None:
        user_ids = (await _user_id(sheet, action.user),)
    if sheet.for_member and user_ids != (sheet.user_id,):
        raise Forbidden(
            "You see your own time only, as this workspace's admin acts for you. "
            "To see what Clockify lets you see of others, connect with a key of your own.",
            details={"reason": "own_time_only"},
        )
    question = Question(
        workspace_id=sheet.workspace_id,
        first=first,
        last=last,
        zone=sheet.zone,
        group_by=action.group_by,
        user_ids=user_ids,
        project_ids=() if action.project_id is None else (action.project_id,),
        billable=action.billable,
    )

    def whose(entity_id: str) -> str | None:
        if action.group_by == "task":
            project = sheet.names.project_of_task(entity_id)
            return project.name if project else None
        project = sheet.names.projects.get(entity_id)
        return project.client if project else None

    is_free_plan = sheet.snapshot.workspace.feature_subscription_type in (None, "FREE")
    fact = await summarize(sheet.client.reports, question, is_free_plan=is_free_plan, whose=whose)
    return ActionResult(action=action, status="done", message=_sentence(sheet, action, fact), summary=fact)


async def _user_id(sheet: Timesheet, name: str) -> str:
    """By name or e-mail address: all of it, else the beginning of one of its words."""
    wanted = folded(name).strip()
    if wanted in _ONESELF:
        return sheet.user_id
    members = [member for member in await sheet.client.users.all(sheet.workspace_id) if member.id]
    whole = [member for member in members if wanted in _names_of(member)]
    fitting = whole or [member for member in members if _is_begun_by(member, wanted)]
    if not fitting:
        raise NotFound(
            f"Nobody in this workspace is called {name}.",
            details={"field": "user", "reason": "no_such_person", "name": name},
        )
    if len(fitting) > 1:
        question = f"{len(fitting)} people are called {name}. Whose time do you mean?"
        choices = tuple(
            Choice(value=member.email or member.name, label=f"{member.name} ({member.email})", id=member.id)
            for member in fitting
        )
        raise NeedsInput(question, needs=[Need(field="user", reason=question, code="ambiguous", choices=choices)])
    return fitting[0].id or ""


def _is_begun_by(member: Member, wanted: str) -> bool:
    return any(word.startswith(wanted) for text in _names_of(member) for word in text.split())


def _names_of(member: Member) -> tuple[str, ...]:
    return tuple(folded(text).strip() for text in (member.name, member.email) if text)


def _sentence(sheet: Timesheet, action: Summary, fact: SummaryFact) -> str:
    when = _when(sheet, fact.from_, fact.to)
    whose = f" for {action.user}" if action.user else " for the team" if action.scope == "team" else ""
    about = f" on {action.project}" if action.project else ""
    if fact.entries == 0 and fact.total_s == 0:
        return f"{when}{whose}{about}: no time logged."
    count = wording.counted(fact.entries, "time entry", "time entries")
    billable = f", {wording.length(fact.billable_s)} of it billable" if action.billable is None else ""
    rows = wording.listed(f"{_row_name(sheet, fact, row.name)} {wording.length(row.duration_s)}" for row in fact.rows)
    return f"{when}{whose}{about}: {wording.length(fact.total_s)} in {count}{billable}. {rows}."


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
