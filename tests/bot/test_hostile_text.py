"""Whatever people and Clockify write: it is shown as written, pings nobody, and breaks nothing.

The stand-in refuses messages that break a limit of Slack's or mention anyone, and the test fails at its end.
"""

import pytest

from tests.bot.running import RunningBot
from tests.fakes.slack import Person, shown

LONG = "all work and no play " * 150


@pytest.mark.parametrize(
    "text",
    [
        "log 2h on Apollo payload fix",
        "log 2h on Apollo payload=%7B%7D&command=/other",
        'log 2h on Apollo "<!channel> <@U0BEN> <https://evil.example|click>"',
        'log 2h on Apollo "*bold* _it_ `code` ~gone~ & more"',
        'log 2h on Apollo "مرحبا בעולם \u202eevil"',
        'log 2h on Apollo "👩‍👩‍👧‍👦 🇩🇪 done"',
        f'log 2h on Apollo "{LONG}"',
        "log 2h on Apollo \x00\x07\u2028",
        "\u202e" * 100,
        LONG,
        "<!channel>",
        "&amp;&lt;!channel&gt;",
        "2h",
        "~~~",
    ],
)
async def test_any_text_is_answered(bot: RunningBot, ada: Person, text: str) -> None:
    answers = [await ada.command(text), await ada.dm(text)]
    answers.append(await ada.mention(text, channel=bot.slack.channels["C0GENERAL"]))
    await bot.settled()
    assert {answer.status for answer in answers} == {200}
    assert len(ada.messages()) == 3
    assert not any("on our side" in text for text in ada.sees()), ada.sees()


async def test_names_in_clockify_that_would_ping_are_only_names(bot: RunningBot, ada: Person) -> None:
    project = next(each for each in bot.sandbox.projects.values() if each.name == "Hermes")
    project.name = "<!channel> & *Hermes*"
    for entry in bot.sandbox.entries.values():
        entry.description = "<!here> <@U0BEN> & _co_"
    for text in ("log 2h on Hermes", "status", "summary this week by project", "list", "projects", "start Hermes"):
        await ada.command(text)
        await bot.settled()
    await ada.open_home()
    await bot.settled()
    assert ada.home is not None
    assert "&lt;!here&gt;" in shown(ada.home)
    assert any("&lt;!channel&gt;" in text for text in ada.sees())
    assert not any("on our side" in text for text in ada.sees()), ada.sees()


async def test_very_long_names_in_clockify_fit(bot: RunningBot, ada: Person) -> None:
    for project in bot.sandbox.projects.values():
        project.name = (project.name + " " + "ß" * 250)[:250]
    for entry in bot.sandbox.entries.values():
        entry.description = "ü" * 3000
    for text in ("status", "summary this week by project", "summary last week by day", "list", "projects", "log 2h"):
        await ada.command(text)
        await bot.settled()
    await ada.open_home()
    await ada.shortcut("log_time")
    form = await ada.finds_modal("Project")
    assert await ada.options(form, "project")
    await bot.settled()
    assert not any("on our side" in text for text in ada.sees()), ada.sees()


async def test_a_channel_called_payload_is_a_channel(bot: RunningBot, ada: Person) -> None:
    ada.channel = bot.slack.channels["C0GENERAL"]
    ada.channel.name = "payload-team"
    assert (await ada.command("log 2h on Apollo")).status == 200
    await ada.finds("Logged 2 h")
