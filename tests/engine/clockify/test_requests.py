"""What leaves: where to, as whom, and what is told of it in logs and metrics."""

import io
import logging
import traceback
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.access import Endpoint
from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.models import NewTimeEntry, ReportRange
from clankerbot_engine.clockify.sandbox import DEMO_ADDON_TOKEN, Fault, SandboxState
from clankerbot_engine.errors import ClankerbotError, NotFound, ValidationFailed
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.settings import Settings
from tests.engine.clockify.conftest import NOW, MakeClient

WEEK = ReportRange.of_days(date(2026, 11, 23), date(2026, 11, 29), ZoneInfo("Europe/Berlin"))
KEY = "the-secret-key-of-this-test"


class FarSide:
    """Answers anything and keeps what came."""

    def __init__(self) -> None:
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return httpx.Response(200, json={})


@pytest.mark.parametrize(
    ("base_url", "reports_url", "core", "reports"),
    [
        ("https://api.clockify.me/api", None, "https://api.clockify.me/api/v1", "https://reports.api.clockify.me/v1"),
        ("https://api.clockify.me/api/v1/", None, "https://api.clockify.me/api/v1", "https://reports.api.clockify.me/v1"),
        ("https://euc1.clockify.me/api", None, "https://euc1.clockify.me/api/v1", "https://euc1.clockify.me/report/v1"),
        ("https://apse2.clockify.me/api/v1", None, "https://apse2.clockify.me/api/v1", "https://apse2.clockify.me/report/v1"),
        ("https://acme.clockify.me/api", None, "https://acme.clockify.me/api/v1", "https://acme.clockify.me/report/v1"),
        ("http://127.0.0.1:8099/api", None, "http://127.0.0.1:8099/api/v1", "http://127.0.0.1:8099/report/v1"),
        ("https://me.example/api", "https://r.example", "https://me.example/api/v1", "https://r.example/v1"),
        ("https://me.example/api", "https://r.example/v1", "https://me.example/api/v1", "https://r.example/v1"),
    ],
)  # fmt: skip
async def test_core_and_reports_have_their_own_hosts(
    make_client: MakeClient, base_url: str, reports_url: str | None, core: str, reports: str
) -> None:
    far_side = FarSide()
    client = make_client(far_side, base_url=base_url, reports_url=reports_url)
    await client.workspaces.get("65e58d90")
    await client.reports.weekly("65e58d90", WEEK)
    assert [str(request.url) for request in far_side.seen] == [
        f"{core}/workspaces/65e58d90",
        f"{reports}/workspaces/65e58d90/reports/weekly",
    ]
    assert Endpoint.of(base_url, reports_url) == Endpoint(core, reports)


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        (Settings.model_validate({"clockify_api_key": KEY}), "x-api-key"),
        (Settings.model_validate({"clockify_addon_token": KEY}), "x-addon-token"),
    ],
)
async def test_exactly_one_credential_is_sent(make_client: MakeClient, settings: Settings, header: str) -> None:
    far_side = FarSide()
    client = make_client(far_side, credential=Credential.from_settings(settings))
    await client.users.me()
    await client.time_entries.create("65e58d90", NewTimeEntry(start=NOW))
    for request in far_side.seen:
        sent = [
            (name.lower(), value)
            for name, value in request.headers.multi_items()
            if name.lower() in ("x-api-key", "x-addon-token", "authorization", "cookie")
        ]
        assert sent == [(header, KEY)]


def test_without_a_key_in_the_settings_there_is_no_credential() -> None:
    assert Credential.from_settings(Settings()) is None


async def test_an_add_on_token_opens_what_add_ons_may_see(make_client: MakeClient, state: SandboxState) -> None:
    client = make_client(credential=Credential("X-Addon-Token", SecretStr(DEMO_ADDON_TOKEN)))
    assert (await client.users.me()).id == state.owner.id
    assert (await client.workspaces.get(state.workspace_id)).name == "Demo Studio"


