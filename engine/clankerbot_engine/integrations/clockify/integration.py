"""Carries out against Clockify what needs no Slack. Each family of actions has a module of its own."""

from collections import deque
from collections.abc import Sequence

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.leading import Leading
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    Budgets,
    ContinueTimer,
    CreateProject,
    DeleteEntry,
    EditEntry,
    ListEntries,
    ListProjects,
    LogTime,
    MissingHours,
    StartTimer,
    Status,
    StopTimer,
    Summary,
    SwitchTimer,
)
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.clockify.models import WorkspaceSettings
from clankerbot_engine.errors import NeedsInput, UpstreamError
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.integrations.clockify import (
    budgets,
    entries,
    missing,
    operations,
    projects,
    summaries,
    timer_operations,
    timers,
)
from clankerbot_engine.integrations.clockify.book import EntryBook
from clankerbot_engine.integrations.clockify.facts import Names
from clankerbot_engine.integrations.clockify.last_answers import LastAnswers
from clankerbot_engine.integrations.clockify.placing import Interval
from clankerbot_engine.integrations.clockify.resolving import resolved
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent
from clankerbot_engine.remotes.breaker import OPEN_S

OPERATIONS = {**operations.OPERATIONS, **timer_operations.OPERATIONS, **projects.OPERATIONS}
REQUESTS_REMEMBERED = 32
CATALOGUES_REMEMBERED = 32


class ClockifyIntegration:
    name = "clockify"
    action_types: Sequence[type[ActionBase]] = (
        LogTime,
        StartTimer,
        StopTimer,
        ContinueTimer,
        SwitchTimer,
        Status,
        Summary,
        ListEntries,
        EditEntry,
        DeleteEntry,
        ListProjects,
        CreateProject,
        MissingHours,
        Budgets,
    )

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._book = EntryBook()
        self._names: dict[int, Names] = {}
        self._last_answers = LastAnswers()
        # All actions of a request share one context: what the first of them places is known to the next.
        self._earlier: deque[tuple[Context, list[Interval]]] = deque(maxlen=REQUESTS_REMEMBERED)
        self._makes_entry: deque[Context] = deque(maxlen=REQUESTS_REMEMBERED)

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        try:
            answer = await self._read(action, context)
        except UpstreamError as away:
            known = self._last_answers.find(action, context) if context.may_be_old else None
            if known is not None:
                return known
            away.retry_after_s = away.retry_after_s or OPEN_S
            raise
        if answer is None:
            return None
        answer = answer.model_copy(update={"as_of": answer.as_of or context.now.astimezone(context.timezone)})
        self._last_answers.keep(action, context, answer)
        return answer

    async def _read(self, action: ActionBase, context: Context) -> ActionResult | None:
        match action:
            case Status():
                return await timers.status(await self._sheet(context), action)
            case Summary():
                sheet = await self._sheet(context)
                accounts = self._resources.part(Accounts)
                settings = await accounts.settings(context.principal)
                return await summaries.summary(
                    sheet,
                    await accounts.of(context.principal),
                    self._resources.part(Absences),
                    resolved(sheet, action),
                    daily_target_s=settings.daily_target_s,
                )
            case ListEntries():
                sheet = await self._sheet(context)
                return await entries.list_entries(sheet, resolved(sheet, action))
            case MissingHours():
                account = await self._resources.part(Accounts).of(context.principal)
                absences = self._resources.part(Absences)
                return await missing.missing_hours(
                    await self._sheet(context), account, absences, self._resources.part(Leading), action
                )
            case Budgets():
                account = await self._resources.part(Accounts).of(context.principal)
                return await budgets.budgets(await self._sheet(context), account, action)
            case ListProjects():
                return projects.list_projects(await self._sheet(context), action)
            case _:
                return None

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        sheet = await self._sheet(context, action=action)
        try:
            prepared = await self._prepared(sheet, action)
        except NeedsInput as asked:
            # Whoever sent a text answers with this action, completed.
            asked.details = {**asked.details, "action": action.model_dump(mode="json")}
            raise
        prepared.plan["workspace_id"] = sheet.workspace_id
        if prepared.plan["op"] in ("create", "start"):
            self._makes_entry.append(context)
        return prepared

    async def _prepared(self, sheet: Timesheet, action: ActionBase) -> Prepared:
        match action:
            case LogTime():
                return await entries.prepare_log(sheet, resolved(sheet, action))
            case StartTimer() | SwitchTimer():
                return await timers.prepare_start(sheet, resolved(sheet, action))
            case ContinueTimer():
                return await timers.prepare_continue(sheet, resolved(sheet, action))
            case StopTimer():
                return await timers.prepare_stop(sheet, action)
            case EditEntry():
                return await entries.prepare_edit(sheet, action)
            case DeleteEntry():
                return await entries.prepare_delete(sheet, action)
            case CreateProject():
                return await projects.prepare_create(sheet, action)
            case _:
                raise TypeError(f"{action.kind} is not carried out here")

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        send, _ = OPERATIONS[plan["op"]]
        done = await send(await self._sheet(context, plan=plan), plan)
        self._last_answers.forget(context.principal)
        return done.applied(action, workspace_id=plan["workspace_id"])

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        _, find = OPERATIONS[plan["op"]]
        done = await find(await self._sheet(context, plan=plan), plan, sent)
        if done is not None:
            self._last_answers.forget(context.principal)
        return None if done is None else done.applied(action, workspace_id=plan["workspace_id"])

    async def _sheet(
        self, context: Context, *, action: ActionBase | None = None, plan: Plan | None = None
    ) -> Timesheet:
        """`plan`: of an earlier `prepare`, whose workspace it goes to. `action`: to be prepared."""
        account = await self._resources.part(Accounts).of(context.principal)
        client, cache = account.client, account.cache
        snapshot = await cache.snapshot()
        is_admin = snapshot.is_admin
        if is_admin is None and action is not None and _role_matters(snapshot.settings, action):
            is_admin = await cache.is_admin()
        return Timesheet(
            client=client,
            cache=cache,
            snapshot=snapshot,
            names=self._names_of(snapshot.catalogue),
            book=self._book,
            context=context,
            workspace_id=plan["workspace_id"] if plan is not None else snapshot.workspace_id,
            is_admin=is_admin,
            for_member=account.for_member,
            earlier=self._placed_before(context),
            makes_entry=any(known is context for known in self._makes_entry),
        )

    def _names_of(self, catalogue: Catalogue) -> Names:
        """By identity: a snapshot keeps its catalogue as long as nothing changed."""
        known = self._names.pop(id(catalogue), None)
        if known is None or known.catalogue is not catalogue:
            known = Names(catalogue)
        self._names[id(catalogue)] = known
        while len(self._names) > CATALOGUES_REMEMBERED:
            del self._names[next(iter(self._names))]
        return known

    def _placed_before(self, context: Context) -> list[Interval]:
        for known, placed in self._earlier:
            if known is context:
                return placed
        placed = []
        self._earlier.append((context, placed))
        return placed


def _role_matters(settings: WorkspaceSettings, action: ActionBase) -> bool:
    """Asking for the role costs a request, once: only where a rule lets admins do more."""
    if isinstance(action, CreateProject):
        return bool(settings.only_admins_create_project)
    return (
        settings.lock_time_entries is not None
        or settings.time_tracking_mode == "STOPWATCH_ONLY"
        or bool(settings.only_admins_can_change_billable_status)
    )
