"""Readers for what a request carries: the body as JSON, the fields of an object, the query.

As lenient as the real one (unknown keys are ignored, numbers stand for text) and as strict (an object where a list is
wanted is unreadable). Whatever the bytes are, the answer is a value or a `Refusal`.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request

from clankerbot_engine.clockify.sandbox.refusals import invalid, unconvertible, unreadable

MAX_BODY_BYTES = 2 * 1024 * 1024
DEEPEST = 32
# Years that can still be moved into any time zone and over any day's length.
FIRST_YEAR, LAST_YEAR = 1970, 9000

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})", re.ASCII)
_COLOR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

Json = Any


async def body_of(request: Request) -> Json:
    """None where there is no body."""
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise unreadable("Request body is too large")
            chunks.append(chunk)
    except ClientDisconnect:
        raise unreadable() from None
    text = b"".join(chunks)
    if not text.strip():
        return None
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise unreadable() from None
    _refuse_unprintable(value)
    return value


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def _refuse_unprintable(value: Json) -> None:
    """What could not be sent back: lone surrogates, and nesting deeper than `json` can print."""
    level, depth = [value], 0
    while level:
        if depth > DEEPEST:
            raise unreadable()
        inner: list[Json] = []
        for item in level:
            if isinstance(item, str) and _SURROGATE.search(item):
                raise unreadable()
            if isinstance(item, dict):
                inner += [*item.keys(), *item.values()]
            elif isinstance(item, list):
                inner += item
        level, depth = inner, depth + 1


def an_object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise unreadable()
    return value


def instant_of(value: Json) -> datetime | None:
    """UTC, whole seconds, or None where `value` is not an ISO 8601 instant with an offset."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


class Fields:
    """The fields of one JSON object. A key that is absent and a null are told apart by `has` only."""

    def __init__(self, value: Json) -> None:
        self._values: Mapping[str, Json] = an_object(value)

    def has(self, name: str) -> bool:
        return name in self._values

    def raw(self, name: str) -> Json:
        return self._values.get(name)

    def text(self, name: str, *, longest: int | None = None) -> str | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, (dict, list)):
            raise unreadable(f"Cannot deserialize value of '{name}'")
        said = value if isinstance(value, str) else json.dumps(value)
        if "<" in said or ">" in said:
            raise invalid("Don't use < and > characters")
        if longest is not None and len(said) > longest:
            raise invalid(f"{name.capitalize()} cannot be longer than {longest} characters")
        return said

    def color(self, name: str) -> str | None:
        """`#RRGGBB` (or `#RGB`)."""
        said = self.text(name)
        if said is not None and not _COLOR.fullmatch(said):
            raise invalid("Color has to be in the form #RRGGBB")
        return said

    def name(self, *, shortest: int = 1, longest: int) -> str:
        """The field `name`, without spaces around it."""
        said = (self.text("name") or "").strip()
        if not shortest <= len(said) <= longest:
            raise invalid(f"Name has to be between {shortest} and {longest} characters long")
        return said

    def flag(self, name: str) -> bool | None:
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return bool(value == "true")
        raise unreadable(f"Cannot deserialize value of '{name}'")

    def number(self, name: str) -> int | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not -(2**53) < value < 2**53:
            raise unreadable(f"Cannot deserialize value of '{name}'")
        return int(value)

    def instant(self, name: str) -> datetime | None:
        value = self._values.get(name)
        if value is None or value == "":
            return None
        moment = instant_of(value)
        if moment is None:
            raise unreadable(f"Cannot deserialize value of '{name}': expected yyyy-MM-ddThh:mm:ssZ")
        return moment

    def words(self, name: str) -> tuple[str, ...] | None:
        """A list of strings."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise unreadable(f"Cannot deserialize value of '{name}'")
        return tuple(value)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        value = self._values.get(name)
        if value is None:
            return None
        if value not in allowed:
            raise unreadable(f"Cannot deserialize value of '{name}': not one of {', '.join(allowed)}")
        return str(value)

    def choices(self, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """A list of them; an absent one is empty."""
        words = self.words(name) or ()
        if not set(words) <= set(allowed):
            raise unreadable(f"Cannot deserialize value of '{name}': not among {', '.join(allowed)}")
        return words

    def nested(self, name: str) -> "Fields | None":
        value = self._values.get(name)
        return None if value is None else Fields(value)

    def rows(self, name: str) -> "list[Fields] | None":
        """A list of objects."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise unreadable(f"Cannot deserialize value of '{name}'")
        return [Fields(row) for row in value]


class Query:
    """The query of a request; an empty value counts as absent, unknown keys are never looked at."""

    def __init__(self, params: QueryParams) -> None:
        self._params = params

    def text(self, name: str) -> str | None:
        return self._params.get(name) or None

    def words(self, name: str) -> tuple[str, ...]:
        """`tags=a&tags=b`; some clients send `tags=a,b`, which Spring splits as well."""
        return tuple(word for value in self._params.getlist(name) for word in value.split(",") if word)

    def flag(self, name: str) -> bool | None:
        """`true` or `1`: both are seen in the wild."""
        value = self.text(name)
        if value is None:
            return None
        known = {"true": True, "1": True, "false": False, "0": False}.get(value.lower())
        if known is None:
            raise unconvertible(name, value, "Boolean")
        return known

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"[+-]?\d{1,9}", value, re.ASCII):
            raise unconvertible(name, value, "Integer")
        return int(value)

    def instant(self, name: str) -> datetime | None:
        value = self.text(name)
        if value is None:
            return None
        # An unencoded `+02:00` arrives as a space.
        moment = instant_of(value.replace(" ", "+"))
        if moment is None:
            raise unconvertible(name, value, "Instant")
        return moment

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is None:
            return None
        if value.upper() not in allowed:
            raise unconvertible(name, value, "Enum")
        return value.upper()
