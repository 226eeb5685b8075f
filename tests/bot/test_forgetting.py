"""A card can be clicked on for a month after it last changed; then it is forgotten."""

import pytest

from clankerbot_bot.forgetting import EVERY_S
from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Person, shown


async def a_day_goes_by(bot: RunningBot, nth: int) -> None:
    bot.patience.run_out()
    await bot.patience.asked(EVERY_S, times=nth + 1)


async def test_an_old_card_is_too_old_to_click_on(bot: RunningBot, ada: Person) -> None:
    await bot.patience.asked(EVERY_S)
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await bot.settled()
    before = entries_on(bot, "Apollo")
    bot.clock.go_on(days=29)
    await a_day_goes_by(bot, 1)
    assert await bot.cards.get(card_of(receipt.blocks)) is not None
    bot.clock.go_on(days=2)
    await a_day_goes_by(bot, 2)
    assert await bot.cards.get(card_of(receipt.blocks)) is None
    await ada.click(receipt, "Undo")
    await ada.finds("too old")
    assert "Logged 2 h" in shown(receipt)
    assert entries_on(bot, "Apollo") == before


async def test_a_database_that_fails_once_is_asked_again_the_next_day(
    bot: RunningBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.patience.asked(EVERY_S)
    monkeypatch.setattr(bot.service.services.database, "write", None)
    await a_day_goes_by(bot, 1)
    assert "slack_cards_not_forgotten" in caplog.text
    monkeypatch.undo()
    await a_day_goes_by(bot, 2)


def card_of(blocks: list[dict[str, object]]) -> str:
    buttons = blocks[-1]["elements"]
    assert isinstance(buttons, list)
    return str(buttons[0]["value"]).partition("|")[0]
