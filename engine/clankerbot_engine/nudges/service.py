"""Nudges, from being wanted to being told: each once, whatever happens to the process.

A nudge waits in the database. When its time has come, one instance claims it and decides; before it is handed over to
be posted, that is written down with the message, so that what a crash cuts off is handed over again under the same id:
after it was decided again, for hours may have gone by.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import JsonValue
from ulid import ULID

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.errors import ClankerbotError, NeedsConnection, NotFound, Unauthorized
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.nudges.about import About, Findings
from clankerbot_engine.nudges.deciding import QUIET_FROM, QUIET_TO, Circumstances, Drop, Tell, Wait, Why, decide
from clankerbot_engine.nudges.findings import Looked, find
from clankerbot_engine.nudges.port import Messenger
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import JsonDict, Nudge, NudgeStore

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=45)
"""Where deciding takes longer, somebody else may do the same; it is begun by one alone, and posted once."""
AT_ONCE: Final = 50
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(minutes=30)
KEPT: Final = timedelta(days=60)
_LASTING: Final = (NeedsConnection, Unauthorized)
"""There is no account, or Clockify takes its key no more."""


def nudge_id(*source: str) -> str:
    """The same source is the same nudge."""
    return str(ULID.from_bytes(sha256("\0".join(("nudge", *source)).encode()).digest()[:16]))


class Nudges:
    """`messenger` is asked when something is told: None where Slack is not set up."""

    def __init__(
        self,
        store: NudgeStore,
        accounts: Accounts,
        absences: Absences,
        schedules: Schedules,
        *,
        messenger: Callable[[], Messenger | None],
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._absences = absences
        self._schedules = schedules
        self._messenger = messenger
        self._zone = zone
        self._clock = clock

    async def zone_of(self, principal: str) -> ZoneInfo:
        """What the person goes by: their settings, their profile in Slack, the one in Clockify, the service's."""
        settings = await self._accounts.settings(principal)
        messenger = self._messenger()
        known = settings.zone or (None if messenger is None else await messenger.zone_of(principal))
        if known is None:
            snapshot = await self._accounts.snapshot(principal)
            known = None if snapshot is None else snapshot.timezone
        return known or self._zone

    async def add(self, nudge: Nudge) -> bool:
        """It is told when its time has come (`work_once`). False where it is there already."""
        return await self._store.add(nudge)

    async def tell_now(self, nudge: Nudge) -> Nudge:
        """`add`, and what became of it at once. It may wait all the same.

        Raises `NeedsConnection` and `Unauthorized`: then nothing is known of the person's time, now or later.
        """
        await self._store.add(nudge)
        now = self._clock()
        taken = await self._store.take(nudge.id, now=now, until=now + LEASE)
        if taken is not None:
            await self._work_off(taken)
        return await self._store.get(nudge.id) or nudge

    async def work_once(self) -> int:
        """Works off what is due; how many."""
        count = 0
        if self._messenger() is None:
            return count
        while claimed := await self._store.claim(now=self._clock(), until=self._clock() + LEASE, limit=AT_ONCE):
            for nudge in claimed:
                try:
                    await self._work_off(nudge)
                except _LASTING as error:
                    log.info("nudge_not_known", extra={"nudge": nudge.id, "code": error.code})
                except Exception:  # it is tried again when the lease is over
                    log.exception("nudge_failed", extra={"nudge": nudge.id})
            count += len(claimed)
        return count

    async def forget_old(self) -> int:
        return await self._store.forget(before=self._clock() - KEPT)

    async def of(self, nudge_id: str, principal: str) -> Nudge:
        """Raises `NotFound`, also for what is somebody else's."""
        nudge = await self._store.get(nudge_id)
        if nudge is None or nudge.principal != principal:
            raise NotFound("There is no such reminder any more.")
        return nudge

    async def snooze(self, nudge: Nudge, *, minutes: int) -> datetime:
        """It is looked at again then, and told if it is still so. Returns when, in the person's time."""
        at = self._clock() + timedelta(minutes=minutes)

        def later(now: Nudge) -> Nudge:
            return replace(now, state="waiting", due_at=at, expires_at=max(now.expires_at, at + timedelta(hours=12)))

        await self._store.change(nudge.id, later)
        return at.astimezone(await self.zone_of(nudge.principal))

    async def stop_for_today(self, nudge: Nudge) -> None:
        """Nothing more is said to the person on this day of theirs."""
        today = self._clock().astimezone(await self.zone_of(nudge.principal)).date()
        await self._store.change(nudge.id, lambda now: replace(now, stopped_on=today))

    async def _work_off(self, nudge: Nudge) -> None:
        messenger = self._messenger()
        if messenger is None:
            return
        about = About.model_validate(nudge.about)
        if nudge.schedule_id is not None and not await self._goes_on(nudge.schedule_id, about):
            await self._drop(nudge, "gone")
            return
        zone = await self.zone_of(nudge.principal)
        now = self._clock().astimezone(zone)
        decision = decide(nudge, about, await self._circumstances(nudge, now, messenger))
        found: Findings | None = None
        if isinstance(decision, Tell):
            if nudge.state == "sending" and nudge.told_on == now.date():
                await self._hand_over(nudge, messenger)
                return
            try:
                outcome = await self._find(nudge, about, now, zone)
            except _LASTING:
                await self._drop(nudge, "unknown")
                raise
            except ClankerbotError as error:
                outcome = self._unknown(nudge, error)
            if isinstance(outcome, Findings):
                found = outcome
            else:
                decision = outcome
        if isinstance(decision, Wait):
            await self._wait(nudge, decision)
        elif isinstance(decision, Drop):
            await self._drop(nudge, decision.why)
        elif found is not None:
            await self._tell(nudge, about, found, now, messenger)

    async def _circumstances(self, nudge: Nudge, now: datetime, messenger: Messenger) -> Circumstances:
        settings, today = await self._accounts.settings(nudge.principal), now.date()
        return Circumstances(
            now=now,
            quiet_from=settings.quiet_from or QUIET_FROM,
            quiet_to=settings.quiet_to or QUIET_TO,
            busy_until=await messenger.busy_until(nudge.principal),
            takes_others=settings.by_others is not False,
            told_today=await self._store.told_on(nudge.principal, today, besides=nudge.id),
            stopped_today=await self._store.stopped_on(nudge.principal, today),
        )

    async def _find(self, nudge: Nudge, about: About, now: datetime, zone: ZoneInfo) -> Findings | Wait | Drop:
        if about.kind == "text":
            return Findings()
        account = await self._accounts.of(nudge.principal)
        return await find(
            about,
            Looked(
                account=account,
                snapshot=await account.cache.snapshot(),
                absences=self._absences,
                settings=await self._accounts.settings(nudge.principal),
                now=now,
                zone=zone,
            ),
        )

    def _unknown(self, nudge: Nudge, error: ClankerbotError) -> Findings | Wait | Drop:
        """Tried again while it makes sense; then whoever asked for it is told that it is not known."""
        log.warning("nudge_not_known", extra={"nudge": nudge.id, "code": error.code})
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(nudge.attempts - 1, 10))
        again_at = self._clock() + max(wait, timedelta(seconds=error.retry_after_s or 0))
        if error.retryable and again_at < nudge.expires_at:
            return Wait(again_at, "unknown")
        return Findings(unknown_because=error.code) if nudge.asked else Drop("unknown")

    async def _tell(self, nudge: Nudge, about: About, found: Findings, now: datetime, messenger: Messenger) -> None:
        message = await messenger.word(nudge, about, found)
        kept: JsonDict = found.model_dump(mode="json")
        if not await self._store.begin(nudge, now.date(), message, kept):
            await self._drop(nudge, "one_a_day")
            return
        begun = await self._store.get(nudge.id)
        if begun is not None:
            await self._hand_over(begun, messenger)

    async def _hand_over(self, nudge: Nudge, messenger: Messenger) -> None:
        """Under an id that follows from the nudge and how often it was told: a crash in between does no harm."""
        assert nudge.message is not None
        await messenger.tell(_post_id(nudge), nudge.principal, nudge.message)
        await self._store.change(nudge.id, lambda now: replace(now, state="sent") if now.state == "sending" else now)
        log.info("nudge_told", extra={"nudge": nudge.id, "principal": nudge.principal})

    async def _wait(self, nudge: Nudge, decision: Wait) -> None:
        due_at = decision.until.astimezone(UTC)
        # Only what could not be found out counts as a try: the next one waits longer.
        attempts = nudge.attempts if decision.why == "unknown" else 0
        await self._store.change(
            nudge.id, lambda now: replace(now, due_at=due_at, attempts=attempts, outcome=decision.why)
        )

    async def _drop(self, nudge: Nudge, why: Why) -> None:
        log.info("nudge_dropped", extra={"nudge": nudge.id, "why": why})
        await self._store.change(nudge.id, lambda now: replace(now, state="dropped", outcome=why))

    async def _goes_on(self, schedule_id: str, about: About) -> bool:
        try:
            schedule = await self._schedules.get(schedule_id, None)
        except NotFound:
            return False
        return schedule.enabled or about.by_hand


def _post_id(nudge: Nudge) -> str:
    """In the order of time, as all posts are."""
    digest = sha256(f"{nudge.id}:{nudge.times}".encode()).digest()
    return str(ULID(int(nudge.created_at.timestamp() * 1000).to_bytes(6, "big") + digest[:10]))


def new_nudge(
    source: tuple[str, ...],
    principal: str,
    about: About,
    *,
    by: str,
    asked: bool,
    now: datetime,
    due_at: datetime,
    expires_at: datetime,
    schedule_id: str | None = None,
) -> Nudge:
    kept: dict[str, JsonValue] = about.model_dump(mode="json", exclude_defaults=True)
    return Nudge(
        id=nudge_id(*source, principal),
        principal=principal,
        by=by,
        asked=asked,
        about={"kind": about.kind, **kept},
        state="waiting",
        due_at=due_at,
        expires_at=expires_at,
        created_at=now,
        schedule_id=schedule_id,
    )
