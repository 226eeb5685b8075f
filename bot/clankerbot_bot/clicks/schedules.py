"""Clicks on the list of schedules: switched off and on, run now, changed, deleted."""

from contextlib import AbstractAsyncContextManager

from clankerbot_bot.blocks import action_ids
from clankerbot_bot.blocks.sentences import explained, schedule_what
from clankerbot_bot.clicks.common import CardActions, row_of
from clankerbot_bot.clicks.reports import ReportClicks
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.schedule_form import FilledSchedule, ScheduleForm
from clankerbot_bot.shelf import Kept
from clankerbot_bot.turns import Origin, Turn
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import DeleteSchedule
from clankerbot_engine.audit import Audit
from clankerbot_engine.errors import ClankerbotError, NotFound
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import JsonDict, Schedule


class ScheduleClicks:
    def __init__(
        self,
        conversation: Conversation,
        on: CardActions,
        reports: ReportClicks,
        form: ScheduleForm,
        schedules: Schedules,
        accounts: Accounts,
        audit: Audit,
    ) -> None:
        self._conversation = conversation
        self._on = on
        self._reports = reports
        self._form = form
        self._schedules = schedules
        self._accounts = accounts
        self._audit = audit

    async def use(self, turn: Turn, trigger_id: str, origin: Origin, value: str) -> None:
        """What was chosen from the menu of one; afterwards the list is read anew."""
        operation, card_id, index = action_ids.read_row_value(value)

        async def click(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
            schedule = None
            try:
                schedule = await self._chosen(turn, kept, index)
                if operation == action_ids.SCHEDULE_EDIT:
                    await self._form.open_edit(turn, trigger_id, origin, card_id, schedule)
                    return
                await self._carry_out(turn, manner, operation, schedule)
            except ClankerbotError as error:
                await self._tell(turn, manner, error)
            await self._reports.refresh(turn, manner, kept)

        await self._on.on_card(turn, card_id, index, click)

    async def submit(self, turn: Turn, filled: FilledSchedule, told: JsonDict) -> None:
        if filled.schedule_id is None:
            await self._form.create(turn, filled)
            return
        schedule_id = filled.schedule_id

        async def change(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
            try:
                schedule = await self._any(schedule_id)
                async with self._noting(turn, "change schedule", schedule):
                    await self._form.change(turn, filled, await self._acts_as(turn, schedule))
            except ClankerbotError as error:
                await self._tell(turn, manner, error)
            await self._reports.refresh(turn, manner, kept)

        await self._on.on_card(turn, str(told.get("card")), None, change)

    async def _carry_out(self, turn: Turn, manner: Manner, operation: str, schedule: Schedule) -> None:
        owner = await self._acts_as(turn, schedule)
        if operation in (action_ids.SCHEDULE_ON, action_ids.SCHEDULE_OFF):
            enabled = operation == action_ids.SCHEDULE_ON
            async with self._noting(turn, f"switch schedule {'on' if enabled else 'off'}", schedule):
                await self._schedules.change(schedule.id, owner, enabled=enabled)
        elif operation == action_ids.SCHEDULE_DELETE and owner is not None:
            await self._on.shown_aside(turn, manner, DeleteSchedule(target=schedule.id))  # which can be undone
        elif operation == action_ids.SCHEDULE_DELETE:
            async with self._noting(turn, "delete schedule", schedule):
                await self._schedules.delete(schedule.id, owner)
        elif operation == action_ids.SCHEDULE_RUN:
            async with self._noting(turn, "run schedule", schedule):
                run = await self._schedules.run_now(schedule.id, owner)
            words, what = manner.words, schedule_what({"action": schedule.action}, manner.words)
            ran = words.ran if run.state == "done" else words.did_not_run
            await self._conversation.tell(turn, ran.format(what=what, why=run.message or "").replace("*", ""))

    def _noting(self, turn: Turn, what: str, schedule: Schedule) -> AbstractAsyncContextManager[None]:
        """Who did it is told, which is not always whose schedule it is."""
        return self._audit.noting(turn.person.principal, turn.way_in, what, schedule.id)

    async def _chosen(self, turn: Turn, kept: Kept, index: int | None) -> Schedule:
        """As it is now, and not as it was when it was listed. Raises `NotFound`, also for what is not theirs."""
        row = row_of(kept, None)
        listed = None if row is None else row.result.details.get("schedules")
        chosen = listed[index] if isinstance(listed, list) and index is not None and index < len(listed) else None
        if not isinstance(chosen, dict):
            raise NotFound("There is no such schedule any more.")
        schedule = await self._any(str(chosen.get("id")))
        await self._acts_as(turn, schedule)
        return schedule

    async def _any(self, schedule_id: str) -> Schedule:
        return await self._schedules.get(schedule_id, None)

    async def _acts_as(self, turn: Turn, schedule: Schedule) -> str | None:
        """The owner, or None for an admin of their workspace. Raises `NotFound` for everybody else."""
        principal = turn.person.principal
        if schedule.principal == principal:
            return principal
        if await self._accounts.is_admin_over(principal, schedule.principal):
            return None
        raise NotFound("There is no such schedule any more.")

    async def _tell(self, turn: Turn, manner: Manner, error: ClankerbotError) -> None:
        await self._conversation.tell(turn, explained(error.code, error.message, manner.words))
