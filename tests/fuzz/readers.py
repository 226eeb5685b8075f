"""Targets that need no service: whatever reads what somebody outside may have written, each by itself."""

import csv
import io
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from html.parser import HTMLParser
from ipaddress import ip_network
from itertools import islice
from typing import Any, Final

import httpx
from markdown_it import MarkdownIt
from pydantic import SecretStr

from clankerbot_bot.blocks import text as slack_text
from clankerbot_bot.typed import as_typed, people_in, without_mention
from clankerbot_engine.accounts.vault import Vault, clockify_key_of
from clankerbot_engine.actions import ACTION, MAX_TEXT, EntryFact
from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.errors import ClankerbotError, NotSetUp, ValidationFailed
from clankerbot_engine.logs import LineFormatter, as_json, as_text
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.parsing import parse
from clankerbot_engine.parsing.llm_answer import Unusable, read_answer
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.rate_limits.addresses import client_address
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.reports.facts import SummaryFact
from clankerbot_engine.reports.markdown import as_markdown
from clankerbot_engine.reports.sheet import Sheet, SheetRow
from clankerbot_engine.reports.spreadsheet import as_csv, entries_csv
from clankerbot_engine.schedules.cron import SHORTEST_PERIOD_MIN, read_cron
from clankerbot_engine.schedules.fire_times import fire_times
from clankerbot_engine.settings import Settings, SettingsError
from clankerbot_engine.stores.database import database_name
from clankerbot_engine.webhooks.addon_signature import Addon, AddonSignature
from clankerbot_http.safety import unsafe
from clankerbot_http.web.mrkdwn import mrkdwn
from tests.engine.parsing.reading import BERLIN, CATALOGUE, NOW

Target = Callable[[bytes], Awaitable[None]]

REAL, PROXY, CALLER = "203.0.113.9", "10.0.0.1", "198.51.100.1"
TRUSTED: Final = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
PREFERENCES: Final = (Preferences(locale="en"), Preferences(locale="de"))
FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
ELEMENTS: Final = frozenset({"strong", "em", "s", "pre", "code", "span", "a", "br", "q"})
ATTRIBUTES: Final = frozenset({"class", "href", "rel", "target"})
ASKED_FIRST: Final = frozenset({"delete_entry", "undo", "delete_schedule", "disconnect", "post_message"})
VAULT: Final = Vault([SecretStr("a-key-of-the-vault")])
ADDON: Final = AddonSignature(Addon("clankerbot", "66aa00000000000000000077", "64a687e29ae1f428e7ebe303"))
PLACE: Final = clockify_key_of("slack:T1:U1")


def lines(data: bytes, count: int) -> list[bytes]:
    """So many, the last with the line feeds that are left; empty where there are fewer."""
    found = data.split(b"\n", count - 1)
    return found + [b""] * (count - len(found))


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
    told = data.decode("latin-1").split("\n")
    assert client_address(PROXY, [*told, REAL], TRUSTED) == REAL
    assert client_address(PROXY, [*told[:-1], f"{told[-1]}, {REAL}"], TRUSTED) == REAL
    assert client_address(CALLER, told, TRUSTED) == CALLER


async def cron(data: bytes) -> None:
    """An expression, and when it fires: later each time, and not more often than is allowed."""
    words = data.decode("utf-8", "replace")
    try:
        read = read_cron(words)
    except ValidationFailed:
        return
    assert read_cron(read.text) == read
    first, *later = (fire_time.due_at for fire_time in islice(fire_times(read, BERLIN, NOW), 2))
    assert first > NOW
    assert all((second - first).total_seconds() >= 60 * SHORTEST_PERIOD_MIN for second in later)


async def typed(data: bytes) -> None:
    """As Slack sends it, and as a name that is shown there and on a page."""
    words = data.decode("utf-8", "replace")
    list(people_in(words))
    without_mention(without_mention(words), "U1")
    as_typed(words, {"U1": "Ada <&>"})
    assert as_typed(slack_text.escape(words)) == words.strip()
    shown = slack_text.safe(words)
    bare = shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert not set("&<>\u202a\u202b\u202c\u202d\u202e\u2066\u2067\n\r\0") & set(bare)
    for text in (words, shown):
        page = Page(str(mrkdwn(text, names={"U1": "<b>"}, moment=lambda *_: "<i>")))
        assert page.elements <= ELEMENTS, page.elements
        assert page.attributes <= ATTRIBUTES, page.attributes
        assert all(link.startswith(("https://", "http://", "mailto:")) for link in page.links), page.links


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


