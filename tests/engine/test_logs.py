"""The log: one line an event, bounded, ASCII, in a fixed order, and without secrets wherever they stand."""

import io
import json
import logging
import re
import sys
from typing import Any

import pytest

from clankerbot_engine.logs import MAX_LINE, configure_logging, current_request_id, log_event
from clankerbot_engine.settings import Settings

log = logging.getLogger("clankerbot_engine.tests")


class Log:
    def __init__(self, *, as_json: bool, level: str = "info", **options: Any) -> None:
        logging.getLogger().handlers.clear()  # pytest's own, which fails where ours must not
        self.stream = io.StringIO()
        configure_logging(level, as_json, self.stream, **options)

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


ACCESS = {"client": "127.0.0.1", "status": 200, "duration_ms": 1.5, "method": "POST", "path": "/actions/parse"}


def test_the_access_log_has_its_fields_in_the_agreed_order() -> None:
    lines = Log(as_json=True)
    log.info("request", extra={"route": "/actions/parse", **ACCESS, "request_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"})
    (line,) = lines.objects
    assert list(line) == [
        *("timestamp", "level", "message", "request_id", "method", "path", "status", "duration_ms", "client"),
        "route",
    ]
    assert line["level"] == "info"
    assert line["status"] == 200
    assert line["timestamp"].endswith("Z")


