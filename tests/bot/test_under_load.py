"""Slack has its answer at once, whatever Clockify does and however many ask."""

import asyncio
from pathlib import Path

from clankerbot_bot.conversation import PENDING_AFTER_S
from clankerbot_engine.clockify.sandbox import Fault
from tests.bot.running import CLOCKIFY_KEYS, RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import FakeSlack, Stall, shown

PROJECTS = ("Apollo", "Hermes")
LONG_S = 300
"""To fail after, on a machine however busy."""


async def test_two_hundred_commands_at_once_are_two_hundred_entries(bot: RunningBot) -> None:
    people = [await bot.person(name) for name in CLOCKIFY_KEYS]
    before = {project: entries_on(bot, project) for project in PROJECTS}
    texts = [f"log {minutes}m on {project}" for project in PROJECTS for minutes in range(1, 26)]
    answers = await asyncio.gather(*(each.command(text) for each in people for text in texts))
    assert len(answers) == 200
    assert {(answer.status, answer.content) for answer in answers} == {(200, b"")}
    await bot.app.background.drain(LONG_S)
    assert {project: entries_on(bot, project) - before[project] for project in PROJECTS} == dict.fromkeys(PROJECTS, 100)
    for each in people:
        assert len(each.sees()) == len(texts)
        assert all("Logged" in text or "erfasst" in text for text in each.sees()), each.sees()


async def test_clockify_stalled_keeps_no_acknowledgement_waiting(tmp_path: Path, slack: FakeSlack) -> None:
    """Clockify holds every answer back for 5 s, which are over only when the test says so."""
    clockify = Stall()
    async with running_bot(tmp_path, slack, clockify_sleep=clockify.hold) as bot:
        ada = await bot.person("ada")
        before = entries_on(bot, "Apollo")
        bot.sandbox.faults.add(Fault("latency", seconds=5, times=None))
        answers = [await ada.command("log 1m on Apollo")]
        await clockify.reached.wait()
        answers += [await ada.command(f"log {minutes}m on Apollo") for minutes in range(2, 11)]
        answers.append(await ada.dm("log 11m on Apollo"))
        answers.append(await ada.mention("log 12m on Apollo", channel=slack.channels["C0GENERAL"]))
        answers.append(await ada.shortcut("log_time"))
        answers.append(await ada.open_home())
        assert {answer.status for answer in answers} == {200}
        assert entries_on(bot, "Apollo") == before
        clockify.release()
        await bot.app.background.drain(LONG_S)
        assert entries_on(bot, "Apollo") == before + 12


async def test_who_waits_for_clockify_is_told_that_it_takes_longer(tmp_path: Path, slack: FakeSlack) -> None:
    clockify = Stall()
    async with running_bot(tmp_path, slack, clockify_sleep=clockify.hold) as bot:
        ada = await bot.person("ada")
        bot.sandbox.faults.add(Fault("latency", seconds=5, times=None))
        await ada.command("log 2h on Apollo")
        await clockify.reached.wait()
        await bot.patience.asked(PENDING_AFTER_S)
        bot.patience.run_out()
        pending = await ada.finds("log 2h on Apollo")
        assert "Undo" not in shown(pending)
        clockify.release()
        await ada.finds("Logged 2 h")
