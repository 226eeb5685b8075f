"""From what a person types to what is in Clockify, and the words that come back."""

from datetime import date

import pytest

from clankerbot_engine.actions import ActionResult, CreateSchedule, LogTime
from clankerbot_engine.errors import NeedsInput, ValidationFailed
from tests.engine.integrations_clockify.conftest import ME, Clock, Desk, berlin


async def typed(desk: Desk, text: str) -> list[ActionResult]:
    return await desk.engine.run(principal=ME, text=text)


async def test_log_2h_on_apollo_costs_one_request(desk: Desk) -> None:
    (result,) = await typed(desk, "log 2h on Apollo")
    assert result.message == "Logged 2 h on Apollo (Northwind Space), today 13:00-15:00."
    assert desk.sent == ["POST /time-entries"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("log 2h on Apollo yesterday", "Logged 2 h on Apollo (Northwind Space), yesterday 17:00-19:00."),
        ("log 13:00-14:30 on Hermes", "Logged 1 h 30 min on Hermes (Olympia Couriers), today 13:00-14:30."),
        ("start Apollo", "Started a timer on Apollo (Northwind Space), today 15:00."),
        ("status", "No timer is running."),
        ("list projects", "11 projects: "),
        ("summary this week", "This week: "),
        ("list entries yesterday", " time entries, yesterday: "),
    ],
)
async def test_a_text_is_carried_out(desk: Desk, text: str, said: str) -> None:
    (result,) = await typed(desk, text)
    assert result.status == "done"
    assert said in result.message


async def test_a_text_adds_a_tag_and_another_sets_the_tags(desk: Desk) -> None:
    desk.clear()
    await typed(desk, "2h on Apollo #review")
    await typed(desk, "add tag deploy to my last entry")
    assert list(desk.entries[-1].tag_ids) == [desk.tag_id("review"), desk.tag_id("deploy")]
    await typed(desk, "set the tags of my last entry to urgent")
    assert list(desk.entries[-1].tag_ids) == [desk.tag_id("urgent")]


def with_a_yes(asked: NeedsInput) -> LogTime:
    """What a program sends back: the action as it came with the question, and `confirmed`."""
    read = asked.details["action"]
    assert isinstance(read, dict)
    return LogTime.model_validate({**read, "confirmed": True})


async def test_a_reading_that_is_not_sure_is_carried_out_once_it_is_confirmed(desk: Desk) -> None:
    desk.clear()
    with pytest.raises(NeedsInput) as asked:
        await typed(desk, "Ana logged 2h on Apollo")
    assert desk.entries == []
    await desk.engine.run(principal=ME, actions=[with_a_yes(asked.value)])
    assert [entry.seconds for entry in desk.entries] == [7200]


async def test_a_yes_to_the_reading_is_none_to_the_length(desk: Desk) -> None:
    desk.clear()
    with pytest.raises(NeedsInput) as reading:
        await typed(desk, "Ana logged 30h on Apollo yesterday")
    with pytest.raises(NeedsInput) as length:
        await desk.engine.run(principal=ME, actions=[with_a_yes(reading.value)])
    assert [need.code for need in (*reading.value.needs, *length.value.needs)] == ["confirm", "long"]
    assert desk.entries == []
    await desk.engine.run(principal=ME, actions=[with_a_yes(length.value)])
    assert [entry.seconds for entry in desk.entries] == [30 * 3600]


async def test_what_a_schedule_is_to_do_is_confirmed_within_it(desk: Desk) -> None:
    (read,) = (await desk.engine.parse("2h reading mail", principal=ME)).actions
    assert read.needs
    schedule = CreateSchedule(cron="0 17 * * 5", timezone="Europe/Berlin", action=read)
    with pytest.raises(NeedsInput):
        await desk.engine.run(principal=ME, actions=[schedule], dry_run=True)
    confirmed = schedule.model_copy(update={"action": read.model_copy(update={"confirmed": True})})
    with pytest.raises(ValidationFailed, match="carries out create_schedule"):  # past the questions, to who would do it
        await desk.engine.run(principal=ME, actions=[confirmed], dry_run=True)


async def test_a_day_of_work(desk: Desk, clock: Clock) -> None:
    desk.clear()
    await typed(desk, "start Apollo")
    clock.go_on(hours=1)
    await typed(desk, "switch to Hermes")
    clock.go_on(minutes=30)
    await typed(desk, "stop")
    await typed(desk, "set last entry to 45m")
    await typed(desk, "2h on Apollo and 30m on Hermes yesterday")
    lengths = [(desk.state.projects[e.project_id or ""].name, e.seconds // 60) for e in desk.entries]
    assert lengths == [("Apollo", 120), ("Hermes", 30), ("Apollo", 60), ("Hermes", 45)]
    await typed(desk, "undo")
    assert len(desk.entries) == 2
    await typed(desk, "undo")
    assert desk.entries[-1].seconds == 30 * 60


async def test_clock_times_of_an_edit_are_of_the_entrys_day(desk: Desk) -> None:
    desk.clear()
    desk.put(berlin(23, 10), berlin(23, 12))
    await typed(desk, "change start of last entry to 9:30")
    assert desk.entries[0].start == berlin(23, 9, 30)
    await typed(desk, "move my last entry to friday 9:00-11:00")
    assert (desk.entries[0].start, desk.entries[0].end) == (berlin(20, 9), berlin(20, 11))


async def test_a_question_brings_the_action_that_its_answer_completes(desk: Desk) -> None:
    desk.rule(forceTasks=True)
    await desk.cache.invalidate("workspace")
    with pytest.raises(NeedsInput) as caught:
        await typed(desk, "log 2h on Apollo yesterday")
    action = LogTime.model_validate(caught.value.details["action"])
    assert action.date == date(2026, 11, 23)
    choice = next(choice for choice in caught.value.needs[0].choices if choice.label == "Testing")
    await desk.do(action.model_copy(update={"task": choice.value, "task_id": choice.id}))
    assert [entry.task_id for entry in desk.entries if entry.start == berlin(23, 17)][-1] == desk.task_id("Testing")
