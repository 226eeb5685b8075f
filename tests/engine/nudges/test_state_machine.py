"""Random nudges, clicks, crashes and days: nobody is told more than they want, and what they asked for is told."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.actions import ActionBase, ActionResult
from clankerbot_engine.clockify.access import Credential
from clankerbot_engine.errors import NotSetUp
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.nudges.about import About, Findings
from clankerbot_engine.nudges.service import Nudges, new_nudge
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.shared.signals import NobodyElse
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.nudges import SqlNudgeStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import JsonDict, Nudge
from clankerbot_engine.stores.schedules import SqlScheduleStore
from tests.examples import examples
from tests.fakes import sqlite

Outcome = TypeVar("Outcome")

ADA, BEN = "slack:T:ADA", "slack:T:BEN"
TOKYO = ZoneInfo("Asia/Tokyo")
BEGIN = datetime(2026, 11, 25, 1, tzinfo=UTC)
QUIET_FROM, QUIET_TO = time(20), time(8)


class Crash(Exception):
    """The process dies here."""


class Mouth:
    """Stands for Slack: `told` are the posts, each id once, with the person's time. `crash`: before or after one."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.told: dict[str, tuple[JsonDict, datetime]] = {}
        self.busy: datetime | None = None
        self.crash: str | None = None

    async def zone_of(self, principal: str) -> ZoneInfo | None:
        return TOKYO

    async def busy_until(self, principal: str) -> datetime | None:
        return self.busy

    async def word(self, nudge: Nudge, about: About, found: Findings) -> JsonDict:
        return {"nudge": nudge.id, "asked": nudge.asked}

    async def tell(self, post_id: str, principal: str, message: JsonDict) -> None:
        crash, self.crash = self.crash, None
        if crash == "before":
            raise Crash
        self.told.setdefault(post_id, (message, self._clock().astimezone(TOKYO)))
        if crash == "after":
            raise Crash


class NoActions:
    """Nothing is scheduled here."""

    def read_action(self, document: object) -> ActionBase:
        raise NotSetUp("nothing")

    def integration_for(self, action: ActionBase) -> object:
        raise NotSetUp("nothing")


