"""App Home: shown at once from what is known, then as it is, and again after each change."""

import asyncio
import hashlib
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot import blocks
from clankerbot_bot.blocks import HomeFacts, QuickLog
from clankerbot_bot.blocks.sentences import schedule_what, told_why
from clankerbot_bot.blocks.waiting import WaitingLine
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.like_entry import log_like
from clankerbot_bot.long_timers import LongTimers
from clankerbot_bot.people import Person
from clankerbot_bot.surfaces import NotShown, called
from clankerbot_bot.timesheets import Asked, Timesheets, total
from clankerbot_bot.turns import Turn
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import EntryFact, LogTime
from clankerbot_engine.errors import ClankerbotError, UpstreamError
from clankerbot_engine.logs import current_request_id
from clankerbot_engine.pending import Pending

log = logging.getLogger(__name__)

Found = TypeVar("Found")

MOST_QUICK: Final = 4
MOST_KNOWN: Final = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a person's Home shows, and what its quick buttons log."""

    facts: HomeFacts
    quick: tuple[LogTime, ...] = ()

    def entry(self, entry_id: str) -> EntryFact | None:
        return next((entry for entry in self.facts.entries if entry.id == entry_id), None)

    def quick_log(self, value: str) -> LogTime | None:
        """`value`: of its button."""
        return next((action for action in self.quick if _value_of(action) == value), None)


