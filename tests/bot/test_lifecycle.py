"""Beginnings and ends: the app's, the service's, and a workspace's."""

from datetime import datetime
from pathlib import Path

import pytest

from clankerbot_bot.app import create_slack_app
from clankerbot_bot.assembly import SlackDeps
from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.feed import SqlFeedStore
from tests.bot.running import Nowhere, RunningBot, running_bot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import FakeSlack, Person, person, shown


async def test_buttons_work_after_a_restart(tmp_path: Path, slack: FakeSlack) -> None:
    async with running_bot(tmp_path, slack) as bot:
        ada = await bot.person("ada")
        await ada.command("log 2h on Kestrel Bank")
        question = await ada.finds("Kestrel Bank")
    async with running_bot(tmp_path, slack) as bot:
        before = entries_on(bot, "Data Warehouse")
        ada = await bot.person("ada")
        await ada.click(question, "Data Warehouse")
        await ada.finds("Logged 2 h")
        assert entries_on(bot, "Data Warehouse") == before + 1


async def test_a_workspace_that_removes_the_app_is_told_of(tmp_path: Path, slack: FakeSlack) -> None:
    gone: list[tuple[str | None, str | None, datetime | None]] = []

    async def on_uninstalled(enterprise_id: str | None, team_id: str | None, at: datetime | None) -> None:
        gone.append((enterprise_id, team_id, at))

    async with running_bot(tmp_path, slack, on_uninstalled=on_uninstalled) as bot:
        ada = await bot.person("ada")
        await ada.event({"type": "tokens_revoked", "tokens": {"oauth": ["U0ADA"]}})
        await ada.event({"type": "app_uninstalled"})
        await bot.settled()
        assert gone == [(None, "T0DEMO", bot.clock().replace(microsecond=0))]


async def test_without_a_token_there_is_no_app(bot: RunningBot) -> None:
    services = bot.service.services
    settings = services.settings.model_copy(update={"slack_bot_token": None})
    deps = SlackDeps(
        engine=services.engine,
        accounts=services.accounts,
        cards=bot.cards,
        feed=SqlFeedStore(services.database),
        pending=services.pending,
        schedules=services.schedules,
        settings=settings,
        clock=bot.clock,
        monotonic=bot.clock.monotonic,
        metrics=services.metrics,
        locks=services.database.locks,
        audit=services.audit,
    )
    with pytest.raises(ValueError, match="token"):
        create_slack_app(deps)


async def test_socket_mode_that_slack_refuses_is_told_in_words(tmp_path: Path, slack: FakeSlack) -> None:
    with pytest.raises(NotReady, match="SLACK_APP_TOKEN"):
        async with running_bot(tmp_path, slack, slack_app_token="xapp-wrong"):
            pytest.fail("it started")


async def test_who_changes_their_language_in_slack_is_answered_in_it(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 1h on Apollo")
    await ada.finds("Logged")
    ada.user.locale = "de-DE"
    await ada.event({"type": "user_change", "user": {"id": ada.user.id, "team_id": "T0DEMO"}})
    await ada.command("log 2h on Apollo")
    assert "erfasst" in shown(await ada.finds("erfasst"))


async def test_where_the_app_is_not_installed_any_more_it_says_so(tmp_path: Path, slack: FakeSlack) -> None:
    async with running_bot(tmp_path, slack, authorize=Nowhere()) as bot:
        ada = person(slack, bot.door, "ada")
        answer = await ada.command("log 2h on Apollo")
        assert answer.status == 200
        await ada.finds("not installed in this workspace any more")
        assert len(ada.messages()) == 1
