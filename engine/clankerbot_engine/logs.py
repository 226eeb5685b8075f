"""The log: one line for each event, in plain text or JSON, at most 8 KiB, ASCII, without secrets.

A line starts with `timestamp level message request_id method path status duration_ms client` (those that there are;
`message` is the event's name) and goes on with the other fields given as `extra`. A line that would hold a secret is
found by a few substring searches; only then its values are looked at one by one, so that the access log stays cheap.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson

from clankerbot_engine.errors import NotReady
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.settings import Settings

MAX_LINE = 8 * 1024
"""Characters of a line, which is ASCII, without its line feed."""

current_request_id: ContextVar[str | None] = ContextVar("current_request_id", default=None)
"""Set by the request id middleware; every line logged meanwhile carries it."""

_LEADING = ("request_id", "method", "path", "status", "duration_ms", "client")
_NOT_EXTRA = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message", *_LEADING}

Fields = dict[str, Any]


@contextmanager
def failures_logged(log: logging.Logger, event: str) -> Iterator[None]:
    """Around what goes on by itself and is tried again: nothing is raised. A database that is away has a line of its
    own, and no trace tells more."""
    try:
        yield
    except NotReady as error:
        log.debug(event, extra={"reason": error.message})
    except Exception:
        log.exception(event)


def _head(moment: datetime, level: str, message: str, request_id: str | None = None) -> Fields:
    timestamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fields: Fields = {"timestamp": timestamp, "level": level.lower(), "message": message}
    request_id = request_id or current_request_id.get()
    if request_id is not None:
        fields["request_id"] = request_id
    return fields


def _fields(record: logging.LogRecord) -> Fields:
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):  # a library's format string that does not fit its arguments
        message = str(record.msg)
    given = record.__dict__
    moment = datetime.fromtimestamp(record.created, UTC)
    fields = _head(moment, record.levelname, message, given.get("request_id"))
    for name in _LEADING[1:]:
        if name in given:
            fields[name] = given[name]
    for name, value in given.items():
        if name not in _NOT_EXTRA:
            fields[name] = value
    if not record.name.startswith("clankerbot_"):
        fields["logger"] = record.name
    if record.exc_info:
        fields["exception"] = logging.Formatter().formatException(record.exc_info)
    return fields


def _shortened(value: Any, limit: int) -> Any:
    """Strings cut to `limit` characters; the end of a trace is kept, where the error stands."""
    if isinstance(value, str):
        return value if len(value) <= limit else f"...{value[-limit:]}"
    if value is None or isinstance(value, bool | int | float):
        return value
    return _shortened(str(value), limit)


class LineFormatter:
    """Renders the fields, then sees to it that no secret and no overlong line comes out."""

    def __init__(self, render: Callable[[Fields], str], redactor: Redactor) -> None:
        self._render = render
        self._redactor = redactor

    def format(self, fields: Fields) -> str:
        line = self._render(fields)
        if self._redactor.may_hold_secret(line):
            fields = {name: self._redactor.redact_value(value) for name, value in fields.items()}
            line = self._render(fields)
        for limit in (2000, 500, 60):
            if len(line) <= MAX_LINE:
                return line
            line = self._render({name: _shortened(value, limit) for name, value in fields.items()})
        if len(line) > MAX_LINE:  # very many fields
            line = self._render({name: _shortened(fields[name], 60) for name in list(fields)[:10]})
        return line


def as_json(fields: Fields) -> str:
    try:
        line = orjson.dumps(fields, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError):  # a lone surrogate, an integer of more than 64 bits, a cycle
        return _ascii_json({name: _plain(value) for name, value in fields.items()})
    return line.decode() if line.isascii() and b"\x7f" not in line else _ascii_json(orjson.loads(line))


def _ascii_json(fields: Fields) -> str:
    return json.dumps(fields, separators=(",", ":")).replace("\x7f", "\\u007f")


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/+*@%,;~^#{}()[]<>|!?$&'")


def _word(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = value if isinstance(value, str) else str(value)
    return text if text and _BARE.issuperset(text) else as_json({"": text})[4:-1]


def as_text(fields: Fields) -> str:
    """`time LEVEL message name=value ...`; the lines of a trace follow behind a bar, so that none passes as ours."""
    rest = iter(fields.items())
    parts = [str(next(rest)[1]), str(next(rest)[1]).upper(), _event(str(next(rest)[1]))]
    trace = ""
    for name, value in rest:
        if name == "exception":
            trace = "".join(f"\n    | {_event(line)}" for line in str(value).splitlines())
        else:
            parts.append(f"{name}={_word(value)}")
    return " ".join(parts) + trace


def _event(text: str) -> str:
    """Words as they are, whatever is not printable ASCII escaped."""
    return text if text.isascii() and text.isprintable() else as_json({"": text})[5:-2]


class _Handler(logging.Handler):
    """Writes to `stream`, or to whatever `sys.stderr` is at that moment.

    A failure is not told: logging's own way would print the arguments, unredacted, to a stream that may be gone.
    """

    def __init__(self, stream: TextIO | None, lines: LineFormatter) -> None:
        super().__init__()
        self._stream = stream
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):  # a log line must never end a request
            self._write(_fields(record))

    def emit_event(self, level: int, message: str, fields: Fields) -> None:
        self.acquire()
        try:
            with suppress(Exception):
                self._write({**_head(datetime.now(UTC), logging.getLevelName(level), message), **fields})
        finally:
            self.release()

    def _write(self, fields: Fields) -> None:
        line = self._lines.format(fields)
        stream = self._stream or sys.stderr
        stream.write(f"{line}\n")
        stream.flush()


def log_event(log: logging.Logger, level: int, message: str, fields: Fields) -> None:
    """`log.log(level, message, extra=fields)` at half its cost, for what every request writes.

    `fields` are written in their order.
    """
    if not log.isEnabledFor(level):
        return
    match logging.root.handlers:
        case [_Handler() as only]:
            only.emit_event(level, message, fields)
        case _:  # others want a record
            log.log(level, message, extra=fields)


# What these say at info is noise, or, with slack_bolt's, the body of a request with its text and tokens.
_AT_WARNING = ("httpx", "httpcore", "apscheduler", "alembic", "asyncio", "slack_sdk")
_AT_ERROR = ("slack_bolt.RequestVerification",)
# These come with handlers of their own, or our access log says it better.
_OWN_HANDLERS = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "fastapi", "slack_bolt", "slack_sdk")


def configure_logging(
    level: str = "info",
    json: bool = False,
    stream: TextIO | None = None,
    *,
    settings: Settings | None = None,
    secrets: Iterable[str] = (),
) -> None:
    """Send the log of this process, the libraries' included, to `stream` (standard error by default).

    The secrets of `settings`, and `secrets` (a token just made), never come out, wherever a library puts them.
    """
    redactor = Redactor.from_settings(settings, secrets) if settings else Redactor(secrets)
    handler = _Handler(stream, LineFormatter(as_json if json else as_text, redactor))
    root = logging.getLogger()
    for former in root.handlers[:]:
        if isinstance(former, _Handler):
            root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level.upper())
    # Nothing of ours prints these, so no line pays for finding them out (the standard library's own advice on speed).
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name in _OWN_HANDLERS:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    for name in _AT_WARNING:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _AT_ERROR:
        logging.getLogger(name).setLevel(logging.ERROR)
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
    logging.captureWarnings(True)
