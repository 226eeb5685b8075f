"""What is fuzzed: each takes bytes as somebody outside may send them, and fails where the service breaks its word.

No answer is a 5xx, nothing is logged as an error, nobody is let in who does not know the secret, nobody chooses the
address that they are counted by.
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx

from clankerbot_http.access import PUBLIC, ROUTES
from tests.bot.running import RunningBot, running_bot
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import running_slack
from tests.fakes.slack.front_door import FORM
from tests.fuzz.readers import READERS, Target, lines

SECRET: Final = "the-shared-secret-0123456789"
GENERIC_KEY: Final = b"ABC" * 11
PROOFS: Final = (
    b"x-webhook-secret", b"clockify-signature", b"authorization", b"X-Slack-Signature", b"X-Slack-Request-Timestamp",
    b"webhook-id", b"webhook-timestamp", b"webhook-signature", b"x-hub-signature-256", b"x-github-event", b"cookie",
)  # fmt: skip
SLACK: Final = "/slack/events"
DOORS: Final = ("/webhooks/clockify", "/webhooks/generic", "/webhooks/github", "/webhooks/clockify/x", SLACK)
ASKED: Final = [(method, route) for route in ROUTES for method, scope in route.scopes.items() if scope is not PUBLIC]
PAGES: Final = [
    (method, route.template)
    for route in ROUTES
    if route.template.startswith(("/console", "/guide", "/static", "/slack/", "/docs")) or route.template == "/"
    for method in route.scopes
    if method != "HEAD" and route.template != SLACK
]


class Served:
    """Those that need the whole service."""

    def __init__(self, bot: RunningBot, client: httpx.AsyncClient, api: httpx.AsyncClient) -> None:
        """`api` holds a token of every scope."""
        self._bot = bot
        self._client = client
        self._api = api
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
        await self._delivered("/webhooks/clockify", body, headers)

    async def signed(self, data: bytes) -> None:
        """Of others that know their secret, by the first byte: the id, the event, the body."""
        name, event, body = lines(data[1:], 3)
        name, event = (each.translate(None, b"\r\0") for each in (name, event))
        headers = [(b"content-type", b"application/json")]
        if data[:1] < b"M":
            proof = hmac.digest(SECRET.encode(), body, hashlib.sha256).hex().encode()
            headers += [(b"x-hub-signature-256", b"sha256=" + proof), (b"x-github-event", event)]
            await self._delivered("/webhooks/github", body, [*headers, (b"x-github-delivery", name)])
            return
        sent_at = b"%d" % self._bot.clock.now.timestamp()
        proof = base64.b64encode(hmac.digest(GENERIC_KEY, b"%b.%b.%b" % (name, sent_at, body), hashlib.sha256))
        headers += [(b"webhook-id", name), (b"webhook-timestamp", sent_at), (b"webhook-signature", b"v1," + proof)]
        await self._delivered("/webhooks/generic", body, headers)

    async def _delivered(self, path: str, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        answer = await self._client.post(path, content=body, headers=headers)
        assert answer.status_code < 500, answer.text
        while await self._bot.service.services.inbox.work_once():
            pass
        await self._nothing_went_wrong()

    async def asked(self, data: bytes) -> None:
        """Over REST, of a route by the first byte: what stands in its path, its query, an Idempotency-Key, a body."""
        method, route = ASKED[data[0] % len(ASKED)] if data else ASKED[0]
        within, query, key, body = lines(data[1:], 4)
        path = _filled(route.template, within)
        headers = [(b"content-type", b"application/json")]
        headers += [(b"idempotency-key", key.translate(None, b"\r\0"))] if key else []
        url = self._api.base_url.copy_with(raw_path=path.encode() + b"?" + quote(query, safe="=&+%").encode())
        answer = await self._api.request(method, url, content=body, headers=headers)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text  # 503: not set up here
        await self._nothing_went_wrong()

    async def page(self, data: bytes) -> None:
        """A browser's, by the first byte: a host, cookies, a language, what stands in the path, a query, a form."""
        method, template = PAGES[data[0] % len(PAGES)] if data else PAGES[0]
        host, cookies, language, within, query, form = lines(data[1:], 6)
        path = _filled(template, within)
        given = {b"host": host, b"cookie": cookies, b"accept-language": language, b"accept": b"text/html"}
        headers = [(b"content-type", FORM.encode())]
        headers += [(name, value.translate(None, b"\r\0")) for name, value in given.items()]
        url = self._client.base_url.copy_with(raw_path=path.encode() + b"?" + quote(query, safe="=&+%").encode())
        answer = await self._client.request(method, url, content=form, headers=headers)
        assert answer.status_code < 500, answer.text
        assert "set-cookie" not in answer.headers or template in ("/slack/install", "/"), "somebody was let in"
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


def _filled(template: str, within: bytes) -> str:
    return re.sub(r"\{\w+\}", lambda _: quote(within) or "x", template)


class Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() != "slack_answer_lost":  # as there is no such person or response URL
            self.records.append(record)


SERVED: Final = ("delivery", "signed", "asked", "page", "stranger", "slack")
NAMES: Final = (*READERS, *SERVED)


@asynccontextmanager
async def opened(name: str, folder: Path) -> AsyncIterator[Target]:
    if name in READERS:
        yield READERS[name]
        return
    secrets: dict[str, Any] = {
        "webhook_shared_secret": SECRET,
        "generic_webhook_secret": f"whsec_{base64.b64encode(GENERIC_KEY).decode()}",
    }
    async with (
        running_slack(FakeClock()) as slack,
        running_bot(folder, slack, github_webhook_secret=SECRET, rate_limit_per_minute=1_000_000, **secrets) as bot,
    ):
        await bot.person("ada")
        served = Served(bot, await bot.service.anonymous(), await bot.service.client())
        try:
            target: Target = getattr(served, name)
            yield target
        finally:
            served.close()
