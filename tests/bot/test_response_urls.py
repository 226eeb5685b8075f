"""Response URLs are Slack's: an address of anybody else's is never called, however it is written."""

from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from yarl import URL

from clankerbot_bot.response_urls import NotSlacks, SlackOnly
from clankerbot_bot.web_client import SlackConnection
from clankerbot_engine.metrics import Metrics
from tests.bot.running import Nowhere, RunningBot, running_bot
from tests.cli.serving import serving
from tests.fakes.slack import FakeSlack, Person, payloads, person


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server of a stranger's: its URL, and what it was asked."""
    asked: list[str] = []

    async def hear(request: Request) -> Response:
        asked.append(request.url.path)
        return Response("ok")

    with serving(Starlette(routes=[Route("/{path:path}", hear, methods=["GET", "POST"])])) as url:
        yield url, asked


async def test_a_signed_request_does_not_make_the_service_call_a_strangers_address(
    bot: RunningBot, ada: Person, elsewhere: tuple[str, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    url, asked = elsewhere
    fields = payloads.command(bot.slack, ada.user, ada.channel, "/clank", "log 2h on Apollo")
    fields["response_url"] = f"{url}/commands/T1/secret"
    assert (await bot.door.form(fields)).status == 200
    await ada.finds("Logged 2 h")  # the next way there is
    await bot.settled()
    assert asked == []
    assert "not_slacks" in [getattr(each, "error", None) for each in caplog.records]
    assert url not in caplog.text


@pytest.mark.parametrize("broken", [None, "http://127.0.0.1:9/", "http://[", ""])
async def test_where_the_app_is_not_installed_none_is_called_either(
    tmp_path: Path, slack: FakeSlack, elsewhere: tuple[str, list[str]], broken: str | None
) -> None:
    """And one that leads nowhere is no fault of ours."""
    url, asked = elsewhere
    async with running_bot(tmp_path, slack, authorize=Nowhere()) as bot:
        ada = person(slack, bot.door, "ada")
        fields = payloads.command(slack, ada.user, ada.channel, "/clank", "status")
        fields["response_url"] = f"{url}/commands/T1/secret" if broken is None else broken
        assert (await bot.door.form(fields)).status < 500
        await bot.settled()
    assert asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/commands/T1/1/x",
        "https://hooks.slack.com:8443/commands/T1/1/x",
        "https://hooks.slack.com.example.com/commands/T1/1/x",
        "https://notslack.com/commands/T1/1/x",
        "https://example.com/hooks.slack.com",
        "https://hooks.slack.com@example.com/commands",
        "https://example.com\\\\@hooks.slack.com/commands",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://localhost/",
    ],
)
async def test_what_is_none_of_slacks_addresses_is_refused_before_anything_is_looked_up(url: str) -> None:
    connection = SlackConnection(api_url="https://slack.com/api", metrics=Metrics())
    await connection.open()
    try:
        with pytest.raises((NotSlacks, aiohttp.InvalidURL)):
            await connection.post(url, {"text": "hello"})
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "url", ["https://hooks.slack.com/commands/T1/1/x", "https://hooks.slack-gov.com/actions/T1/1/x"]
)
def test_slacks_own_are_let_through(url: str) -> None:
    assert SlackOnly("https://slack.com/api").is_slacks(URL(url))


async def test_a_redirect_to_a_stranger_is_not_followed(elsewhere: tuple[str, list[str]]) -> None:
    url, asked = elsewhere

    async def redirect(request: Request) -> Response:
        return RedirectResponse(f"{url}/caught", 307)

    with serving(Starlette(routes=[Route("/hook", redirect, methods=["POST"])])) as own:
        connection = SlackConnection(api_url=f"{own}/api", metrics=Metrics())
        await connection.open()
        try:
            with pytest.raises(NotSlacks):
                await connection.post(f"{own}/hook", {"text": "hello"})
        finally:
            await connection.close()
    assert asked == []
