"""Slack sends the second of two requests to another instance than the first: together they are as one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from clankerbot_engine.clockify.sandbox import Fault
from tests.bot.running import RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import FakeSlack, Message, Person, View, person, shown


@dataclass
class Instances:
    """Two, on one database. The same person, as each of them hears her."""

    bots: tuple[RunningBot, RunningBot]
    ada: tuple[Person, Person]

    def entries_on(self, project: str) -> int:
        return entries_on(self.bots[0], project)

    async def settled(self) -> None:
        for bot in self.bots:
            await bot.settled()

    async def each_clicks(self, where: Message | View, name: str) -> None:
        answers = await asyncio.gather(*(ada.click(where, name) for ada in self.ada))
        assert [answer.status for answer in answers] == [200, 200]
        await self.settled()


@pytest.fixture
async def instances(tmp_path: Path, slack: FakeSlack, postgres_url: str) -> AsyncIterator[Instances]:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(running_bot(tmp_path, slack, database_url=postgres_url))
        other = await stack.enter_async_context(
            running_bot(tmp_path, slack, database_url=postgres_url, sandbox=one.sandbox)
        )
        ada = await one.person("ada")
        there_too = person(slack, other.door, "ada")
        there_too.channel = ada.channel
        yield Instances((one, other), (ada, there_too))


@pytest.mark.parametrize("at_once", [True, False])
async def test_enter_twice_is_one_entry_and_the_same_answer(instances: Instances, at_once: bool) -> None:
    before = instances.entries_on("Apollo")
    ada, there_too = instances.ada
    if at_once:
        await asyncio.gather(ada.command("log 2h on Apollo"), there_too.command("log 2h on Apollo"))
    else:
        await ada.command("log 2h on Apollo")
        await instances.settled()
        instances.bots[0].clock.go_on(seconds=9)
        await there_too.command("log 2h on Apollo")
    await instances.settled()
    assert instances.entries_on("Apollo") == before + 1
    first, second = ada.messages()
    assert shown(first) == shown(second)


async def test_after_a_moment_the_person_means_it_again(instances: Instances) -> None:
    before = instances.entries_on("Apollo")
    for ada in instances.ada:
        await ada.command("log 2h on Apollo")
        await instances.settled()
        instances.bots[0].clock.go_on(seconds=10)
    assert instances.entries_on("Apollo") == before + 2


async def test_what_did_not_work_is_tried_by_the_other(instances: Instances) -> None:
    before = instances.entries_on("Apollo")
    ada, there_too = instances.ada
    faults = instances.bots[0].sandbox.faults
    faults.add(Fault("rate_limit", method="POST", times=None, retry_after=1800))
    await ada.command("log 2h on Apollo")
    await ada.finds("Try again")
    await instances.settled()
    faults.clear()
    await there_too.command("log 2h on Apollo")
    await there_too.finds("Logged 2 h")
    assert instances.entries_on("Apollo") == before + 1


@pytest.mark.parametrize("name", ["Continue", "Undo", "Delete"])
async def test_a_double_click_is_one(instances: Instances, name: str) -> None:
    before = instances.entries_on("Apollo")
    ada, _ = instances.ada
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await instances.settled()
    await instances.each_clicks(receipt, name)
    assert instances.entries_on("Apollo") == before + (2 if name == "Continue" else 0)
    assert len(ada.messages()) == 1


async def test_an_answer_clicked_twice_is_one_entry(instances: Instances) -> None:
    before = len(instances.bots[0].sandbox.entries)
    ada, _ = instances.ada
    await ada.command("log 2h on Kestrel Bank")
    question = await ada.finds("Kestrel Bank")
    await instances.each_clicks(question, "clank:answer:0")
    assert len(instances.bots[0].sandbox.entries) == before + 1


async def test_share_clicked_twice_is_one_message(instances: Instances) -> None:
    ada, _ = instances.ada
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await instances.settled()
    await instances.each_clicks(receipt, "Share")
    bot = instances.bots[0]
    ben = await bot.person("ben")
    [shared] = ben.messages(bot.slack.channels["C0GENERAL"])
    assert "Apollo" in shown(shared)


async def test_a_home_that_one_drew_logs_with_the_other(instances: Instances) -> None:
    before = len(instances.bots[0].sandbox.entries)
    ada, there_too = instances.ada
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    await there_too.click(home, "clank:home_quick:0")
    await instances.settled()
    assert len(instances.bots[0].sandbox.entries) == before + 1


async def test_a_home_that_one_drew_is_edited_with_the_other(instances: Instances) -> None:
    ada, there_too = instances.ada
    await ada.open_home()
    home = await ada.finds_home("Demo Studio")
    await there_too.choose(home, "clank:home_entry", "Edit")
    await there_too.finds_modal("Bug 214")


async def test_totals_count_what_the_other_has_logged(instances: Instances) -> None:
    ada, there_too = instances.ada
    bot = instances.bots[0]
    for each, text in ((ada, "log 15m on Apollo"), (there_too, "log 30m on Apollo"), (ada, "log 45m on Apollo")):
        await each.command(text)
        await instances.settled()
        bot.clock.go_on(seconds=30)
    first, second, third = (shown(message) for message in ada.messages())
    assert "3 h 45 min that day" in first
    assert "4 h 15 min that day" in second
    assert "5 h that day" in third
