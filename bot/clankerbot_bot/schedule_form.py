"""The form that makes or changes a schedule: read as if its fields had been typed, and tried before it closes."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from clankerbot_bot import blocks
from clankerbot_bot.background import Background
from clankerbot_bot.blocks import ScheduleDraft, action_ids
from clankerbot_bot.blocks.sentences import detail, explained, kind_name
from clankerbot_bot.clicks.common import CardActions
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.entry_form import Fields, NotFilledIn, only_what_it_offers
from clankerbot_bot.follow_form import TRIED_WITHIN_S, channel_id
from clankerbot_bot.forms import Forms
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionBase, CreateSchedule
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError, NeedsInput, ValidationFailed
from clankerbot_engine.preferences import DEFAULT_PREFERENCES
from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.rules import without_day
from clankerbot_engine.schedules.service import Changes, Schedules
from clankerbot_engine.stores.ports import JsonDict, Schedule

_CRON: Final = re.compile(r"(?:[\d*,/-]+\s+){2}\S+\s+\S+\s+\S+")
_ANYTHING: Final = "status"
"""What is done, where only the time is asked for."""
_BLOCK_OF: Final[Mapping[str, str]] = {
    "cron": action_ids.WHEN_BLOCK,
    "timezone": action_ids.TIMEZONE_BLOCK,
    "channel": action_ids.CHANNEL_BLOCK,
}


@dataclass(frozen=True, slots=True)
class FilledSchedule:
    """`schedule_id` None: a new one. `keeps_action`: what it does stays as it is."""

    wanted: CreateSchedule
    schedule_id: str | None
    keeps_action: bool


class ScheduleForm:
    def __init__(
        self,
        conversation: Conversation,
        on: CardActions,
        forms: Forms,
        shelf: Shelf,
        schedules: Schedules,
        *,
        engine: Engine,
        accounts: Accounts,
        background: Background,
    ) -> None:
        self._conversation = conversation
        self._on = on
        self._forms = forms
        self._shelf = shelf
        self._schedules = schedules
        self._engine = engine
        self._accounts = accounts
        self._background = background

    async def open_new(self, turn: Turn, trigger_id: str, origin: Origin) -> None:
        """What comes of it stands beside what was clicked on."""

        async def view(manner: Manner) -> blocks.View:
            beside = Origin(channel=origin.channel, thread_ts=origin.thread_ts)
            draft = ScheduleDraft(timezone=manner.zone.key, channel=channel_id(origin.channel))
            return blocks.schedule_modal(draft, manner.words, metadata=metadata(beside))

        await self._forms.open(turn, trigger_id, view)

    async def open_edit(self, turn: Turn, trigger_id: str, origin: Origin, card_id: str, schedule: Schedule) -> None:
        """`card_id`: of the list, which is drawn anew."""

        async def view(manner: Manner) -> blocks.View:
            draft = ScheduleDraft(
                when=schedule.cron,
                timezone=schedule.timezone,
                channel=channel_id(schedule.channel),
                kept=kind_name(str(schedule.action.get("kind")), manner.words),
            )
            told = metadata(origin, card=card_id, schedule=schedule.id)
            return blocks.schedule_modal(draft, manner.words, metadata=told)

        await self._forms.open(turn, trigger_id, view)

    async def read(self, turn: Turn, view: Mapping[str, Any], told: JsonDict) -> FilledSchedule:
        """Raises `NotFilledIn`; what is not known within a moment is found out when it is submitted."""
        manner = self._conversation.manner_at_once(turn.person)
        try:
            filled = await self._filled(turn, manner, view, told.get("schedule"))
            if filled.keeps_action:
                return filled
            trial = self._background.start(self._trial(turn, filled.wanted), name="slack_schedule_trial")
            done, _ = await asyncio.wait({trial}, timeout=TRIED_WITHIN_S)
            error = trial.result() if done else None
            if error is not None:
                raise error
        except (NeedsInput, ValidationFailed) as error:
            raise NotFilledIn({_block_of(error): _said(error, manner)}) from None
        return filled

    async def create(self, turn: Turn, filled: FilledSchedule) -> None:
        manner = await self._conversation.manner_of(turn.person, turn.client)
        documents = (filled.wanted.model_dump(mode="json"),)
        await self._conversation.act(turn, manner, documents, card_id=self._shelf.new_id(), text="")

    async def change(self, turn: Turn, filled: FilledSchedule, owner: str | None) -> None:
        """`owner` None: an admin changes it. Raises what the service raises."""
        assert filled.schedule_id is not None
        schedule = await self._schedules.get(filled.schedule_id, owner)
        manner = await self._conversation.manner_of(turn.person, turn.client)
        wanted = filled.wanted
        changes: Changes = {"cron": wanted.cron, "channel": wanted.channel}
        if wanted.timezone is not None and wanted.timezone != schedule.timezone:
            changes["timezone"] = wanted.timezone
            changes["follows_owner"] = owner is not None and wanted.timezone == manner.zone.key
        if not filled.keeps_action:
            changes["action"] = await self._resolved(schedule.principal, wanted)
        await self._schedules.change(schedule.id, owner, **changes)

    async def _filled(
        self, turn: Turn, manner: Manner, view: Mapping[str, Any], schedule_id: str | None
    ) -> FilledSchedule:
        fields = Fields(view)
        when = (fields.of(action_ids.WHEN_BLOCK).get("value") or "").strip()
        what = (fields.of(action_ids.WHAT_BLOCK).get("value") or "").strip()
        zone = fields.chosen(action_ids.TIMEZONE_BLOCK)
        keeps_action = schedule_id is not None and not what
        cron, action = await self._read(turn, manner, when, what or _ANYTHING)
        with only_what_it_offers():
            wanted = CreateSchedule(
                cron=read_cron(cron).text,
                timezone=zone or manner.zone.key,
                channel=fields.of(action_ids.CHANNEL_BLOCK).get("selected_conversation"),
                action=action,
            )
        return FilledSchedule(wanted, schedule_id, keeps_action)

    async def _read(self, turn: Turn, manner: Manner, when: str, what: str) -> tuple[str, ActionBase]:
        """A sentence is read whole: "every Friday at 17:00" means nothing without what is done then."""
        if _CRON.fullmatch(when):
            action = await self._one(turn, manner, what)
            snapshot = await self._accounts.snapshot(turn.person.principal)
            week_start = DEFAULT_PREFERENCES.week_start if snapshot is None else snapshot.preferences.week_start
            return when, without_day(action, self._conversation.today(manner), week_start)
        read = await self._one(turn, manner, f"{when} {what}")
        if not isinstance(read, CreateSchedule):
            raise ValidationFailed(f"cron: when is that? For example: {manner.words.when_hint}", field="cron")
        return read.cron, read.action

    async def _one(self, turn: Turn, manner: Manner, text: str) -> ActionBase:
        reading = await self._engine.parse(
            text, principal=turn.person.principal, timezone=manner.timezone, locale=manner.locale
        )
        if len(reading.actions) != 1:
            raise ValidationFailed("action: a schedule does one thing; make one for each.", field="action")
        return reading.actions[0]

    async def _trial(self, turn: Turn, wanted: CreateSchedule) -> NeedsInput | ValidationFailed | None:
        """What the person can mend in the form; all else is told by what follows."""
        try:
            await self._resolved(turn.person.principal, wanted)
        except (NeedsInput, ValidationFailed) as error:
            return error
        except ClankerbotError:
            return None
        return None

    async def _resolved(self, principal: str, wanted: CreateSchedule) -> ActionBase:
        (planned,) = await self._engine.run(principal=principal, actions=[wanted], dry_run=True)
        assert isinstance(planned.action, CreateSchedule)
        return planned.action.action


def _block_of(error: ClankerbotError) -> str:
    return _BLOCK_OF.get(detail(error.details, "field") or "", action_ids.WHAT_BLOCK)


def _said(error: ClankerbotError, manner: Manner) -> str:
    refused = manner.words.channel_refusals.get(detail(error.details, "reason") or "")
    return refused or explained(error.code, error.message, manner.words, reason=detail(error.details, "reason"))
