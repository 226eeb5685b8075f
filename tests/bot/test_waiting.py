"""What a person says while Clockify does not answer is kept if they want that, done later once, and told of."""

from pathlib import Path

from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import LogTime
from clankerbot_engine.clockify.sandbox import Fault
from tests.bot.desk import ADA, SECRET_KEYS, Desk, at, opened
from tests.fakes.services import running_service
from tests.fakes.slack import FakeSlack, Message, Person, shown

AWAY_S = 600


def go_away(desk: Desk, method: str = "*") -> None:
    desk.sandbox.faults.add(Fault("server_error", status=503, method=method, times=None, retry_after=AWAY_S))


async def come_back(desk: Desk) -> None:
    desk.sandbox.faults.clear()
    desk.clock.go_on(seconds=AWAY_S)
    await desk.services.pending.work_once()
    await desk.posts()
    await desk.settled()


def written(desk: Desk) -> int:
    return sum(entry.description == "later" for entry in desk.sandbox.entries.values())


async def failed(desk: Desk, who: Person, text: str = "log 2h on Apollo: later", button: str = "Keep it") -> Message:
    await who.command("status")  # so that the workspace is known
    await desk.settled()
    go_away(desk)
    await who.command(text)
    return await who.finds(button)


async def kept(desk: Desk, who: Person, text: str = "log 2h on Apollo: later") -> Message:
    await who.click(await failed(desk, who, text), "Keep it")
    return await who.finds("Kept until Clockify answers again")


async def test_it_is_kept_by_a_click_and_done_once_clockify_answers(desk: Desk, at_desk: Person) -> None:
    card = await kept(desk, at_desk)
    assert "log 2h on Apollo: later" in shown(card)
    said_at = desk.clock.now
    assert written(desk) == 0
    await come_back(desk)
    assert written(desk) == 1
    (entry,) = [each for each in desk.sandbox.entries.values() if each.description == "later"]
    assert entry.end is not None
    assert abs((entry.end - said_at).total_seconds()) < 60
    receipt = await at_desk.finds("Logged 2 h")
    assert "Said: " in shown(receipt)
    assert "this was done" in shown(card)
    assert "Discard" not in shown(card)
    await come_back(desk)
    assert written(desk) == 1
    assert sum("Logged 2 h" in text for text in await desk.told("ada")) == 1
    await at_desk.click(receipt, "Undo")
    await desk.settled()
    assert written(desk) == 0


async def test_a_second_click_keeps_nothing_more(desk: Desk, at_desk: Person) -> None:
    card = await failed(desk, at_desk)
    await at_desk.click(card, "Keep it")
    await desk.settled()
    (waiting,) = await desk.services.pending.waiting(ADA)
    await desk.services.pending.work_once()
    assert await desk.services.pending.waiting(ADA) == [waiting]
    await come_back(desk)
    assert written(desk) == 1


async def test_where_clockify_answers_by_the_time_of_the_click_it_is_done(desk: Desk, at_desk: Person) -> None:
    card = await failed(desk, at_desk)
    desk.sandbox.faults.clear()
    await at_desk.click(card, "Keep it")
    await at_desk.finds("Logged 2 h")
    assert await desk.services.pending.waiting(None) == []


async def test_what_is_discarded_is_not_done(desk: Desk, at_desk: Person) -> None:
    card = await kept(desk, at_desk)
    await at_desk.click(card, "Discard")
    await at_desk.finds("Discarded. It is not done any more.")
    await come_back(desk)
    assert written(desk) == 0


async def test_nobody_else_discards_it(desk: Desk, at_desk: Person) -> None:
    card = await kept(desk, at_desk)
    async with desk.meets("ben") as ben:
        await ben.click(card, "Discard")
        await desk.settled()
    assert len(await desk.services.pending.waiting(ADA)) == 1


async def test_why_it_could_not_be_done_is_told(desk: Desk, at_desk: Person) -> None:
    card = await kept(desk, at_desk)
    (project,) = [each.id for each in desk.sandbox.projects.values() if each.name == "Apollo"]
    del desk.sandbox.projects[project]
    await come_back(desk)
    assert written(desk) == 0
    (told,) = await desk.told("ada")
    assert "no longer in Clockify" in told
    assert "could not be done" in shown(card)