async def answer(data: bytes) -> None:
    """Of a language model: what it says is ours to decide stays ours."""
    words = "yesterday I did two hours on Apollo"
    rules = parse(words, now=NOW, timezone=BERLIN, catalogue=CATALOGUE)
    try:
        actions = read_answer(
            data.decode("utf-8", "replace"), text=words, now=NOW, timezone=BERLIN, rules=lambda: rules
        )
    except Unusable:
        return
    for action in actions:
        told = action.model_dump()
        assert action.parser == "llm"
        assert not told.get("confirmed")
        assert not any(told.get(name) for name in ("project_id", "task_id", "tag_ids"))
        assert (
            action.kind not in ("delete_entry", "undo", "delete_schedule", "disconnect", "post_message") or action.needs
        )
        written = action.model_dump_json()
        assert ACTION.validate_json(written).model_dump_json() == written


async def environment(data: bytes) -> None:
    """Lines of `NAME=value`. What is wrong is told in one line, which holds no secret."""
    environ = dict(line.split("=", 1) for line in data.decode("utf-8", "replace").split("\n") if "=" in line)
    try:
        settings = Settings.from_environment(environ, env_file=None)
    except SettingsError as wrong:
        told = str(wrong)
    else:
        told = " ".join(unsafe(settings))
        database_name(settings.database_url)
        Redactor.from_settings(settings)
    assert told.isprintable()


async def sheet(data: bytes) -> None:
    """Lines of names, in the forms of a summary that others open with programs of theirs."""
    names = [line[:200] for line in data.decode("utf-8", "replace").split("\n")[:20]]
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    facts = [EntryFact(id="e", project=each, description=each, tags=(each,), user=each, start=at) for each in names]
    days = {"from": "2026-11-23", "to": "2026-11-29", "group_by": "project", "total_s": 0, "billable_s": 0}
    rows = [{"name": each, "duration_s": 0} for each in names]
    fact = SummaryFact.model_validate({**days, "entries": 0, "rows": rows})
    for table in (as_csv(fact), entries_csv(facts)):
        for delimiter in (",", ";", "\t"):  # by the country of whoever opens it
            for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter):
                assert not [cell for cell in row if cell.lstrip(" ")[:1] in FORMULA and cell.strip(" ")], row
    cells = tuple(SheetRow(each, 0, each, each) for each in names)
    told = Sheet(names[0], names[0], names[0], tuple(names), ("a", "b", "c"), cells, cells[0], ("", ""), "", (), "", "")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(as_markdown(told))
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}, kinds


async def sealed(data: bytes) -> None:
    """A secret as it is kept, and a proof of an add-on's: none that we did not make is one."""
    try:
        VAULT.unseal(data.decode("utf-8", "replace"), PLACE)
    except NotSetUp:
        pass
    else:
        raise AssertionError("opened")
    assert not ADDON.accepts(data)


async def logged(data: bytes) -> None:
    """Whatever is told in a line of the log, it is one line."""
    words = data.decode("utf-8", "surrogateescape")
    fields: dict[str, Any] = {"timestamp": "t", "level": "info", "message": words, "path": words, "error": words}
    for render in (as_json, as_text):
        line = LineFormatter(render, Redactor(["a-secret-word"])).format(fields)
        assert line.isascii()
        assert line.isprintable()
        assert "a-secret-word" not in line


async def upstream(data: bytes) -> None:
    """Clockify's answer: status by the first byte, a line of `Retry-After`, a body; to one of several questions."""
    kind = data[0] if data else 0
    wait, body = lines(data[1:], 2)
    statuses = (200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 503)
    status = statuses[kind % len(statuses)]

    async def answering(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=body, headers=[(b"retry-after", wait.translate(None, b"\r\0"))])

    async def at_once(seconds: float) -> None:
        assert seconds >= 0

    async with httpx.AsyncClient(transport=httpx.MockTransport(answering)) as http:
        credential = Credential("X-Api-Key", SecretStr("a-key-of-a-person"))
        base_url = "http://clockify.test/api"
        client = ClockifyClient(
            http, credential, base_url=base_url, metrics=Metrics(), sleep=at_once, chance=lambda: 0.5, clock=lambda: NOW
        )
        workspace = "64a687e29ae1f428e7ebe303"
        questions: list[Callable[[], Awaitable[Any]]] = [
            client.users.me,
            client.workspaces.all,
            lambda: client.tags.all(workspace),
            lambda: client.projects.all(workspace),
        ]
        with suppress(ClankerbotError):
            await questions[kind // len(statuses) % len(questions)]()


READERS: Final[Mapping[str, Target]] = {
    each.__name__: each for each in (text, forwarded, cron, typed, answer, environment, sheet, sealed, logged, upstream)
}
