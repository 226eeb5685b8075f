"""Clicks on nudges: the gap is filled in in the form, a timer is stopped, the nudge comes later or not again.

A button grants nothing: the nudge is looked up by its id, and is that of whoever clicks.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from clankerbot_bot.blocks import EntryDraft, View, action_ids, draft_of_action, error_modal
from clankerbot_bot.blocks.nudges import USUAL, done, stop_modal
from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.clicks.common import CardActions
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.entry_form import Fields, NotFilledIn
from clankerbot_bot.forms import Forms
from clankerbot_bot.like_entry import log_like
from clankerbot_bot.reminders import Reminders
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import LogTime, Remind, Status, StopTimer
from clankerbot_engine.audit import Audit
from clankerbot_engine.errors import ClankerbotError, NotFound
from clankerbot_engine.nudges.about import About, Findings, Gap
from clankerbot_engine.nudges.service import Nudges
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import JsonDict, Nudge

LONGEST_SNOOZE_MIN: Final = 24 * 60


class NudgeClicks:
    """`nudges` None: this process tells nobody anything by itself."""

    def __init__(
        self,
        conversation: Conversation,
        on: CardActions,
        forms: Forms,
        nudges: Nudges | None,
        reminders: Reminders,
        accounts: Accounts,
        schedules: Schedules,
        audit: Audit,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._conversation = conversation
        self._on = on
        self._forms = forms
        self._nudges = nudges
        self._reminders = reminders
        self._accounts = accounts
        self._schedules = schedules
        self._audit = audit
        self._clock = clock

    async def fill(self, turn: Turn, trigger_id: str, origin: Origin, value: str) -> None:
        """Nothing is written before the form is submitted. Of one gap, the receipt takes the place of the nudge."""
        nudge_id, index = action_ids.read_value(value)

        async def draft() -> EntryDraft:
            _, found = await self._told(turn, nudge_id)
            manner = await self._conversation.manner_of(turn.person, turn.client)
            gap = found.gaps[index] if index is not None and index < len(found.gaps) else None
            return EntryDraft() if gap is None else draft_of_action(_action(gap).model_dump(mode="json"), manner.words)

        _, found = await self._told(turn, nudge_id)
        beside = Origin(channel=origin.channel, thread_ts=origin.thread_ts)
        await self._forms.open_log(turn, trigger_id, origin if len(found.gaps) == 1 else beside, draft)

    async def menu(self, turn: Turn, value: str) -> None:
        operation, nudge_id, minutes = action_ids.read_row_value(value)
        manner = await self._conversation.manner_of(turn.person, turn.client)
        words = manner.words
        try:
            nudge, _ = await self._told(turn, nudge_id)
            if operation == "snooze":
                at = await self._service().snooze(nudge, minutes=min(minutes or 60, LONGEST_SNOOZE_MIN))
                said = words.nudges.snoozed.format(time=words.clock(at))
            elif operation == "stop":
                await self._service().stop_for_today(nudge)
                said = words.nudges.stopped
            else:
                said = words.nudges.turned_off[await self._turn_off(turn, manner, nudge)]
        except NotFound:
            said = words.nudges.gone
        except ClankerbotError as error:
            await self._conversation.tell(turn, safe(told_why(error, words)))
            return
        await turn.surface.show(done(said))

    async def remind_them(self, turn: Turn, value: str) -> None:
        """Of the team, those who are missing hours on these days: each once, however often it is clicked."""
        first, _, last = value.partition("|")
        manner = await self._conversation.manner_of(turn.person, turn.client)
        action = Remind.model_validate({"who": "team", "only_if": "missing_hours", "from": first, "to": last})
        result = await self._on.carried_out(turn, manner, action, None)
        if result is not None:
            said = manner.words.nudges
            await self._conversation.tell(turn, said.told_to_all if result.details.get("people") else said.told_before)

    async def stop(self, turn: Turn, value: str) -> None:
        nudge_id, index = action_ids.read_value(value)
        nudge, found = await self._told(turn, nudge_id)
        await self._stop(turn, nudge, found, found.usual_end if index == USUAL else None)

    async def ask_when(self, turn: Turn, trigger_id: str, origin: Origin, nudge_id: str) -> None:
        async def view(manner: Manner) -> View:
            _, found = await self._told(turn, nudge_id)
            if found.running is None:
                return error_modal(manner.words.not_running, None, manner.words)
            now = self._clock().astimezone(manner.zone)
            told = metadata(origin, nudge=nudge_id, start=found.running.start.isoformat(), zone=manner.zone.key)
            return stop_modal(found.running, manner.words, now=now, metadata=told)

        await self._forms.open(turn, trigger_id, view)

    def read_stop(self, view: Mapping[str, Any], told: JsonDict, words: Words) -> datetime:
        """Raises `NotFilledIn`."""
        fields = Fields(view)
        day, at = fields.of(action_ids.DATE_BLOCK).get("selected_date"), fields.time(action_ids.END_BLOCK)
        if not day or at is None or not told.keys() >= {"start", "zone"}:
            raise NotFilledIn({action_ids.END_BLOCK: words.nudges.bad_stop})
        end = datetime.combine(date.fromisoformat(day), at, _zone(told))
        if not datetime.fromisoformat(str(told["start"])) < end <= self._clock():
            raise NotFilledIn({action_ids.END_BLOCK: words.nudges.bad_stop})
        return end

    async def stop_at(self, turn: Turn, end: datetime, told: JsonDict) -> None:
        nudge, found = await self._told(turn, str(told.get("nudge")))
        await self._stop(turn, nudge, found, end)

    async def _stop(self, turn: Turn, nudge: Nudge, found: Findings, end: datetime | None) -> None:
        """That timer, not another one that runs by now."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        status = await self._on.carried_out(turn, manner, Status(), None)
        if status is None:
            return
        if status.entry is None or found.running is None or status.entry.id != found.running.id:
            await self._conversation.tell(turn, manner.words.not_running)
            return
        action = StopTimer(end=end).model_dump(mode="json")
        await self._conversation.act(turn, manner, (action,), card_id=self._on.new_card_id(), text="")

    async def _turn_off(self, turn: Turn, manner: Manner, nudge: Nudge) -> str:
        """Which of them: what is said of it depends on that."""
        principal, about = turn.person.principal, About.model_validate(nudge.about)
        settings = await self._accounts.settings(principal)
        if nudge.by != principal:
            await self._accounts.change_settings(principal, settings.model_copy(update={"by_others": False}))
            return "others"
        if about.source == "timer":
            await self._accounts.change_settings(principal, settings.model_copy(update={"timer_hours": 0}))
            return "timer"
        if about.source == "home":
            await self._accounts.change_settings(principal, settings.model_copy(update={"remind_at": None}))
            await self._reminders.set(principal, None, manner.zone)
            return "home"
        if nudge.schedule_id is not None:
            async with self._audit.noting(principal, turn.way_in, "switch schedule off", nudge.schedule_id):
                await self._schedules.change(nudge.schedule_id, principal, enabled=False)
        return "schedule"

    async def _told(self, turn: Turn, nudge_id: str) -> tuple[Nudge, Findings]:
        """Raises `NotFound`, also for what is somebody else's."""
        nudge = await self._service().of(nudge_id, turn.person.principal)
        return nudge, Findings.model_validate(nudge.found or {})

    def _service(self) -> Nudges:
        if self._nudges is None:
            raise NotFound("There is no such reminder any more.")
        return self._nudges


def _zone(told: JsonDict) -> ZoneInfo:
    return ZoneInfo(str(told["zone"]))


def _action(gap: Gap) -> LogTime:
    if gap.like is None:
        return LogTime(date=gap.day, duration_s=gap.missing_s)
    return log_like(gap.like, day=gap.day).model_copy(update={"duration_s": gap.missing_s})
