"""The front door: what is read with what, what is asked back, what a request is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import JsonValue

from clankerbot_engine.actions import (
    MAX_TEXT,
    ActionBase,
    ActionResult,
    Choice,
    CreateSchedule,
    LogTime,
    Need,
    ParseResult,
    PostMessage,
    Subscribe,
    Unknown,
)
from clankerbot_engine.catalogue import Catalogue, read_catalogue
from clankerbot_engine.engine import MAX_ACTIONS, Engine
from clankerbot_engine.errors import Conflict, NeedsInput, ValidationFailed
from clankerbot_engine.integrations.built_in import BuiltInIntegration
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.requests import SqlRequestStore
from tests.engine.execution.conftest import ME, NOW
from tests.engine.execution.notes import Clock
from tests.fakes import sqlite

BERLIN, TOKYO, LIMA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Lima")
CATALOGUE = read_catalogue(
    {
        "projects": [
            {"name": "Apollo", "id": "p1"},
            {"name": "Hermes", "id": "p2"},
            {"name": "Zeus App", "id": "p3"},
            {"name": "Zeus Web", "id": "p4"},
        ]
    }
)


@dataclass
class Snapshot:
    catalogue: Catalogue = CATALOGUE
    timezone: ZoneInfo | None = TOKYO
    preferences: Preferences = Preferences(date_order="DMY")  # noqa: RUF009 (frozen)
    has_set_language: bool = False


@dataclass
class People:
    known: Snapshot | None = field(default_factory=Snapshot)
    asked: list[str] = field(default_factory=list)

    async def snapshot(self, principal: str) -> Snapshot | None:
        self.asked.append(principal)
        return self.known


class Model:
    """Reads everything as half an hour on Hermes."""

    asked = 0

    async def parse(self, text: str, **known: Any) -> ParseResult:
        self.asked += 1
        action = LogTime(duration_s=1800, project="Hermes", project_id="p2", parser="llm")
        zone = known["timezone"].key
        return ParseResult(text=text, parser="llm", actions=(action,), timezone=zone, now=known["now"], took_us=1)


class Timesheet:
    """Takes down what is logged."""

    name = "timesheet"
    action_types = (LogTime, CreateSchedule)

    def __init__(self) -> None:
        self.logged: list[Plan] = []
        self.contexts: list[Context] = []

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        return None

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        self.contexts.append(context)
        return Prepared(
            action, action.model_dump(mode="json"), ActionResult(action=action, status="planned", message="")
        )

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        self.logged.append(plan)
        return Applied(ActionResult(action=action, status="done", message="Logged."))

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        raise AssertionError("nothing is lost here")


class Bench:
    def __init__(self, database: Database) -> None:
        self.clock = Clock(NOW)
        self.people = People()
        self.model: Model | None = Model()
        self.metrics = Metrics()
        self.timesheet = Timesheet()
        self._database = database

    @property
    def engine(self) -> Engine:
        resources = Resources(Settings(), httpx.AsyncClient(), self.clock)
        return Engine(
            Router([BuiltInIntegration(resources), self.timesheet]),
            journal=SqlJournal(self._database),
            requests=SqlRequestStore(self._database),
            pending=SqlPendingStore(self._database),
            people=self.people,
            llm=self.model,
            timezone=BERLIN,
            clock=self.clock,
            metrics=self.metrics,
        )

    async def parse(self, text: str, **asked: Any) -> ParseResult:
        return await self.engine.parse(text, principal=ME, **asked)

    async def run(self, **asked: Any) -> list[ActionResult]:
        return await self.engine.run(principal=ME, **asked)

    def read_by(self, parser: str) -> float:
        return self.metrics.registry.get_sample_value("clankerbot_parses_total", {"parser": parser}) or 0


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    database = await Database.open(await sqlite.new(tmp_path / "engine.db"))
    yield Bench(database)
    await database.close()


def log(reading: ParseResult) -> LogTime:
    (action,) = reading.actions
    assert isinstance(action, LogTime)
    return action


async def test_a_text_is_read_as_the_person_means_it(bench: Bench) -> None:
    reading = await bench.parse("log 2h on apollo yesterday")
    assert (log(reading).duration_s, log(reading).project, log(reading).project_id) == (7200, "Apollo", "p1")
    assert (reading.timezone, reading.parser) == ("Asia/Tokyo", "rule")
    assert bench.read_by("rule") == 1
    ordered = await bench.parse("log 2h on apollo 5/6")
    assert str(log(ordered).date) == "2026-06-05"  # the profile says day first


@pytest.mark.parametrize("profile", [TOKYO, None])
@pytest.mark.parametrize("argument", [LIMA, None])
async def test_the_time_zone_is_the_argument_else_the_profiles_else_the_settings(
    bench: Bench, argument: ZoneInfo | None, profile: ZoneInfo | None
) -> None:
    bench.people = People(Snapshot(timezone=profile))
    reading = await bench.parse("log 2h", timezone=argument)
    assert reading.timezone == (argument or profile or BERLIN).key
    await bench.run(text="log 2h", timezone=argument)
    assert bench.timesheet.contexts[0].timezone == (argument or profile or BERLIN)


async def test_now_is_the_clocks_unless_it_is_said(bench: Bench) -> None:
    assert abs((await bench.parse("log 2h")).now - NOW) < timedelta(seconds=1)
    then = datetime(2026, 1, 2, 3, tzinfo=BERLIN)
    assert (await bench.parse("log 2h", now=then)).now == then


async def test_the_language_is_the_persons_own_else_the_one_that_is_said(bench: Bench) -> None:
    async def told() -> str:
        (action,) = (await bench.parse("xyzzy", locale="de-DE")).actions
        assert isinstance(action, Unknown)
        return action.reason

    assert await told() == "Darin steht nichts, was hier getan wird."
    bench.people = People(Snapshot(preferences=Preferences(locale="en"), has_set_language=True))
    assert await told() == "It asks for nothing that is done here."


async def test_a_catalogue_that_is_given_is_the_one_that_counts(bench: Bench) -> None:
    own = read_catalogue({"projects": [{"name": "Apollo", "id": "mine"}]})
    assert log(await bench.parse("log 2h on Apollo", catalogue=own, timezone=LIMA)).project_id == "mine"
    assert bench.people.asked == []


async def test_a_text_is_read_where_nothing_is_known_of_the_person(bench: Bench) -> None:
    bench.people.known = None
    reading = await bench.parse("log 2h on Apollo")
    assert (log(reading).project, log(reading).project_id, reading.timezone) == ("Apollo", None, "Europe/Berlin")
    assert bench.people.asked == [ME]


async def test_the_model_is_asked_only_where_one_asks_for_it(bench: Bench) -> None:
    assert bench.model is not None
    assert (await bench.parse("log 2h on Apollo")).parser == "rule"
    assert bench.model.asked == 0
    assert (await bench.parse("log 2h on Apollo", llm=True)).parser == "llm"
    assert (bench.read_by("rule"), bench.read_by("llm")) == (1, 1)


async def test_without_a_model_the_rules_read_and_say_so(bench: Bench) -> None:
    bench.model = None
    reading = await bench.parse("log 2h on Apollo", llm=True)
    assert (reading.parser, reading.fallback_reason, log(reading).parser) == ("fallback", "not_configured", "fallback")


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "a\x00b", "\ud800", "x" * (MAX_TEXT + 1)])
async def test_a_text_that_nobody_could_read_is_refused(bench: Bench, text: str) -> None:
    for attempt in (bench.parse(text), bench.run(text=text)):
        with pytest.raises(ValidationFailed) as caught:
            await attempt
        assert caught.value.field == "text"


async def test_the_longest_text_is_read(bench: Bench) -> None:
    assert (await bench.parse("x" * MAX_TEXT)).actions


async def test_a_text_is_carried_out(bench: Bench) -> None:
    results = await bench.run(text="log 2h on Apollo and 30m on Zeus App")
    assert [result.status for result in results] == ["done", "done"]
    assert [plan["project_id"] for plan in bench.timesheet.logged] == ["p1", "p3"]


async def test_a_text_that_is_not_understood_is_an_error_with_suggestions(bench: Bench) -> None:
    with pytest.raises(ValidationFailed) as caught:
        await bench.run(text="blah blah foo")
    assert caught.value.details["field"] == "text"
    assert caught.value.details["suggestions"]


async def test_help_is_an_answer(bench: Bench) -> None:
    (result,) = await bench.run(text="help")
    assert "log 2h on Apollo yesterday" in result.message


async def test_what_needs_slack_says_so(bench: Bench) -> None:
    with pytest.raises(ValidationFailed, match="Slack app"):
        await bench.run(actions=[PostMessage(channel="general", text="hi")])


@pytest.mark.parametrize("asked", [{}, {"text": "log 2h", "actions": [LogTime(duration_s=60)]}])
async def test_a_request_is_a_text_or_actions(bench: Bench, asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationFailed):
        await bench.run(**asked)


@pytest.mark.parametrize("count", [0, MAX_ACTIONS + 1])
async def test_a_request_has_some_actions_and_not_too_many(bench: Bench, count: int) -> None:
    with pytest.raises(ValidationFailed, match="1 to 100 actions"):
        await bench.run(actions=[LogTime(duration_s=60)] * count)


async def test_names_in_actions_are_resolved_like_those_in_a_text(bench: Bench) -> None:
    (result,) = await bench.run(actions=[LogTime(duration_s=60, project="apollo")])
    assert isinstance(result.action, LogTime)
    assert (result.action.project, result.action.project_id) == ("Apollo", "p1")


async def test_a_name_that_may_be_two_things_is_asked_about(bench: Bench) -> None:
    with pytest.raises(NeedsInput) as caught:
        await bench.run(actions=[LogTime(duration_s=60, project="Apollo"), LogTime(duration_s=60, project="Zeus")])
    assert caught.value.details["index"] == 1
    (need,) = caught.value.needs
    assert need.field == "project"
    assert {choice.id for choice in need.choices} == {"p3", "p4"}
    assert bench.timesheet.logged == []


NEED = Need(field="project", reason="Which project?", choices=(Choice(value="Apollo", label="Apollo", id="p1"),))
LONG = Need(field="duration_s", reason="Really 30 hours?")


async def test_the_answer_to_a_question_is_the_action_with_the_choice_in_it(bench: Bench) -> None:
    asking = LogTime(duration_s=60, needs=(NEED,))
    with pytest.raises(NeedsInput) as caught:
        await bench.run(actions=[asking])
    assert caught.value.details["action"] == asking.model_dump(mode="json")
    await bench.run(actions=[asking.model_copy(update={"project": "Apollo", "project_id": "p1"})])
    assert len(bench.timesheet.logged) == 1


async def test_what_was_missing_is_answered_by_being_there(bench: Bench) -> None:
    asking = LogTime(project="Apollo", needs=(Need(field="duration_s", reason="How long was it?", code="missing"),))
    with pytest.raises(NeedsInput):
        await bench.run(actions=[asking])
    await bench.run(actions=[asking.model_copy(update={"duration_s": 60})])
    assert len(bench.timesheet.logged) == 1


async def test_what_has_no_id_is_answered_by_confirming(bench: Bench) -> None:
    asking = LogTime(duration_s=30 * 3600, project="Apollo", needs=(LONG,))
    with pytest.raises(NeedsInput, match="Really 30 hours"):
        await bench.run(actions=[asking])
    await bench.run(actions=[asking.model_copy(update={"confirmed": True})])
    assert len(bench.timesheet.logged) == 1


async def test_a_question_inside_a_schedule_is_asked_too(bench: Bench) -> None:
    schedule = CreateSchedule(cron="0 9 * * 1", action=LogTime(duration_s=60, project="Zeus"))
    with pytest.raises(NeedsInput) as caught:
        await bench.run(actions=[schedule])
    assert [need.field for need in caught.value.needs] == ["action.project"]


async def test_the_same_key_and_text_again_are_not_read_again(bench: Bench) -> None:
    """Nor is a model asked: another answer of its would be another request."""
    assert bench.model is not None
    first = await bench.run(text="log 2h on Apollo yesterday", key="k", llm=True)
    bench.clock.now += timedelta(days=3)
    again = await bench.run(text="log 2h on Apollo yesterday", key="k", llm=True)
    assert [result.model_copy(update={"replayed": False}) for result in again] == first
    assert (bench.model.asked, len(bench.timesheet.logged)) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "log 3h"},
        {"text": "log 2h", "timezone": LIMA},
        {"text": "log 2h", "llm": True},
        {"actions": [LogTime(duration_s=7200)]},
    ],
)
async def test_the_same_key_and_another_request_are_a_conflict(bench: Bench, other: dict[str, Any]) -> None:
    await bench.run(text="log 2h", key="k")
    with pytest.raises(Conflict):
        await bench.run(key="k", **other)


async def test_a_whole_number_of_any_size_is_carried_out(bench: Bench) -> None:
    filters: dict[str, JsonValue] = {"amount": 10**30}
    subscribed = Subscribe(channel="C1", topic="events", filters=filters)
    await bench.run(actions=[CreateSchedule(cron="0 9 * * 1", timezone="UTC", action=subscribed)], key="k")
    assert bench.timesheet.logged[0]["action"]["filters"] == filters


async def test_a_dry_run_carries_nothing_out(bench: Bench) -> None:
    (result,) = await bench.run(text="log 2h on Apollo", dry_run=True)
    assert (result.status, bench.timesheet.logged) == ("planned", [])


async def test_settling_and_draining_are_there_for_the_start_and_the_end(bench: Bench) -> None:
    engine = bench.engine
    assert await engine.settle() == 0
    await engine.drain(1)
