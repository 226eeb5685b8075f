"""Reads texts as the parser wants them: one, or a stream of lines."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import orjson

from clankerbot_engine.actions import ParseResult
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.errors import ClankerbotError, ValidationFailed
from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.zones import zone_named
from clankerbot_http.cli.texts import check_text
from clankerbot_http.moments import check_now

ENGLISH = "en"


def read(
    text: str, *, moment: datetime, zone: ZoneInfo, catalogue: Catalogue | None, locale: str = ENGLISH
) -> ParseResult:
    """A `moment` without an offset is local to `zone`. Raises `ValidationFailed` or `PayloadTooLarge`."""
    check_text(text)
    check_now(moment)
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return parse(text, now=local, timezone=zone, catalogue=catalogue, preferences=Preferences(locale=locale))


def answer_lines(
    requests: Iterable[bytes],
    answers: BinaryIO,
    *,
    zone: ZoneInfo,
    catalogue: Catalogue | None,
    locale: str = ENGLISH,
) -> bool:
    """One answer for each line, written as soon as it is known; False where a line could not be read.

    In: `{"id", "text", "now"?, "tz"?, "locale"?}`. Out: `{"id", "actions", "took_us"}`, or `{"id", "error"}`.
    """
    whole = True
    for line in requests:
        if not line.strip():
            continue
        answer = _answer(line, zone, catalogue, locale)
        whole = whole and "error" not in answer
        answers.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
        answers.flush()
    return whole


def _answer(line: bytes, zone: ZoneInfo, catalogue: Catalogue | None, locale: str) -> dict[str, Any]:
    identity = None
    try:
        request = _request(line)
        identity = request.get("id")
        result = read(
            _required_text(request),
            moment=_moment(_text_of(request, "now")),
            zone=_zone(_text_of(request, "tz"), zone),
            catalogue=catalogue,
            locale=_text_of(request, "locale") or locale,
        )
    except ClankerbotError as error:
        return {"id": identity, "error": {"code": error.code, "message": error.message, "details": error.details}}
    actions = [action.model_dump(mode="json", by_alias=True) for action in result.actions]
    return {"id": identity, "actions": actions, "took_us": result.took_us}


def _request(line: bytes) -> dict[str, Any]:
    try:
        request = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValidationFailed(f"The line is not JSON: {error}") from None
    if not isinstance(request, dict):
        raise ValidationFailed('The line is not an object, such as {"id": 1, "text": "2h on Apollo"}.')
    return request


def _text_of(request: dict[str, Any], field: str) -> str | None:
    value = request.get(field)
    if value is not None and not isinstance(value, str):
        raise ValidationFailed(f"{field} must be a string.", field=field)
    return value


def _required_text(request: dict[str, Any]) -> str:
    text = _text_of(request, "text")
    if text is None:
        raise ValidationFailed("text is missing.", field="text")
    return text


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValidationFailed(
            "now must be an ISO 8601 time, such as 2026-04-22T15:40:00+02:00.", field="now"
        ) from None


def _zone(name: str | None, default: ZoneInfo) -> ZoneInfo:
    if name is None or name == default.key:
        return default
    try:
        return zone_named(name)
    except ValueError:
        raise ValidationFailed("tz must be an IANA time zone, such as Europe/Berlin.", field="tz") from None
