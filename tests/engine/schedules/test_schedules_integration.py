import re
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from clankerbot_engine.actions import CreateSchedule, DeleteSchedule, ListSchedules, Undo
from clankerbot_engine.errors import NeedsInput, NotFound, ValidationFailed
from clankerbot_engine.integrations.port import Context, Resources, Sent
from clankerbot_engine.integrations.schedules import SchedulesIntegration
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.settings import Settings
from tests.engine.schedules.conftest import STANDUP, WEDNESDAY, WEEK, Clock, Engine

ADA = Context("ada", WEDNESDAY, ZoneInfo("Europe/Berlin"))
FRIDAY = CreateSchedule(cron="0 17 * * 5", channel="#design", action=WEEK)


async def _nothing_claimed(ids: Iterable[str]) -> frozenset[str]:
    return frozenset()


SENT = Sent(at=WEDNESDAY, claimed=_nothing_claimed)


@pytest.fixture
async def integration(schedules: Schedules, clock: Clock) -> AsyncIterator[SchedulesIntegration]:
    async with httpx.AsyncClient() as http:
        yield SchedulesIntegration(Resources(Settings(), http, clock, {Schedules: schedules}))


async def _create(integration: SchedulesIntegration, action: CreateSchedule = FRIDAY) -> str:
    prepared = await integration.prepare(action, ADA)
    applied = await integration.apply(action, prepared.plan, ADA)
    assert applied.entity_id is not None
    return applied.entity_id


async def test_a_schedule_is_made_in_the_persons_zone_and_listed(
    integration: SchedulesIntegration, schedules: Schedules
) -> None:
    prepared = await integration.prepare(FRIDAY, ADA)
    assert prepared.preview.status == "planned"
    assert await schedules.all("ada") == []

    applied = await integration.apply(FRIDAY, prepared.plan, ADA)
    (made,) = await schedules.all("ada")
    assert (made.timezone, made.channel, made.next_run_at) == (
        "Europe/Berlin",
        "#design",
        datetime(2026, 4, 24, 15, tzinfo=UTC),
    )
    assert applied.result.message == ("Scheduled summary at 0 17 * * 5 (Europe/Berlin), next Friday 24 Apr 2026 17:00.")
    listed = await integration.read(ListSchedules(), ADA)
    assert listed is not None
    assert made.id in listed.message
    assert made.id in str(listed.details)
    other = await integration.read(ListSchedules(), Context("grace", WEDNESDAY, ADA.timezone))
    assert other is not None
    assert other.message == "You have no schedules."


async def test_a_plan_that_is_applied_twice_makes_one_schedule(
    integration: SchedulesIntegration, schedules: Schedules
) -> None:
    prepared = await integration.prepare(FRIDAY, ADA)
    assert await integration.read_back(FRIDAY, prepared.plan, ADA, SENT) is None
    first = await integration.apply(FRIDAY, prepared.plan, ADA)
    assert await integration.read_back(FRIDAY, prepared.plan, ADA, SENT) == first
    assert await integration.apply(FRIDAY, prepared.plan, ADA) == first
    assert len(await schedules.all("ada")) == 1


async def test_what_is_wrong_is_said_before_anything_is_kept(integration: SchedulesIntegration) -> None:
    with pytest.raises(ValidationFailed, match="every 5 minutes"):
        await integration.prepare(FRIDAY.model_copy(update={"cron": "* * * * *"}), ADA)


async def test_a_schedule_that_is_taken_back_is_gone_also_if_it_was_deleted_before(
    integration: SchedulesIntegration, schedules: Schedules
) -> None:
    prepared = await integration.prepare(FRIDAY, ADA)
    applied = await integration.apply(FRIDAY, prepared.plan, ADA)
    assert applied.inverse is not None
    for _ in range(2):
        await integration.apply(Undo(), applied.inverse, ADA)
        assert await schedules.all("ada") == []


async def test_a_deletion_that_is_taken_back_brings_the_schedule_and_makes_nothing_up(
    integration: SchedulesIntegration, schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    schedule_id = await _create(integration)
    prepared = await integration.prepare(DeleteSchedule(target=schedule_id), ADA)
    applied = await integration.apply(prepared.action, prepared.plan, ADA)
    assert await integration.read_back(prepared.action, prepared.plan, ADA, SENT) == applied
    assert applied.inverse is not None

    clock.go_to(datetime(2026, 4, 24, 16, tzinfo=UTC))
    await integration.apply(Undo(), applied.inverse, ADA)
    (back,) = await schedules.all("ada")
    assert (back.id, back.next_run_at) == (schedule_id, datetime(2026, 5, 1, 15, tzinfo=UTC))
    assert await schedules.firing.fire_due() == 0


@pytest.mark.parametrize("target", ["summary", "friday", "LAST", "#nothing"])
async def test_a_schedule_is_found_by_words_that_it_alone_has(integration: SchedulesIntegration, target: str) -> None:
    await _create(integration, CreateSchedule(cron="0 9 * * *", action=STANDUP))
    friday = await _create(integration)
    if target != "#nothing":
        prepared = await integration.prepare(DeleteSchedule(target=target), ADA)
        assert prepared.plan["remove"]["id"] == friday
    else:
        with pytest.raises(NotFound, match="list schedules"):
            await integration.prepare(DeleteSchedule(target=target), ADA)


async def test_a_schedule_is_found_by_its_number_in_the_list(integration: SchedulesIntegration) -> None:
    first = await _create(integration, CreateSchedule(cron="0 9 * * *", action=STANDUP))
    second = await _create(integration)
    listed = await integration.read(ListSchedules(), ADA)
    assert listed is not None
    assert re.findall(r"(\d)\. [^;]+\((\w{26})\)", listed.message) == [("1", first), ("2", second)]
    prepared = await integration.prepare(DeleteSchedule(target="2"), ADA)
    assert prepared.plan["remove"]["id"] == second
    for number in ("0", "3", "17"):
        with pytest.raises(NotFound, match=f"no schedule number {number}"):
            await integration.prepare(DeleteSchedule(target=number), ADA)


async def test_words_that_name_several_are_a_question(integration: SchedulesIntegration) -> None:
    ids = [await _create(integration), await _create(integration)]
    with pytest.raises(NeedsInput) as asked:
        await integration.prepare(DeleteSchedule(target="summary"), ADA)
    (need,) = asked.value.needs
    assert [choice.value for choice in need.choices] == ids


async def test_a_schedule_of_somebody_else_is_not_found_by_its_id(integration: SchedulesIntegration) -> None:
    schedule_id = await _create(integration)
    with pytest.raises(NotFound):
        await integration.prepare(DeleteSchedule(target=schedule_id), Context("grace", WEDNESDAY, ADA.timezone))
