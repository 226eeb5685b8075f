"""Over Socket Mode it is the same app: the same listeners, acknowledged by envelope."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.running import Nowhere, RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import APP_TOKEN, FakeSlack, Person, SocketDoor, person, shown, socket_door


@pytest.fixture
async def door(slack: FakeSlack) -> AsyncIterator[SocketDoor]:
    async with socket_door(slack) as served:
        yield served


@pytest.fixture
async def bot(tmp_path: Path, slack: FakeSlack, door: SocketDoor) -> AsyncIterator[RunningBot]:
    async with running_bot(tmp_path, slack, slack_app_token=APP_TOKEN) as running:
        yield running


@pytest.fixture
async def ada(bot: RunningBot, door: SocketDoor) -> Person:
    await bot.person("ada")  # connects her
    return person(bot.slack, door, "ada")


async def test_a_command_and_its_buttons(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    await ada.command("log 2h on Apollo payload fix")
    receipt = await ada.finds("Logged 2 h")
    assert entries_on(bot, "Apollo") == before + 1
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")
    assert entries_on(bot, "Apollo") == before


async def test_a_message_and_its_redelivery(bot: RunningBot, ada: Person) -> None:
    before = entries_on(bot, "Apollo")
    answer = await ada.dm("log 2h on Apollo")
    await ada.finds("Logged 2 h")
    await ada.door.again(answer, retry=1)
    await bot.settled()
    assert entries_on(bot, "Apollo") == before + 1


async def test_a_form_whose_answer_goes_back_in_the_envelope(bot: RunningBot, ada: Person) -> None:
    await ada.shortcut("log_time")
    form = await ada.finds_modal("Project")
    assert await ada.options(form, "project", "apo")
    await ada.submit(form, {"project": "Apollo", "duration": "soon"})
    assert form.errors
    await ada.submit(form, {"duration": "45m"})
    assert "Apollo" in shown(await ada.finds("Logged 45 min"))


async def test_what_is_incomplete_is_refused_as_over_http(
    bot: RunningBot, ada: Person, door: SocketDoor, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack takes an envelope for lost that is not acknowledged: the next one is."""
    told = await door.tell(
        {"type": "interactive", "payload": {"type": "block_actions", "actions": [], "text": "secret-word"}}
    )
    await ada.command("status")
    assert not told.done()
    assert [each.__dict__["why"] for each in caplog.records if each.message == "slack_request_refused"] == [
        "incomplete"
    ]
    assert "slack_listener_failed" not in caplog.text
    assert "secret-word" not in caplog.text
    counted = bot.service.services.metrics.registry.get_sample_value
    assert counted("clankerbot_slack_requests_total", {"kind": "refused", "status": "400"}) == 1
    assert counted("clankerbot_slack_requests_total", {"kind": "command", "status": "200"}) == 1


async def test_where_the_app_is_not_installed_any_more_it_says_so(
    tmp_path: Path, slack: FakeSlack, door: SocketDoor
) -> None:
    async with running_bot(tmp_path, slack, slack_app_token=APP_TOKEN, authorize=Nowhere()):
        ada = person(slack, door, "ada")
        await ada.command("log 2h on Apollo")
        await ada.finds("not installed in this workspace any more")
        assert len(ada.messages()) == 1