class Wanted(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="clankerbot-"))
        self.now = BEGIN
        self.mouth = Mouth(lambda: self.now)
        self.made = 0
        self.all: dict[str, Nudge] = {}
        self.stopped: list[tuple[date, datetime]] = []
        self.off_at: datetime | None = None
        self.do(self._open)

    async def _open(self) -> None:
        self.database = await Database.open(await sqlite.new(self.folder / "nudges.db"))

        def clock() -> datetime:
            return self.now

        people = SqlPersonStore(self.database)

        def unopened(credential: Credential, base_url: str, workspace_id: str | None) -> Account:
            raise NotSetUp("Nobody is connected here.")

        self.accounts = Accounts(
            people,
            Vault(()),
            shared=None,
            open_account=unopened,
            own_url="",
            personal=lambda principal: True,
            clock=clock,
            signals=NobodyElse(),
        )

        async def never(
            *, principal: str, actions: Sequence[ActionBase], key: str, timezone: ZoneInfo, now: datetime
        ) -> list[ActionResult]:
            return []

        schedules = Schedules(
            SqlScheduleStore(self.database),
            run=never,
            actions=NoActions,
            clock=clock,
            metrics=Metrics(),
        )
        self.store = SqlNudgeStore(self.database)
        self.nudges = Nudges(
            self.store,
            self.accounts,
            Absences(clock=clock),
            schedules,
            messenger=lambda: self.mouth,
            zone=TOKYO,
            clock=clock,
        )

    def do(self, work: Callable[[], Awaitable[Outcome]]) -> Outcome:
        async def run() -> Outcome:
            return await work()

        return self.loop.run(run())

    def teardown(self) -> None:
        self.do(self.database.close)
        self.loop.close()
        shutil.rmtree(self.folder)

    @property
    def local(self) -> datetime:
        return self.now.astimezone(TOKYO)

    @rule(asked=st.booleans(), in_minutes=st.sampled_from([0, 10, 60, 400]), hours=st.sampled_from([1, 12, 48]))
    def make(self, asked: bool, in_minutes: int, hours: int) -> None:
        self.made += 1
        due_at = self.now + timedelta(minutes=in_minutes)
        nudge = new_nudge(
            (str(self.made),),
            ADA,
            About(kind="text", text="hello"),
            by=ADA if asked else BEN,
            asked=asked,
            now=self.now,
            due_at=due_at,
            expires_at=due_at + timedelta(hours=hours),
        )
        self.all[nudge.id] = nudge
        self.do(lambda: self.nudges.add(nudge))

    @rule(minutes=st.sampled_from([1, 3, 45, 240, 700]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.work()

    @rule(crash=st.sampled_from(["before", "after"]))
    def dies_while_telling(self, crash: str) -> None:
        self.mouth.crash = crash

    @rule(minutes=st.sampled_from([0, 30, 600]))
    def is_not_to_be_disturbed(self, minutes: int) -> None:
        self.mouth.busy = self.now + timedelta(minutes=minutes) if minutes else None

    @precondition(lambda self: self.mouth.told)
    @rule(minutes=st.sampled_from([30, 180]))
    def snooze(self, minutes: int) -> None:
        newest = self.do(lambda: self.nudges.of(self.newest_id, ADA))
        if newest.state == "sent":
            self.do(lambda: self.nudges.snooze(newest, minutes=minutes))

    @precondition(lambda self: self.mouth.told)
    @rule()
    def no_more_today(self) -> None:
        self.do(lambda: self._stop())
        self.stopped.append((self.local.date(), self.local))

    async def _stop(self) -> None:
        await self.nudges.stop_for_today(await self.nudges.of(self.newest_id, ADA))

    @rule()
    def nobody_else_any_more(self) -> None:
        self.off_at = self.off_at or self.local
        self.do(lambda: self.accounts.change_settings(ADA, PersonSettings(by_others=False)))

    @property
    def newest_id(self) -> str:
        message, _ = list(self.mouth.told.values())[-1]
        return str(message["nudge"])

    def work(self) -> None:
        self.do(self.nudges.work_once)  # a crash within one nudge is logged, and its lease runs out

    def posts(self) -> list[tuple[Nudge, datetime]]:
        return [(self.all[str(message["nudge"])], at) for message, at in self.mouth.told.values()]

    @invariant()
    def one_a_day_comes_that_was_not_asked_for(self) -> None:
        rows = self.do(
            lambda: self.database.read(
                lambda connection: connection.exec_driver_sql("SELECT asked, told_on FROM nudges").all()
            )
        )
        unasked = Counter(row.told_on for row in rows if row.told_on is not None and not row.asked)
        assert all(count == 1 for count in unasked.values())
        posted = Counter(day for day, _ in {(at.date(), nudge.id) for nudge, at in self.posts() if not nudge.asked})
        assert all(count == 1 for count in posted.values())

    @invariant()
    def quiet_hours_and_a_stop_for_today_and_a_no_to_others_hold(self) -> None:
        for nudge, at in self.posts():
            if not nudge.asked:
                assert QUIET_TO <= at.time() < QUIET_FROM
                assert self.off_at is None or at <= self.off_at
            for day, stopped_at in self.stopped:
                assert not (at.date() == day and at > stopped_at)

    @precondition(lambda self: self.made > 0)
    @rule()
    def what_was_asked_for_comes_in_the_end(self) -> None:
        """Unless it was too late, or no more was wanted on its day."""
        self.mouth.busy = None
        for _ in range(60):
            self.now += timedelta(hours=1)
            self.work()
        told = {str(message["nudge"]) for message, _ in self.mouth.told.values()}
        rows = self.do(
            lambda: self.database.read(
                lambda connection: connection.exec_driver_sql("SELECT id, state, outcome FROM nudges WHERE asked").all()
            )
        )
        for row in rows:
            assert row.id in told or row.outcome in ("too_late", "stopped"), row


@pytest.mark.hypothesis
def test_nobody_is_told_more_than_they_want() -> None:
    run_state_machine_as_test(
        Wanted,
        settings=settings(examples(40), stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
