"""Every row of the table in `clockify-api` §2.4, and what a person reads."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.client import Credential
from clankerbot_engine.errors import (
    ClankerbotError,
    Forbidden,
    NotFound,
    RateLimited,
    Unauthorized,
    UpstreamError,
    ValidationFailed,
)
from tests.engine.clockify.conftest import MakeClient

ID = "65e58d908c230744fe785990"

TABLE: list[tuple[int, Any, type[ClankerbotError], str]] = [
    (400, {"message": "Project doesn't belong to Workspace", "code": 501}, NotFound, "doesn't belong"),
    (400, {"message": "Task doesn't belong to Project", "code": 501}, NotFound, "doesn't belong"),
    (400, {"message": f"TIMEENTRY with ID {ID} not found", "code": 501}, NotFound, "not found"),
    (400, {"message": "Tag with name 'x' already exists", "code": 501}, ValidationFailed, "already exists"),
    (400, {"message": "Don't use < and > characters", "code": 501}, ValidationFailed, "< and >"),
    (400, {"message": "Failed to convert value of type 'String'", "code": 3000}, ValidationFailed, "convert"),
    (400, {"message": "Required request parameter", "code": 3001}, ValidationFailed, "parameter"),
    (400, {"message": "Required request body is missing", "code": 3002}, ValidationFailed, "body"),
    (400, {"message": "You can have 5 visible custom fields", "code": 4033}, ValidationFailed, "custom fields"),
    (400, None, ValidationFailed, "did not say why"),
    (401, {"message": "Multiple or none auth tokens present", "code": 1000}, Unauthorized, "CLOCKIFY_API_KEY"),
    (401, {"message": "Api key does not exist", "code": 4003}, Unauthorized, "CLOCKIFY_API_KEY"),
    (401, {"message": "Invalid JWT token", "code": 4017}, Unauthorized, "CLOCKIFY_API_KEY"),
    (401, {"message": "Email not verified", "code": 4019}, Unauthorized, "verified"),
    (401, {"message": "Banned", "code": 406}, Unauthorized, "banned"),
    (402, {"message": "Feature not in plan"}, Forbidden, "plan"),
    (403, {"message": "Access Denied", "code": 501}, Forbidden, "not allow"),
    (403, {"message": "Can't edit locked time entry.", "code": 1003}, Forbidden, "lock date"),
    (403, {"message": "Can't edit approved time entry.", "code": 4005}, Forbidden, "approved timesheet"),
    (403, {"message": "Manual time tracking disabled", "code": 4030}, Forbidden, "timers only"),
    (403, {"message": "Banned", "code": 406}, Forbidden, "banned"),
    (406, {"message": "Banned", "code": 406}, Forbidden, "banned"),
    (404, None, NotFound, "CLOCKIFY_WORKSPACE_ID"),
    (404, {"message": "Currently running time entry doesn't exist", "code": 404}, NotFound, "running time entry"),
    (404, {"message": "No static resource v1/usr.", "code": 3000}, NotFound, "CLOCKIFY_BASE_URL"),
    (405, {"message": "Request method 'PUT' is not supported", "code": 3000}, NotFound, "CLOCKIFY_BASE_URL"),
    (429, {"message": "Too many requests"}, RateLimited, "limit"),
    (500, {"message": "Internal server error"}, UpstreamError, "trouble (500)"),
    (502, "<html>Bad Gateway</html>", UpstreamError, "trouble (502)"),
    (301, None, UpstreamError, "CLOCKIFY_BASE_URL"),
]


def _answer(status: int, body: Any) -> httpx.Response:
    if body is None:
        return httpx.Response(status)
    return httpx.Response(status, text=body) if isinstance(body, str) else httpx.Response(status, json=body)


@pytest.mark.parametrize(("status", "body", "kind", "said"), TABLE)
async def test_each_refusal_has_its_error(
    make_client: MakeClient, status: int, body: Any, kind: type[ClankerbotError], said: str
) -> None:
    client = make_client(lambda _: _answer(status, body))
    with pytest.raises(kind) as caught:
        await client.time_entries.get(ID, ID)
    assert type(caught.value) is kind
    assert said in caught.value.message
    details = caught.value.details
    assert (details["source"], details["status"]) == ("clockify", status)
    if isinstance(body, dict):
        assert details["upstream_message"] == body["message"]
        assert details.get("code") == body.get("code")
    else:
        assert not {"upstream_message", "code"} & set(details)


async def test_an_add_on_is_told_about_its_own_setting(make_client: MakeClient) -> None:
    refusal = {"message": "Addon does not have permission PROJECT_WRITE", "code": 1000}
    credential = Credential("X-Addon-Token", SecretStr("addon-token-of-a-test"))
    client = make_client(lambda _: _answer(401, refusal), credential=credential)
    with pytest.raises(Unauthorized, match="CLOCKIFY_ADDON_TOKEN"):
        await client.users.me()


@pytest.mark.parametrize(
    "body",
    [
        b'{"message": "\\ud800", "code": 501}',
        b'{"message": ' + b"[" * 100_000,
        b'{"message": 5, "code": "x"}',
        b'{"message": "m", "code": true}',
        b'{"message": "m", "code": 1e400}',
        b'{"code": 99999999999999999999999999}',
        b"[]",
        b"\xff\xfe\x00",
        b"null",
    ],
)
async def test_a_body_of_any_kind_is_still_a_refusal(make_client: MakeClient, body: bytes) -> None:
    client = make_client(lambda _: httpx.Response(400, content=body))
    with pytest.raises(ValidationFailed) as caught:
        await client.users.me()
    assert "code" not in caught.value.details


async def test_a_long_message_is_cut(make_client: MakeClient) -> None:
    client = make_client(lambda _: _answer(400, {"message": "x" * 10_000, "code": 501}))
    with pytest.raises(ValidationFailed) as caught:
        await client.users.me()
    assert len(str(caught.value.details["upstream_message"])) == 300
    assert len(caught.value.message) < 400