@pytest.mark.parametrize("secret", ["", "two words", "line\nfeed", "schlüssel", "nul\0"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(secret: str) -> None:
    with pytest.raises(ValidationFailed) as caught:
        Credential("X-Api-Key", SecretStr(secret))
    assert not secret or secret not in caught.value.message


def test_a_credential_does_not_show_its_secret() -> None:
    assert KEY not in repr(Credential("X-Api-Key", SecretStr(KEY)))


def test_who_asks_where_has_a_fingerprint_of_its_own(make_client: MakeClient) -> None:
    prints = {
        make_client().fingerprint,
        make_client(key="another").fingerprint,
        make_client(base_url="https://euc1.clockify.me/api").fingerprint,
        make_client(credential=Credential("X-Addon-Token", SecretStr("another"))).fingerprint,
    }
    assert len(prints) == 4
    assert make_client(base_url="http://sandbox.test/api/v1/").fingerprint == make_client().fingerprint
    assert "another" not in make_client(key="another").fingerprint


@pytest.mark.parametrize("text", ["", "../user", "a/b", "a?b=c", "a%2Fb", "a b", "é", "a\n", "a.b"])
async def test_nothing_but_an_id_reaches_the_path(make_client: MakeClient, text: str) -> None:
    far_side = FarSide()
    with pytest.raises(NotFound):
        await make_client(far_side).time_entries.delete("65e58d90", text)
    assert far_side.seen == []


async def test_a_redirect_is_not_followed(make_client: MakeClient) -> None:
    far_side: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        far_side.append(request.url.host)
        return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})

    with pytest.raises(ClankerbotError, match="redirect"):
        await make_client(elsewhere).users.me()
    assert far_side == ["sandbox.test"]


@pytest.fixture
def log_text() -> Iterator[io.StringIO]:
    """Every field of every line of ours, at the lowest level."""
    written = io.StringIO()

    class Everything(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.write(f"{record.getMessage()} {record.__dict__}\n")

    handler, logger = Everything(), logging.getLogger("clankerbot_engine")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


async def test_logs_name_the_route_and_nothing_that_was_sent(
    make_client: MakeClient, state: SandboxState, log_text: io.StringIO
) -> None:
    client = make_client()
    entry = NewTimeEntry(start=NOW - timedelta(hours=1), end=NOW, description="tell nobody")
    made = await client.time_entries.create(state.workspace_id, entry)
    assert made.id is not None
    with pytest.raises(ValidationFailed):
        await client.projects.all(state.workspace_id, page_size=99_999)
    with pytest.raises(ValidationFailed):
        await client.tags.create(state.workspace_id, "<secret name>")
    await client.users.find_by_email(state.workspace_id, "ben@demo-studio.example")
    await client.time_entries.delete(state.workspace_id, made.id)
    text = log_text.getvalue()
    assert "/workspaces/{workspace}/time-entries/{entry}" in text
    assert "'status': 201," in text  # a number, as in every line that has one
    for private in ("tell nobody", "secret name", "ben@", made.id, state.workspace_id, "sandbox-ada-owner"):
        assert private not in text


@pytest.mark.parametrize(
    "answer", [httpx.Response(401, json={"message": "no"}), httpx.Response(500), httpx.Response(200, text="?")]
)
async def test_the_key_is_in_no_log_and_no_error(
    make_client: MakeClient, log_text: io.StringIO, answer: httpx.Response
) -> None:
    with pytest.raises(ClankerbotError) as caught:
        await make_client(lambda _: answer, key=KEY).users.me()
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.details)
    assert KEY not in told
    assert KEY not in log_text.getvalue()


async def test_each_try_is_counted_under_its_route(
    client: ClockifyClient, state: SandboxState, metrics: Metrics
) -> None:
    state.faults.add(Fault("server_error"))
    await client.workspaces.get(state.workspace_id)
    value = metrics.registry.get_sample_value
    labels = {"method": "GET", "route": "/workspaces/{workspace}"}
    assert value("clankerbot_clockify_requests_total", {**labels, "status": "500"}) == 1
    assert value("clankerbot_clockify_requests_total", {**labels, "status": "200"}) == 1
    assert value("clankerbot_clockify_request_seconds_count", {"route": "/workspaces/{workspace}"}) == 2
