"""Webhooks of others than Clockify: signed as their senders sign them, known by their own ids."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from clankerbot_engine.errors import NotReady
from clankerbot_engine.webhooks.generic import GenericProvider
from tests.fakes.distributions import Site
from tests.fakes.services import Service, data_of, error_of, running_service

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
OLD_KEY = b"fedcba9876543210fedcba9876543210"
OLD_SECRET = f"whsec_{base64.b64encode(OLD_KEY).decode()}"
GITHUB = "the-github-secret"
PUSH = {
    "ref": "refs/heads/main",
    "repository": {"full_name": "acme/apollo"},
    "sender": {"login": "ada-berg"},
    "head_commit": {"id": "f00"},
    "commits": [{"message": "Sketch"}, {"message": "Fix login\n\nAt last."}],
}


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    secrets: dict[str, Any] = {
        "generic_webhook_secret": f"{SECRET},{OLD_SECRET}",
        "github_webhook_secret": f"{GITHUB},older",
    }
    async with running_service(tmp_path, **secrets) as running:
        yield running


async def _generic(
    service: Service, body: Any, *, delivery: str = "msg_1", key: bytes = KEY, age_s: int = 0, **headers: str
) -> httpx.Response:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    timestamp = str(int(service.clock.now.timestamp()) - age_s)
    signature = base64.b64encode(hmac.digest(key, f"{delivery}.{timestamp}.".encode() + content, hashlib.sha256))
    given = {
        "webhook-id": delivery,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature.decode()}",
        "content-type": "application/json",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return await (await service.anonymous()).post("/webhooks/generic", content=content, headers=given)


async def _github(
    service: Service, body: Any, *, secret: str = GITHUB, event: str = "push", delivery: str = "72d3162e-cc78"
) -> httpx.Response:
    content = orjson.dumps(body)
    signature = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    headers = {
        "X-Hub-Signature-256": f"sha256={signature}",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": delivery,
        "Content-Type": "application/json",
    }
    return await (await service.anonymous()).post("/webhooks/github", content=content, headers=headers)


async def test_a_standard_webhook_is_taken_once(service: Service) -> None:
    body = {"type": "invoice.paid", "timestamp": "2026-11-24T13:59:58Z", "data": {"id": "inv_1", "total": 5}}
    first = data_of(await _generic(service, body))
    event = first["event"]
    assert (event["type"], event["entity_id"], event["data"]) == ("invoice.paid", "inv_1", body["data"])
    assert event["occurred_at"] == "2026-11-24T13:59:58Z"
    assert data_of(await _generic(service, {"type": "other"})) == {"event": event, "duplicate": True}
    assert data_of(await _generic(service, body, delivery="msg_2"))["duplicate"] is False


async def test_both_secrets_and_one_of_several_signatures_are_taken_while_rotating(service: Service) -> None:
    data_of(await _generic(service, {}, key=OLD_KEY))
    wrong = "v1,AAAA v2,BBBB "
    good = await _generic(service, {}, delivery="msg_2")
    signature = good.request.headers["webhook-signature"]
    data_of(await _generic(service, {}, delivery="msg_2", webhook_signature=wrong + signature))


@pytest.mark.parametrize(
    "headers",
    [
        {"key": b"x" * 32},
        {"age_s": 301},
        {"age_s": -301},
        {"webhook_signature": ""},
        {"webhook_signature": "v1,"},
        {"webhook_signature": "v1,!!"},
        {"webhook_timestamp": "now"},
        {"webhook_timestamp": ""},
        {"webhook_timestamp": "9" * 400},
        {"webhook_id": ""},
        {"webhook_id": "a" * 129},
    ],
)
async def test_what_is_not_signed_as_it_must_be_is_refused_and_not_kept(service: Service, headers: Any) -> None:
    error_of(await _generic(service, {}, **headers), 401, "unauthorized")
    assert (await service.services.inbox_store.backlog()).count == 0


async def test_a_body_that_was_changed_on_the_way_is_refused(service: Service) -> None:
    signature = (await _generic(service, {"a": 1})).request.headers["webhook-signature"]
    error_of(await _generic(service, {"a": 2}, webhook_signature=signature), 401, "unauthorized")


@pytest.mark.parametrize("secret", ["hunter2", "whsec_", "whsec_AAAA", "whsec_!!!", f"whsec_{'A' * 200}"])
async def test_a_secret_that_is_none_stops_the_start_without_showing_it(tmp_path: Path, secret: str) -> None:
    with pytest.raises(NotReady, match="GENERIC_WEBHOOK_SECRET must be whsec_") as refused:
        async with running_service(tmp_path, generic_webhook_secret=secret):
            pass
    assert secret not in str(refused.value).replace("whsec_ and", "") or secret == "whsec_"


async def test_a_push_of_github_is_taken_once_with_what_it_tells(service: Service) -> None:
    event = data_of(await _github(service, PUSH))["event"]
    assert (event["type"], event["actor"], event["entity_id"]) == ("github.push", "ada-berg", "f00")
    assert event["data"] == {
        "repository": "acme/apollo",
        "action": None,
        "commits": 2,
        "title": "Fix login",
        "ref": "refs/heads/main",
    }
    assert data_of(await _github(service, PUSH, secret="older"))["duplicate"] is True
    error_of(await _github(service, PUSH, secret="wrong"), 401, "unauthorized")
    data_of(await _github(service, {"zen": "Keep it simple."}, event="ping"))


async def test_whatever_github_sends_is_kept(service: Service) -> None:
    bodies: list[dict[str, Any]] = [{}, {"commits": 7, "sender": "x", "head_commit": []}, {"pull_request": None}]
    for number, body in enumerate(bodies):
        for event in ("push", "pull_request", "star"):
            answer = await _github(service, body, event=event, delivery=f"{event}-{number}".replace("_", "-"))
            assert data_of(answer)["event"]["type"] == f"github.{event}"


@pytest.mark.parametrize(("provider", "variable"), [("generic", "GENERIC_WEBHOOK"), ("github", "GITHUB_WEBHOOK")])
async def test_a_provider_that_is_not_set_up_says_what_to_set(tmp_path: Path, provider: str, variable: str) -> None:
    async with running_service(tmp_path) as service:
        answer = await (await service.anonymous()).post(f"/webhooks/{provider}", json={})
        assert f"{variable}_SECRET" in error_of(answer, 401, "unauthorized")["message"]
        assert error_of(await (await service.anonymous()).post("/webhooks/acme", json={}), 404, "not_found")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("no_such_module:Provider", "cannot be loaded: ModuleNotFoundError"),
        ("builtins:repr", "is none: it lacks name, kept_headers, identify, normalize, verify"),
        ("tests.rest.test_webhook_providers:another", "Two webhook providers are called generic"),
    ],
)
async def test_a_provider_that_is_broken_stops_the_start(site: Site, tmp_path: Path, value: str, told: str) -> None:
    site.install("acme", f"[clankerbot.webhook_providers]\nacme = {value}\n")
    with pytest.raises(NotReady, match=told):
        async with running_service(tmp_path):
            pass


def another(resources: Any) -> GenericProvider:
    return GenericProvider([], clock=resources.clock)