def test_as_plain_text_the_order_is_the_same() -> None:
    lines = Log(as_json=False)
    log.info("request", extra={**ACCESS, "request_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "ok": True, "note": "two words"})
    (line,) = lines.lines
    assert line.split(" ", 1)[1] == (
        "INFO request request_id=01ARZ3NDEKTSV4RRFFQ69G5FAV method=POST path=/actions/parse status=200 "
        'duration_ms=1.5 client=127.0.0.1 ok=true note="two words"'
    )


@pytest.mark.parametrize("as_json", [True, False])
def test_the_short_way_writes_what_the_usual_one_does(as_json: bool) -> None:
    lines = Log(as_json=as_json)
    fields = {"method": "POST", "path": "/two words", "status": 200, "duration_ms": 1.5, "client": "127.0.0.1"}
    token = current_request_id.set("req-1")
    log.log(logging.INFO, "request", extra=fields)
    log_event(log, logging.INFO, "request", fields)
    current_request_id.reset(token)
    usual, short = [line.replace(_timestamp(line), "") for line in lines.lines]
    assert short == usual


def _timestamp(line: str) -> str:
    match = re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line)
    assert match is not None
    return match[0]


def test_the_short_way_keeps_to_the_level_and_hides_secrets() -> None:
    lines = Log(as_json=True, level="warning", secrets=["correct-horse"])
    log_event(log, logging.INFO, "request", {"status": 200})
    log_event(log, logging.WARNING, "request", {"path": "/correct-horse"})
    assert [line["path"] for line in lines.objects] == ["/[redacted]"]


class Other(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[int] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.statuses.append(vars(record)["status"])


def test_another_handler_gets_its_record() -> None:
    lines, other = Log(as_json=True), Other()
    logging.getLogger().addHandler(other)
    log_event(log, logging.INFO, "request", {"status": 200})
    logging.getLogger().removeHandler(other)
    assert other.statuses == [200]
    assert [line["status"] for line in lines.objects] == [200]


def test_every_line_of_a_request_carries_its_id() -> None:
    lines = Log(as_json=True)
    token = current_request_id.set("req-1")
    log.info("inside")
    current_request_id.reset(token)
    log.info("outside")
    inside, outside = lines.objects
    assert inside["request_id"] == "req-1"
    assert "request_id" not in outside


HOSTILE = 'a\nb\r\x1b[31m\x00\x7f\u2028\u202eü😀 \ud800"'


@pytest.mark.parametrize("as_json", [True, False])
def test_control_characters_cannot_break_a_line_or_reach_a_terminal(as_json: bool) -> None:
    lines = Log(as_json=as_json)
    log.info(HOSTILE, extra={"path": HOSTILE, "nested": {"k": [HOSTILE]}})
    assert len(lines.lines) == 1
    assert lines.lines[0].isascii()
    assert lines.lines[0].isprintable()
    if as_json:
        assert lines.objects[0]["path"] == HOSTILE


def test_in_plain_text_no_line_of_a_trace_can_pass_as_a_log_line() -> None:
    lines = Log(as_json=False)
    try:
        raise ValueError("x\n2026-11-24T00:00:00.000Z INFO forged\x1b[0m")
    except ValueError:
        log.exception("failed")
    first, *trace = lines.lines
    assert first.endswith("ERROR failed")
    assert all(line.startswith("    | ") for line in trace)
    assert trace[-1] == "    | 2026-11-24T00:00:00.000Z INFO forged\\u001b[0m"


def test_as_json_a_trace_is_one_field_of_the_one_line() -> None:
    lines = Log(as_json=True)
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("failed")
    (line,) = lines.objects
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: broken")


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    "extra",
    [
        {"text": "x" * 100_000},
        {"text": "😀" * 50_000},
        {f"field_{n}": "😀" * 500 for n in range(200)},
        {"list": ["y" * 1000] * 100},
    ],
)
def test_a_line_is_never_longer_than_8_kib(as_json: bool, extra: dict[str, Any]) -> None:
    lines = Log(as_json=as_json)
    log.info("long", extra={**ACCESS, **extra})
    (line,) = lines.lines
    assert len(line) <= MAX_LINE == 8192
    assert "/actions/parse" in line
    if as_json:
        assert lines.objects[0]["status"] == 200


def test_of_a_long_trace_the_end_stays() -> None:
    lines = Log(as_json=True)
    try:
        raise ValueError("x" * 20_000 + " the end")
    except ValueError:
        log.exception("failed")
    assert lines.objects[0]["exception"].endswith("the end")
    assert len(lines.lines[0]) <= MAX_LINE


# A secret, and a part of it that must not be seen.
SECRETS = [
    ("clank_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-x", "AbCdEfGh"),
    ("xoxb-1234567890-abcdefghij", "1234567890"),
    ("xoxe.xoxp-1-abcdefghijkl", "1-abcdefgh"),
    ("xapp-1-A0123-456-abcdef", "456-abcdef"),
    ("https://hooks.slack.com/services/T000/B000/abcdefghijkl", "B000"),
    ("sk-0123456789abcdef0123456789abcdef", "0123456789abcdef"),
    ("Authorization: Bearer abcdefgh.ijkl4mnop", "abcdefgh.ijkl"),
    ("X-Api-Key: NzQ1ZjQ4ZmEtMWQ5", "NzQ1Zj"),
    ("{'X-Addon-Token': 'eyJhbGciOiJSUzI1NiJ9'}", "eyJhbGci"),
    ("https://someone:hunter2@proxy.example.com", "hunter2"),
]


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(("secret", "telltale"), SECRETS)
def test_what_looks_like_a_secret_is_hidden_in_message_fields_and_trace(
    secret: str, telltale: str, as_json: bool
) -> None:
    lines = Log(as_json=as_json)
    assert telltale in secret
    try:
        raise ValueError(secret)
    except ValueError:
        log.exception("failed with %s", secret, extra={"path": f"/x/{secret}", "nested": {"headers": [(secret, 1)]}})
    assert telltale not in lines.stream.getvalue()
    assert lines.stream.getvalue().count("[redacted]") == 4


@pytest.mark.parametrize("as_json", [True, False])
def test_the_secrets_of_the_settings_are_hidden_whatever_they_look_like(as_json: bool) -> None:
    awkward = 'plain"quote\\back'
    settings = Settings.model_validate(
        {
            "clockify_api_key": "NzQ1ZjQ4ZmEtMWQ5",
            "slack_signing_secret": awkward,
            "webhook_shared_secret": "new-one-ü,old-one",
            "secret_keys": "123456789",
        }
    )
    lines = Log(as_json=as_json, settings=settings, secrets=["made-just-now"])
    for secret in ("NzQ1ZjQ4ZmEtMWQ5", awkward, "new-one-ü", "old-one", "123456789", "made-just-now"):
        log.info("sent", extra={"value": f"<{secret}>", "nested": {"deep": [secret]}})
    assert len(lines.lines) == 6
    for line in lines.lines:
        assert line.count("[redacted]") == 2
        assert "NzQ1" not in line
        assert "plain" not in line
        assert "-one" not in line
        assert "made-just" not in line
    if as_json:
        assert lines.objects[0]["nested"] == {"deep": ["[redacted]"]}


@pytest.mark.parametrize("as_json", [True, False])
def test_ordinary_words_that_resemble_secrets_stay(as_json: bool) -> None:
    lines = Log(as_json=as_json, settings=Settings(secret_keys=()), secrets=["", "abc"])
    log.info(
        "task-force abc xoxo bearer certificates",
        extra={"path": "/bearer/clank_x", "url": "https://api.clockify.me/v1"},
    )
    assert "[redacted]" not in lines.stream.getvalue()


def test_a_format_string_that_does_not_fit_is_logged_as_it_is() -> None:
    lines = Log(as_json=True)
    log.info("%d of %d", "x")
    assert lines.objects[0]["message"] == "%d of %d"


def test_a_value_that_json_does_not_know_is_its_text() -> None:
    lines = Log(as_json=True)
    loop: list[Any] = []
    loop.append(loop)
    log.info("odd", extra={"huge": 2**70, "set": {1}, "loop": loop})
    (line,) = lines.objects
    assert line["huge"] == 2**70
    assert line["set"] == "{1}"
    assert line["loop"] == "[[...]]"


def test_a_broken_stream_and_a_broken_value_never_end_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    class Hostile:
        def __str__(self) -> str:
            raise RuntimeError("clank_secretsecret")

    lines = Log(as_json=True)
    log.info("odd", extra={"value": Hostile()})
    lines.stream.close()
    log.info("nowhere")
    assert "secret" not in capsys.readouterr().err


def test_libraries_write_the_same_lines_and_say_who_they_are() -> None:
    uvicorn = logging.getLogger("uvicorn.error")
    logging.getLogger("uvicorn").addHandler(logging.StreamHandler(sys.stderr))
    logging.getLogger("uvicorn").propagate = False
    lines = Log(as_json=True)
    uvicorn.info("Started server process [%d]", 7, extra={"color_message": "\x1b[1mStarted"})
    (line,) = lines.objects
    assert line["message"] == "Started server process [7]"
    assert line["logger"] == "uvicorn.error"
    assert "color_message" not in line
    assert logging.getLogger("uvicorn").handlers == []


def test_what_libraries_say_of_requests_is_left_out() -> None:
    lines = Log(as_json=True)
    logging.getLogger("httpx").info("HTTP Request: GET https://api.clockify.me/...")
    logging.getLogger("uvicorn.access").info("GET /")
    logging.getLogger("slack_bolt.RequestVerification").warning("Invalid request signature detected: body")
    assert lines.lines == []
    logging.getLogger("httpx").warning("worth it")
    assert len(lines.lines) == 1


def test_the_level_decides_and_configuring_again_replaces() -> None:
    first = Log(as_json=True, level="warning")
    log.info("quiet")
    log.warning("loud")
    second = Log(as_json=False, level="debug")
    log.debug("fine")
    assert [line["message"] for line in first.objects] == ["loud"]
    assert [line.split(" ")[2] for line in second.lines] == ["fine"]


def test_without_a_stream_it_is_standard_error_of_the_moment(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", json=True)
    log.info("hello")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["message"] == "hello"
