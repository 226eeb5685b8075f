"""What Clockify or its workspace does not allow is said in the person's language."""

from collections.abc import Callable

import pytest

from tests.bot.running import RunningBot
from tests.fakes.slack import Person


@pytest.fixture
async def chiara(bot: RunningBot) -> Person:
    """Her Slack is German."""
    return await bot.person("chiara")


def with_timers_only(bot: RunningBot) -> None:
    bot.sandbox.settings["timeTrackingMode"] = "STOPWATCH_ONLY"


def as_it_is(bot: RunningBot) -> None: ...


@pytest.mark.parametrize(
    ("text", "german", "workspace"),
    [
        ('log 2h on Apollo "a <b> c"', "Die Zeichen &lt; und &gt; nimmt Clockify nicht an", as_it_is),
        ("stop", "Es läuft kein Timer", as_it_is),
        ("undo", "Es gibt nichts rückgängig zu machen", as_it_is),
        ("log 2h on Apollo", "Hier sind nur Timer erlaubt", with_timers_only),
    ],
)
async def test_a_refusal_is_said_in_german(
    bot: RunningBot, chiara: Person, text: str, german: str, workspace: Callable[[RunningBot], None]
) -> None:
    workspace(bot)
    await bot.service.forget_workspaces()
    await chiara.command(text)
    await chiara.finds(german)


async def test_a_doubt_is_asked_in_german(bot: RunningBot, chiara: Person) -> None:
    await chiara.command("log 30h on Apollo")
    await chiara.click(await chiara.finds("mehr als 24 Stunden"), "Ja, stimmt")
    await chiara.finds("30 h erfasst")


async def test_a_missing_length_is_asked_in_german(bot: RunningBot, chiara: Person) -> None:
    await chiara.command("log Apollo")
    await chiara.finds("Wie lange hat es gedauert?")
