"""What goes wrong is told, in words, with the text kept for another try; nothing is written twice."""

from pathlib import Path

import pytest

from clankerbot_bot.conversation import PENDING_AFTER_S
from clankerbot_bot.people import principal_of
from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.execution.write_limit import PER_PERSON
from tests.bot.running import Patience, RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import FakeSlack, Person, shown


async def test_what_clockify_refuses_for_now_is_told_and_tried_again_by_a_click(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    bot.sandbox.faults.add(Fault("rate_limit", method="POST", times=None, retry_after=1800))
    await ada.command("log 2h on Apollo")
    failure = await ada.finds("Try again")
    assert "Nothing was changed" in shown(failure)
    assert "log 2h on Apollo" in shown(failure)
    bot.sandbox.faults.clear()
    bot.clock.go_on(seconds=1800)
    await ada.click(failure, "Try again")
    await ada.finds("Logged 2 h")
    assert entries_on(bot, "Apollo") == before + 1
    assert len(ada.messages()) == 1


async def test_after_a_failure_the_same_text_is_tried_at_once(bot: RunningBot, ada: Person) -> None:
    bot.sandbox.faults.add(Fault("server_error", status=503, method="POST", retry_after=1800))
    await ada.command("log 2h on Apollo")
    await ada.finds("Try again")
    await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")


async def test_a_lost_answer_is_looked_up_and_nothing_is_written_twice(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    bot.sandbox.faults.add(Fault("drop", after=True, method="POST"))
    await ada.command("log 2h on Apollo")
    await ada.finds("Logged 2 h")
    assert entries_on(bot, "Apollo") == before + 1


async def test_an_undo_that_fails_leaves_the_receipt_and_can_be_tried_again(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    bot.sandbox.faults.add(Fault("server_error", status=503, method="DELETE", times=None, retry_after=1800))
    await ada.click(receipt, "Undo")
    failure = await ada.finds("Try again")
    assert "Undone" not in shown(receipt)
    bot.sandbox.faults.clear()
    await ada.click(failure, "Try again")
    await bot.settled()
    assert "Undone" in shown(receipt)
    assert entries_on(bot, "Apollo") == before


async def test_a_bug_of_ours_is_told_with_a_reference_and_logged_with_its_trace(
    bot: RunningBot, ada: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(bot.service.services.engine, "run", broken)
    await ada.command("log 2h on Apollo")
    failure = await ada.finds("Try again")
    [record] = [record for record in caplog.records if record.message == "slack_request_failed"]
    assert record.exc_info is not None
    assert "a bug" not in shown(failure)
    monkeypatch.undo()
    await ada.click(failure, "Try again")
    await ada.finds("Logged 2 h")


async def test_what_takes_long_says_so_and_then_tells(tmp_path: Path, slack: FakeSlack) -> None:
    clockify = Patience()
    async with running_bot(tmp_path, slack, clockify_sleep=clockify) as bot:
        ada = await bot.person("ada")
        bot.sandbox.faults.add(Fault("latency", seconds=5, times=None))
        await ada.dm("log 1h on Hermes")
        await bot.patience.asked(PENDING_AFTER_S)
        bot.patience.run_out()
        pending = await ada.finds("log 1h on Hermes")
        bot.sandbox.faults.clear()
        clockify.run_out()
        await ada.finds("Logged 1 h")
        assert "Logged 1 h" in shown(pending)
        assert len(ada.messages()) == 1


async def test_work_under_way_is_finished_before_the_app_closes(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Apollo")
    await bot.app.close(10)
    assert "Logged 2 h" in "".join(ada.sees())


async def test_what_of_several_did_not_work_is_tried_again(bot: RunningBot, ada: Person) -> None:
    apollo, hermes = entries_on(bot, "Apollo"), entries_on(bot, "Hermes")
    bot.sandbox.faults.add(Fault("rate_limit", method="POST", times=None, retry_after=1800))
    await ada.command("log 1h on Apollo and 30m on Hermes yesterday")
    card = await ada.finds("Try again")
    assert "0 of 2 done" in shown(card)
    bot.sandbox.faults.clear()
    bot.clock.go_on(seconds=1800)
    await ada.click(card, "Try again")
    await bot.settled()
    assert "2 of 2 done" in shown(card)
    assert "Try again" not in shown(card)
    assert (entries_on(bot, "Apollo"), entries_on(bot, "Hermes")) == (apollo + 1, hermes + 1)


async def test_a_person_who_writes_without_end_is_told_to_pause_and_others_go_on(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    before = entries_on(bot, "Apollo")
    principal = principal_of(ada.user.team.id, ada.user.id)
    for _ in range(PER_PERSON.calls):
        await bot.service.services.engine.run(principal=principal, text="log 1m on Apollo yesterday")
    assert entries_on(bot, "Apollo") == before + PER_PERSON.calls
    await ada.command("log 2h on Apollo yesterday")
    await ada.finds("You have had much written within a minute")
    await ada.command("status")
    await ben.command("log 1h on Apollo yesterday")
    await ben.finds("Logged 1 h")
    assert entries_on(bot, "Apollo") == before + PER_PERSON.calls + 1
    bot.clock.go_on(seconds=PER_PERSON.interval_s)
    await ada.command("log 3h on Apollo yesterday")
    await ada.finds("Logged 3 h")
