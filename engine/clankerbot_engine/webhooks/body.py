"""Reads the body of a delivery: a JSON object, strict, and no deeper than anything real."""

import re
from typing import Any

import orjson

from clankerbot_engine.errors import ValidationFailed

MAX_DEPTH = 64
_JSON = re.compile(r"application/([a-z0-9.-]+\+)?json")


def check_content_type(value: str | None) -> None:
    """Raises `ValidationFailed`, to be answered 400."""
    media_type = (value or "").partition(";")[0].strip().lower()
    if not _JSON.fullmatch(media_type):
        raise _refusal("content-type", "must be application/json")


def read_object(body: bytes) -> dict[str, Any]:
    """Raises `ValidationFailed`, to be answered 400. orjson refuses NaN, 1e999 and halves of surrogate pairs."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _refusal("body", "is not valid JSON") from None
    if not isinstance(document, dict):
        raise _refusal("body", "must be a JSON object")
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH:  # with fewer it cannot be too deep
        _check_depth(document)
    return document


def _check_depth(document: Any) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise _refusal("body", f"is nested deeper than {MAX_DEPTH} levels")


def _refusal(field: str, reason: str) -> ValidationFailed:
    return ValidationFailed(f"{field}: {reason}", field=field, details={"status": 400})
