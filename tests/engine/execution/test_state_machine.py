"""Random requests, repeats, undos, lost answers, crashes and restarts: no effect is lost, none is doubled.

The model counts what was asked for; the pad shows what came of it.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Row

from clankerbot_engine.actions import ActionBase, ActionResult, Undo
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.stores.database import Database
from tests.engine.execution.conftest import Bench
from tests.engine.execution.notes import Crash, Fault, WriteNote
from tests.examples import examples
from tests.fakes import sqlite

Outcome = TypeVar("Outcome")
Request = tuple[str, ...]
"""Texts to write; none of them: an undo of the last."""

FAULTS: tuple[Fault, ...] = get_args(Fault)
KEYS = ("k1", "k2", "k3", "k4", "k5", "k6")


class CrashingStore:
    """Dies before or after the commits that it is told to; reads never do."""

    WRITES = frozenset({"begin", "finish", "fail", "restart", "remember_once"})

    def __init__(self, store: Any, plan: list[int]) -> None:
        self._store = store
        self._plan = plan  # [commits to go, 0: dies before it, 1: after it]; empty: no crash

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        if name not in self.WRITES:
            return method

        async def call(*args: Any, **kwargs: Any) -> Any:
            if self._plan:
                self._plan[0] -= 1
                if self._plan[0] == 0:
                    after = self._plan[1]
                    self._plan.clear()
                    if after:
                        await method(*args, **kwargs)
                    raise Crash
            return await method(*args, **kwargs)

        return call


class ExactlyOnce(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="clankerbot-"))
        self.crash_plan: list[int] = []
        self.bench = self.do(self._open)
        self.asked: dict[str, Request] = {}
        self.answers: dict[str, list[ActionResult]] = {}
        self.keyless: Counter[str] = Counter()

    async def _open(self) -> Bench:
        bench = Bench(await Database.open(await sqlite.new(self.folder / "bench.db")))
        bench.journal = CrashingStore(bench.journal, self.crash_plan)
        bench.requests = CrashingStore(bench.requests, self.crash_plan)
        bench.restart()
        return bench

    def do(self, work: Callable[[], Awaitable[Outcome]]) -> Outcome:
        async def run() -> Outcome:
            return await work()

        return self.loop.run(run())

    def teardown(self) -> None:
        self.do(self.bench.database.close)
        self.loop.close()
        shutil.rmtree(self.folder)

    async def send(self, key: str | None, request: Request) -> None:
        actions: list[ActionBase] = [WriteNote(text=text) for text in request] or [Undo()]
        try:
            answer = list(await self.bench.run(*actions, key=key))
        except Crash:
            self.bench.restart()
            return
        except ClankerbotError:
            return
        if key is None:
            return
        for before, now in zip(self.answers.get(key, []), answer, strict=False):
            if before.status == "done":
                assert now.replayed
                assert now.model_copy(update={"replayed": before.replayed, "undoable": before.undoable}) == before
        self.answers[key] = answer

    @rule(faults=st.lists(st.sampled_from(FAULTS), max_size=4))
    def faults(self, faults: list[Fault]) -> None:
        self.bench.pad.faults.extend(faults)

    @rule(commits=st.integers(1, 6), after=st.integers(0, 1))
    def crash_at_a_commit(self, commits: int, after: int) -> None:
        self.crash_plan[:] = [commits, after]

    @rule(away=st.booleans())
    def line(self, away: bool) -> None:
        self.bench.pad.away = away

    @rule(key=st.sampled_from(KEYS), request=st.lists(st.sampled_from("ab"), max_size=3).map(tuple))
    def request(self, key: str, request: Request) -> None:
        request = self.asked.setdefault(key, request)
        self.do(lambda: self.send(key, request))

    @rule(request=st.lists(st.sampled_from("ab"), min_size=1, max_size=2).map(tuple))
    def request_without_a_key(self, request: Request) -> None:
        self.keyless.update(request)
        self.do(lambda: self.send(None, request))

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=2, max_size=4))
    def requests_at_once(self, keys: list[str]) -> None:
        requests = [(key, self.asked.setdefault(key, ("a",))) for key in keys]
        self.do(lambda: asyncio.gather(*(self.send(key, request) for key, request in requests)))

    @rule()
    def undo(self) -> None:
        self.do(lambda: self.send(None, ()))

    @rule(seconds=st.sampled_from([1, 31, 700]))
    def time_passes(self, seconds: int) -> None:
        self.do(lambda: self.bench.pad.pass_time(seconds))

    @rule()
    def restart(self) -> None:
        self.bench.restart()

    @rule()
    def settle(self) -> None:
        self.do(self._settle)

    async def _settle(self) -> None:
        try:
            await self.bench.runner.settle()
        except Crash:
            self.bench.restart()

    @invariant()
    def nothing_is_written_more_often_than_it_was_asked_for(self) -> None:
        asked = Counter(text for request in self.asked.values() for text in request) + self.keyless
        assert Counter(self.bench.pad.texts()) <= asked

    @invariant()
    def what_is_done_is_there_and_what_is_undone_is_not(self) -> None:
        self.do(self._compare)

    async def queried(self, query: str) -> Sequence[Row[Any]]:
        return await self.bench.database.read(lambda connection: connection.exec_driver_sql(query).all())

    async def _compare(self) -> None:
        rows = await self.queried(
            "SELECT w.entity_id, w.state, w.undone_by, u.state AS undo FROM operations w "
            "LEFT JOIN operations u ON u.undoes = w.id AND u.state != 'failed' WHERE w.undoes IS NULL"
        )
        done = [row.entity_id for row in rows if row.state == "done"]
        assert len(done) == len(set(done))
        there = set(self.bench.pad.notes)
        for row in rows:
            if row.state == "done" and row.undone_by is not None:
                assert row.entity_id not in there
            elif row.state == "done" and row.undo is None:
                assert row.entity_id in there
        assert len(there - set(done)) <= sum(row.state in ("started", "unknown") for row in rows)

    def settle_everything(self) -> None:
        """The line is mended, time passes: then nothing may be open, and the pad is what the journal says."""
        self.crash_plan.clear()
        self.bench.pad.faults.clear()
        self.bench.pad.away = False
        self.bench.restart()
        for _ in range(3):
            self.do(lambda: self.bench.pad.pass_time(7200))
            self.settle()
        assert self.do(lambda: self.bench.journal.unsettled(before=self.bench.clock())) == []
        self._compare_whole()

    def _compare_whole(self) -> None:
        async def standing() -> set[str]:
            rows = await self.queried(
                "SELECT entity_id FROM operations WHERE undoes IS NULL AND state = 'done' AND undone_by IS NULL"
            )
            return {row.entity_id for row in rows}

        assert self.do(standing) == set(self.bench.pad.notes)

    @precondition(lambda self: self.bench.pad.sent > 0)
    @rule()
    def all_is_settled(self) -> None:
        self.settle_everything()


@pytest.mark.hypothesis
def test_no_effect_is_lost_and_none_is_doubled() -> None:
    run_state_machine_as_test(
        ExactlyOnce,
        settings=settings(examples(25), stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