class Home:
    def __init__(
        self,
        conversation: Conversation,
        timesheets: Timesheets,
        accounts: Accounts,
        long_timers: LongTimers,
        pending: Pending,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._conversation = conversation
        self._timesheets = timesheets
        self._accounts = accounts
        self._long_timers = long_timers
        self._pending = pending
        self._clock = clock
        self._known: OrderedDict[Person, Known] = OrderedDict()
        self._following: set[Person] = set()
        self._locks: WeakValueDictionary[Person, asyncio.Lock] = WeakValueDictionary()

    def known(self, person: Person) -> Known | None:
        return self._known.get(person)

    async def found(self, turn: Turn, of: Callable[[Known], Found | None]) -> Found | None:
        """Of what their Home shows. Looked up where that was drawn by another instance, or before a restart, too."""
        known = self._known.get(turn.person)
        found = None if known is None else of(known)
        if found is None:
            await self.refresh(turn.person, turn.client)
            found = of(self._known[turn.person])
        return found

    async def open(self, person: Person, client: AsyncWebClient) -> None:
        """For `app_home_opened`."""
        manner = self._conversation.manner_at_once(person)
        known = self._known.get(person)
        shown = known.facts if known else HomeFacts(state="loading", now=self._now(manner))
        await self._publish(person, client, shown, manner)
        await self.refresh(person, client)

    def forget(self, person: Person) -> None:
        """Another account is connected now, or none."""
        self._known.pop(person, None)
        self._timesheets.forget(person)

    async def refresh_if_seen(self, person: Person, client: AsyncWebClient) -> None:
        """After a change: who never opened Home does not wait for it."""
        if person in self._known:
            await self.refresh(person, client, anew=False)

    async def follow(self, person: Person, client: AsyncWebClient) -> None:
        """Something changed in Clockify, and is known. Of many changes at once, the last one is shown."""
        if person not in self._known or person in self._following:
            return
        self._following.add(person)
        async with self._lock(person):
            self._following.discard(person)
        await self.refresh(person, client, anew=False)

    async def refresh(self, person: Person, client: AsyncWebClient, *, anew: bool = True) -> None:
        """Never raises: what went wrong stands on the Home. `anew`: Clockify is asked, whatever is known."""
        async with self._lock(person):  # else an older look could be shown last
            manner = await self._conversation.manner_of(person, client)
            try:
                known = await self._look(person, manner, anew=anew)
            except ClankerbotError as error:
                known = self._as_before(person, error) or Known(self._failed(told_why(error, manner.words), manner))
            except Exception:
                log.exception("slack_home_failed")
                known = Known(self._failed("", manner))
            known = replace(known, facts=replace(known.facts, waiting=await self._waiting(person, manner)))
            self._remember(person, known)
            await self._publish(person, client, known.facts, manner)

    async def _waiting(self, person: Person, manner: Manner) -> tuple[WaitingLine, ...]:
        """What is kept until Clockify answers again. Without it, where that cannot be told."""
        try:
            kept = await self._pending.waiting(person.principal)
        except ClankerbotError as error:
            log.warning("slack_waiting_not_known", extra={"code": error.code})
            return ()
        return tuple(
            WaitingLine(
                each.id,
                manner.words.listed(schedule_what({"action": action}, manner.words) for action in each.actions),
                each.said_at.astimezone(manner.zone),
            )
            for each in kept
        )

    def _lock(self, person: Person) -> asyncio.Lock:
        lock = self._locks.get(person)
        if lock is None:
            lock = self._locks[person] = asyncio.Lock()
        return lock

    async def _look(self, person: Person, manner: Manner, *, anew: bool) -> Known:
        now = self._now(manner)
        if not await self._accounts.is_connected(person.principal):
            return Known(HomeFacts(state="not_connected", now=now))
        today = now.date()
        asked = Asked(person, manner.zone, manner.timezone)
        entries = await self._timesheets.lately(asked, anew=anew)
        settings = await self._accounts.settings(person.principal)
        user_name, workspace_name = await self._names(person)
        quick = quick_logs(entries)
        running = next((entry for entry in entries if entry.end is None), None)
        if running is not None:
            await self._long_timers.note(person, running)
        facts = HomeFacts(
            state="ready",
            now=now,
            user_name=user_name,
            workspace_name=workspace_name,
            today_s=total(entries, today, today),
            week_s=total(entries, today - timedelta(days=today.weekday()), date.max),
            daily_target_s=settings.daily_target_s,
            running=running,
            entries=tuple(entry for entry in entries if entry.end is not None),
            quick=tuple(QuickLog(_label(each, manner.words), _value_of(each)) for each in quick),
            settings=settings,
            zone_name=manner.zone.key,
        )
        return Known(facts, quick)

    async def _names(self, person: Person) -> tuple[str, str]:
        """Of the person and the workspace. They cost two requests, so they are asked for once."""
        known = self._known.get(person)
        if known is not None and known.facts.user_name:
            return known.facts.user_name, known.facts.workspace_name
        connected = await self._accounts.describe(person.principal)
        return (connected.user_name, connected.workspace.name) if connected is not None else ("", "")

    def _as_before(self, person: Person, error: ClankerbotError) -> Known | None:
        """With its age, where Clockify does not answer: nothing says that it is otherwise."""
        before = self._known.get(person)
        if not isinstance(error, UpstreamError) or before is None or before.facts.state != "ready":
            return None
        facts = before.facts
        return replace(before, facts=replace(facts, as_of=facts.as_of or facts.now))

    def _failed(self, message: str, manner: Manner) -> HomeFacts:
        return HomeFacts(state="error", now=self._now(manner), message=message, request_id=current_request_id.get())

    async def _publish(self, person: Person, client: AsyncWebClient, facts: HomeFacts, manner: Manner) -> None:
        view = blocks.home(replace(facts, now=self._now(manner)), manner.words)
        try:
            await called(client.views_publish, user_id=person.user_id, view=view)
        except NotShown as error:
            log.warning("slack_home_not_shown", extra={"error": error.error})

    def _remember(self, person: Person, known: Known) -> None:
        self._known.pop(person, None)
        self._known[person] = known
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    def _now(self, manner: Manner) -> datetime:
        return self._clock().astimezone(manner.zone)


def quick_logs(entries: tuple[EntryFact, ...]) -> tuple[LogTime, ...]:
    """What was done most often lately, to be logged again in its usual length."""
    done = [entry for entry in entries if entry.duration_s and entry.project_id]
    often = Counter((entry.project_id, entry.task_id, entry.description) for entry in done)
    chosen = [key for key, _ in often.most_common(MOST_QUICK)]
    newest = (next(e for e in done if (e.project_id, e.task_id, e.description) == key) for key in chosen)
    return tuple(log_like(entry) for entry in newest)


def _value_of(action: LogTime) -> str:
    return hashlib.sha256(action.model_dump_json().encode()).hexdigest()[:16]


def _label(action: LogTime, words: Words) -> str:
    about = [part for part in (action.project, action.task, action.description) if part]
    return f"{words.length(action.duration_s or 0)} {' · '.join(about)}"
