"""What is fuzzed: each takes bytes as somebody outside may send them, and fails where the service breaks its word.

No answer is a 5xx, nothing is logged as an error, nobody is let in who does not know the secret, nobody chooses the
address that they are counted by.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

import httpx

from clankerbot_engine.actions import ACTION, MAX_TEXT
from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.rate_limits.addresses import client_address
from tests.bot.running import RunningBot, running_bot
from tests.engine.parsing.reading import BERLIN, CATALOGUE, NOW
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import running_slack
from tests.fakes.slack.front_door import FORM

Target = Callable[[bytes], Awaitable[None]]

SECRET: Final = "the-shared-secret-0123456789"
REAL, PROXY, CALLER = "203.0.113.9", "10.0.0.1", "198.51.100.1"
TRUSTED: Final = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
PROOFS: Final = (
    b"x-webhook-secret", b"clockify-signature", b"authorization", b"X-Slack-Signature", b"X-Slack-Request-Timestamp",
    b"webhook-id", b"webhook-timestamp", b"webhook-signature", b"x-hub-signature-256", b"x-github-event", b"cookie",
)  # fmt: skip
SLACK: Final = "/slack/events"
DOORS: Final = ("/webhooks/clockify", "/webhooks/generic", "/webhooks/github", "/webhooks/clockify/x", SLACK)
PREFERENCES: Final = (Preferences(locale="en"), Preferences(locale="de"))


async def text(data: bytes) -> None:
    """In one language or the other, by the first byte."""
    preferences, words = PREFERENCES[data[:1] > b"M"], data[1:].decode("utf-8", "replace")[:MAX_TEXT]
    result = parse(words, now=NOW, timezone=BERLIN, catalogue=CATALOGUE, preferences=preferences)
    assert result.actions
    for action in result.actions:
        at = 0
        for span in action.spans:
            assert at <= span.start < span.end <= len(words), (span, words)
            at = span.end
        assert ACTION.validate_json(action.model_dump_json()) == action


async def forwarded(data: bytes) -> None:
    """Lines of `X-Forwarded-For`; our proxy adds who really calls."""
    lines = data.decode("latin-1").split("\n")
    assert client_address(PROXY, [*lines, REAL], TRUSTED) == REAL
    assert client_address(PROXY, [*lines[:-1], f"{lines[-1]}, {REAL}"], TRUSTED) == REAL
    assert client_address(CALLER, lines, TRUSTED) == CALLER


class Served:
    """Those that need the whole service."""

    def __init__(self, bot: RunningBot, client: httpx.AsyncClient) -> None:
        self._bot = bot
        self._client = client
        self._errors = Errors()
        logging.getLogger().addHandler(self._errors)

    def close(self) -> None:
        logging.getLogger().removeHandler(self._errors)

    async def delivery(self, data: bytes) -> None:
        """Of Clockify's, with the right secret: the type of the event, a line feed, the body."""
        event_type, _, body = data.partition(b"\n")
        headers = [
            (b"content-type", b"application/json"),
            (b"x-webhook-secret", SECRET.encode()),
            (b"clockify-webhook-event-type", event_type),
        ]
        answer = await self._client.post("/webhooks/clockify", content=body, headers=headers)
        assert answer.status_code < 500, answer.text
        while await self._bot.service.services.inbox.work_once():
            pass
        await self._nothing_went_wrong()

    async def stranger(self, data: bytes) -> None:
        """Lines of proofs that are none, and a body, for one of the doors by the first byte."""
        door = DOORS[data[0] % len(DOORS)] if data else DOORS[0]
        *values, body = data[1:].split(b"\n", len(PROOFS))
        headers = {name: value.translate(None, b"\r\0") for name, value in zip(PROOFS, values, strict=False)}
        if door == SLACK:
            words = {name.decode(): value.decode("ascii", "ignore") for name, value in headers.items()}
            refused = (await self._bot.door.send(body, FORM, **{"X-Slack-Signature": "", **words})).status
        else:
            known = [(b"content-type", b"application/json"), *headers.items()]
            refused = (await self._client.post(door, content=body, headers=known)).status_code
        assert 400 <= refused < 500, refused
        await self._nothing_went_wrong()

    async def slack(self, data: bytes) -> None:
        """Signed by Slack, a form or JSON by the first byte."""
        answer = await self._bot.door.send(data[1:], FORM if data[:1] < b"M" else "application/json")
        assert answer.status < 500, answer.content
        settled = asyncio.create_task(self._bot.settled())
        while not settled.done():
            self._bot.patience.run_out()  # whoever sleeps before another try
            await asyncio.wait({settled}, timeout=0.001)
        await self._nothing_went_wrong()
        assert not self._bot.slack.violations

    async def _nothing_went_wrong(self) -> None:
        records, self._errors.records = self._errors.records, []
        assert not records, "\n".join(self._errors.format(each) for each in records)


class Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() != "slack_answer_lost":  # as there is no such person or response URL
            self.records.append(record)


PURE: Final[Mapping[str, Target]] = {"text": text, "forwarded": forwarded}
NAMES: Final = (*PURE, "delivery", "stranger", "slack")


@asynccontextmanager
async def opened(name: str, folder: Path) -> AsyncIterator[Target]:
    if name in PURE:
        yield PURE[name]
        return
    secrets: dict[str, Any] = {"webhook_shared_secret": SECRET, "generic_webhook_secret": f"whsec_{'QUJD' * 11}"}
    async with (
        running_slack(FakeClock()) as slack,
        running_bot(folder, slack, github_webhook_secret=SECRET, rate_limit_per_minute=1_000_000, **secrets) as bot,
    ):
        await bot.person("ada")
        served = Served(bot, await bot.service.anonymous())
        try:
            yield {"delivery": served.delivery, "stranger": served.stranger, "slack": served.slack}[name]
        finally:
            served.close()
