"""The service opens what it is made of, in order, and closes it again; third parties find their place in it."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from clankerbot_engine.actions import ActionBase, ActionResult
from clankerbot_engine.errors import NotReady
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent
from clankerbot_engine.settings import Settings
from clankerbot_engine.telemetry import start_tracing
from clankerbot_engine.tokens import issue_token
from clankerbot_engine.webhooks.health import Health
from clankerbot_http import composition
from clankerbot_http.app import create_app
from clankerbot_http.composition import open_services, utc_now
from clankerbot_http.outgoing import Outgoing, new_http_client
from tests.fakes.distributions import Site
from tests.fakes.services import Service, data_of, error_of, running_service


def settings_for(folder: Path, **more: Any) -> Settings:
    return Settings.model_validate({"database_url": f"sqlite:///{folder / 'clankerbot.db'}", **more})


async def test_a_new_database_is_migrated_and_ready(tmp_path: Path) -> None:
    async with open_services(settings_for(tmp_path)) as services:
        assert (await services.readiness.report()).ready is True
        assert services.clockify is None


async def test_without_migrating_an_empty_database_is_not_ready(tmp_path: Path) -> None:
    async with open_services(settings_for(tmp_path), migrate=False, background=False) as services:
        report = await services.readiness.report()
        assert report.checks["migrations"].problem == "The database is not migrated. Run: clankerbot migrate."


async def test_two_services_on_one_database_are_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    async with open_services(settings_for(tmp_path), background=False) as services:
        with pytest.raises(NotReady, match="in use by a running clankerbot service"):
            async with open_services(settings_for(tmp_path), background=False):
                pass
        await services.database.ping()
    async with open_services(settings_for(tmp_path), background=False) as again:
        await again.database.ping()


async def test_closing_ends_every_task(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    async with open_services(settings_for(tmp_path)) as services:
        assert asyncio.all_tasks() > before
    assert asyncio.all_tasks() == before
    assert services.http.is_closed


async def test_a_client_that_was_passed_stays_open(tmp_path: Path) -> None:
    async with httpx.AsyncClient() as http:
        async with open_services(settings_for(tmp_path), http=http, background=False):
            pass
        assert not http.is_closed


async def test_what_a_crash_left_open_is_settled_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = asyncio.Event()

    async def settle(_: Any) -> int:
        settled.set()
        raise ZeroDivisionError  # and what goes wrong there does not end the service

    monkeypatch.setattr("clankerbot_engine.engine.Engine.settle", settle)
    async with open_services(settings_for(tmp_path)) as services:
        await asyncio.wait_for(settled.wait(), 60)
        assert (await services.readiness.report()).ready is True


async def test_outgoing_requests_do_not_follow_redirects_with_our_keys() -> None:
    async with new_http_client() as http:
        assert http.follow_redirects is False
        assert http.timeout.connect == 3
        assert http.timeout.pool == 2


async def test_the_application_opens_its_own_services_where_none_are_given(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://clankerbot.test") as nobody,
        app.router.lifespan_context(app),
    ):
        assert (await nobody.get("/readyz")).status_code == 200
        token = (await issue_token(app.state.services.token_store, "t", ["parse"], clock=utc_now))[1]
        headers = {"Authorization": f"Bearer {token}"}
        data_of(await nobody.post("/actions/parse", json={"text": "help"}, headers=headers))
    async with open_services(settings_for(tmp_path), background=False):
        pass  # the lock was given back


class Greet(ActionBase):
    kind: Literal["greet"] = "greet"
    name: str


class GreetingIntegration:
    name = "greeting"
    action_types: Sequence[type[ActionBase]] = (Greet,)

    def __init__(self, resources: Resources) -> None:
        self.clock = resources.clock

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        assert isinstance(action, Greet)
        return ActionResult(action=action, status="done", message=f"Hello {action.name}.")

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        raise NotImplementedError

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        raise NotImplementedError

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        raise NotImplementedError


async def test_a_third_partys_kind_is_run_and_published(site: Site, tmp_path: Path) -> None:
    site.install("greeting", f"[clankerbot.integrations]\ngreeting = {__name__}:GreetingIntegration\n")
    async with running_service(tmp_path) as service:
        api = await service.client()
        (result,) = data_of(await api.post("/actions/run", json={"actions": [{"kind": "greet", "name": "Ada"}]}))
        assert result["message"] == "Hello Ada."
        assert result["action"]["name"] == "Ada"
        answer = await api.post("/actions/run", json={"actions": [{"kind": "greet"}]})
        assert error_of(answer, 422, "validation_error")["details"]["field"] == "actions.0.name"
        schemas = (await api.get("/openapi.json")).json()["components"]["schemas"]
        assert schemas["Action"]["discriminator"]["mapping"]["greet"] == "#/components/schemas/Greet"


async def test_requests_are_traced_under_their_id_and_without_what_people_wrote(tmp_path: Path) -> None:
    exporter = InMemorySpanExporter()
    settings = settings_for(tmp_path, otel_exporter_otlp_endpoint="http://collector.test:4318")
    tracing = start_tracing(settings, exporter=exporter)
    assert tracing is not None
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(settings, tracing=tracing, background=False))
        transport = httpx.ASGITransport(create_app(services=services))
        nobody = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))
        answer = await nobody.post("/actions/parse?note=private", headers={"X-Request-ID": "id-of-the-caller"})
        tracing.provider.force_flush()
        (span,) = exporter.get_finished_spans()
    assert span.name == "POST /actions/parse"
    assert span.attributes is not None
    assert span.attributes["clankerbot.request_id"] == answer.headers["X-Request-ID"] == "id-of-the-caller"
    assert "private" not in span.to_json()


async def test_the_service_answers_while_it_is_drained(service: Service) -> None:
    service.services.readiness.start_draining()
    api = await service.client()
    data_of(await api.post("/actions/parse", json={"text": "help"}))


async def test_it_looks_now_and_then_whether_clockify_still_delivers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, looked = asyncio.Event(), asyncio.Event()

    async def look(_: Health) -> None:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("which does not end it")
        looked.set()

    monkeypatch.setattr(composition, "LOOK_AT_WEBHOOKS_EVERY_S", 0)
    monkeypatch.setattr(Health, "check_due", look)
    async with open_services(settings_for(tmp_path)):
        await asyncio.wait_for(looked.wait(), 60)


async def test_a_remote_that_hangs_holds_up_none_of_the_others() -> None:
    """As many calls as one of them may have under way at the same time."""
    reached, released, most = asyncio.Semaphore(0), asyncio.Event(), 100

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        reached.release()
        await released.wait()
        writer.close()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    async with (
        await asyncio.start_server(hang, "127.0.0.1", 0) as hanging,
        await asyncio.start_server(answer, "127.0.0.1", 0) as answering,
        aclosing(Outgoing()) as outgoing,
    ):
        down, well = (f"http://127.0.0.1:{each.sockets[0].getsockname()[1]}" for each in (hanging, answering))
        calls = [asyncio.create_task(outgoing.pool("down").get(down, timeout=60)) for _ in range(most)]
        for _ in range(most):
            await reached.acquire()
        assert (await outgoing.pool("well").get(well)).status_code == 204
        released.set()
        await asyncio.gather(*calls, return_exceptions=True)
