"""Only Slack comes in, and what it sends is read as it was meant."""

import hashlib
import hmac
import logging
from urllib.parse import parse_qsl, urlencode

import pytest

from clankerbot_bot.front_door import FrontDoor, Refused, parse_body
from tests.bot.running import RunningBot
from tests.fakes.clocks import FakeClock
from tests.fakes.slack import Person

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "v0=é"},
        {"X_Slack_Request_Timestamp": "1795528799"},
        {"X_Slack_Request_Timestamp": "soon"},
        {"X_Slack_Request_Timestamp": "١٧٩٥٥٢٨٨٠٠"},
        {"X_Slack_Request_Timestamp": ""},
    ],
)
async def test_what_is_not_signed_by_slack_now_gets_401(bot: RunningBot, headers: dict[str, str]) -> None:
    if "X_Slack_Request_Timestamp" in headers:
        headers = {**headers, "X_Slack_Signature": "v0=" + "0" * 64}
    sent = {name: value.encode() for name, value in headers.items()}
    answer = await bot.door.send(b"command=/clank&text=secret", FORM, **sent)  # type: ignore[arg-type]
    assert (answer.status, answer.content) == (401, b"")


async def test_an_old_request_that_is_sent_again_gets_401(bot: RunningBot, ada: Person) -> None:
    answer = await ada.command("status")
    await bot.settled()
    bot.clock.go_on(seconds=301)
    assert (await bot.door.again(answer)).status == 401


async def test_of_a_refused_request_nothing_is_logged_but_the_fact(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await bot.door.send(b"text=secret-word", FORM, X_Slack_Signature="v0=bad")
    assert "slack_request_refused" in caplog.text
    assert "secret-word" not in caplog.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"payload={", FORM),
        (b"payload=[]", FORM),
        (b"{", "application/json"),
        (b"text=%ff", FORM),
        (b"[" * 100_000, "application/json"),
    ],
)
async def test_what_cannot_be_read_gets_400(bot: RunningBot, body: bytes, kind: str) -> None:
    assert (await bot.door.send(body, kind)).status == 400


async def test_a_request_that_nobody_handles_is_taken_and_left_alone(bot: RunningBot) -> None:
    answer = await bot.door.event({"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}})
    assert answer.status == 200


async def test_the_url_is_verified(bot: RunningBot) -> None:
    answer = await bot.door.event({"type": "url_verification", "challenge": "3eZbrw1aB"})
    assert answer.json() == {"challenge": "3eZbrw1aB"}


def test_bytes_that_are_no_text_are_refused_by_400() -> None:
    clock, raw = FakeClock(), b"\xff\xfe"
    now = f"{clock().timestamp():.0f}"
    signed = hmac.new(b"secret", b"v0:%b:%b" % (now.encode(), raw), hashlib.sha256).hexdigest()
    headers = {"x-slack-request-timestamp": now, "x-slack-signature": f"v0={signed}"}
    with pytest.raises(Refused) as refused:
        FrontDoor("secret", clock=clock).read(raw, headers)
    assert refused.value.status == 400


def test_the_word_payload_is_a_word() -> None:
    body = urlencode({"command": "/clank", "text": "log 2h payload=fix"})
    assert parse_body(body, FORM)["text"] == "log 2h payload=fix"


@pytest.mark.parametrize("form", ["a=1+2%2B3&b=%C3%BC&c", "=x&&y=", "a=1;b=2&a=%26%3D", "a=%zz&b=%2", "a=b=c"])
def test_a_form_is_read_as_the_standard_library_reads_it(form: str) -> None:
    assert parse_body(form, FORM) == dict(parse_qsl(form, keep_blank_values=True))


def test_a_secret_that_is_empty_is_none() -> None:
    with pytest.raises(ValueError, match="empty"):
        FrontDoor(" ", clock=FakeClock())


def test_a_body_without_headers_is_refused() -> None:
    with pytest.raises(Refused, match="timestamp"):
        FrontDoor("secret", clock=FakeClock()).read(b"{}", {})


@pytest.mark.parametrize("kind", ["block_actions", "view_submission", "block_suggestion"])
async def test_a_body_that_lacks_its_parts_gets_400(bot: RunningBot, kind: str) -> None:
    answer = await bot.door.interaction({"type": kind, "actions": [], "user": {"id": "U0ADA"}})
    assert answer.status in (200, 400)
    assert answer.content == b""