async def test_what_must_be_asked_by_then_is_asked(desk: Desk, at_desk: Person) -> None:
    await kept(desk, at_desk, "log 9:00-10:00 on Apollo: later")
    desk.sandbox.faults.clear()
    await desk.run(LogTime(project="Hermes", start=at(9), end=at(10), confirmed=True))
    await come_back(desk)
    await desk.settled()
    question = await at_desk.finds("Log it all the same")
    await at_desk.click(question, "Log it all the same")
    await at_desk.finds("Logged 1 h")
    assert written(desk) == 1


async def test_of_several_the_rest_is_kept(desk: Desk, at_desk: Person) -> None:
    await at_desk.command("status")
    await desk.settled()
    desk.sandbox.faults.add(Fault("latency", method="POST"))  # the first one goes through
    go_away(desk, "POST")
    await at_desk.command("log 1h on Apollo yesterday and 30m on Hermes yesterday")
    await at_desk.click(await at_desk.finds("1 of 2 done"), "Keep it")
    await at_desk.finds("1 of 2 done, the rest is kept.")
    await come_back(desk)
    await at_desk.finds("2 of 2 done")


async def test_a_timer_is_not_offered_to_be_kept(desk: Desk, at_desk: Person) -> None:
    card = await failed(desk, at_desk, "start Apollo", "Try again")
    assert "Keep it" not in shown(card)


async def test_in_german(desk: Desk, at_desk: Person) -> None:
    await desk.services.accounts.change_settings(ADA, PersonSettings(language="de"))
    card = await failed(desk, at_desk, "2h auf Apollo: later", "Aufheben")
    await at_desk.click(card, "Aufheben")
    await at_desk.finds("Aufgehoben, bis Clockify wieder antwortet")
    await come_back(desk)
    assert "Gesagt: " in shown(await at_desk.finds("2 h erfasst"))
    assert "Der Beleg ist eine eigene Nachricht" in shown(await at_desk.finds("Clockify antwortet wieder"))


async def test_who_disconnects_takes_along_what_waits(desk: Desk, at_desk: Person) -> None:
    await kept(desk, at_desk)
    await desk.services.accounts.disconnect(ADA)
    await come_back(desk)
    assert written(desk) == 0
    assert await desk.services.pending.waiting(None) == []


async def test_home_lists_what_waits_and_discards_it(desk: Desk, at_desk: Person) -> None:
    await at_desk.open_home()
    await at_desk.finds_home("This week")
    await kept(desk, at_desk)
    home = await at_desk.finds_home("Kept until Clockify answers again")
    assert "log time, 2 h, Apollo" in shown(home)
    await at_desk.click(home, "Discard")
    await desk.settled()
    assert at_desk.home is not None
    assert "Kept until" not in shown(at_desk.home)
    await come_back(desk)
    assert written(desk) == 0


async def test_home_follows_when_it_is_done(desk: Desk, at_desk: Person) -> None:
    await at_desk.open_home()
    await at_desk.finds_home("This week")
    await kept(desk, at_desk)
    await at_desk.finds_home("Kept until Clockify answers again")
    await come_back(desk)
    assert at_desk.home is not None
    assert "Kept until" not in shown(at_desk.home)


async def test_done_by_a_process_without_slack_it_is_told_by_the_next_one_that_has_it(
    tmp_path: Path, slack: FakeSlack
) -> None:
    async with opened(tmp_path, slack) as desk, desk.meets("ada") as ada:
        await kept(desk, ada)
        await desk.settled()
    async with running_service(tmp_path, clock=desk.clock, sandbox=desk.sandbox, secret_keys=SECRET_KEYS) as plain:
        desk.sandbox.faults.clear()
        desk.clock.go_on(seconds=AWAY_S)
        await plain.services.pending.work_once()
        assert written(desk) == 1
        assert len(await plain.services.pending_store.untold()) == 1
    async with opened(tmp_path, slack) as again:
        await again.services.pending.work_once()
        assert [text.startswith("Logged 2 h") for text in await again.told("ada")] == [True]
        assert await again.services.pending_store.untold() == []
