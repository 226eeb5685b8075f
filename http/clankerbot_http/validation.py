"""What pydantic found wrong, as a `ValidationFailed` that names the fields and never repeats what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import JsonValue, ValidationError

from clankerbot_engine.errors import ValidationFailed

_SHOWN: Final = 10
_SOURCES: Final = frozenset({"body", "query", "path", "header"})
_TOO_LONG: Final = frozenset({"too_long", "string_too_long"})
_KIND_ERRORS: Final = frozenset({"union_tag_invalid", "union_tag_not_found"})

Location = tuple[str | int, ...]


def errors_of(error: ValidationError) -> list[Any]:
    """With the context, which may hold a nested action's own errors, and without the input."""
    return list(error.errors(include_url=False, include_input=False))


def action_failed(error: ValidationError, document: Any, place: Location) -> ValidationFailed:
    """Of an action that stands at `place` in the request. Pydantic also says which member of the union it tried."""
    kind = document.get("kind") if isinstance(document, dict) else None
    found = [{**each, "loc": each["loc"][each["loc"][:1] == (kind,) :]} for each in errors_of(error)]
    return as_validation_failed(found, prefix=place)


def as_validation_failed(errors: Iterable[Mapping[str, Any]], *, prefix: Location = ()) -> ValidationFailed:
    """`details.field` is the first field that is wrong, `details.errors` the first ten."""
    found = list(_described(errors, prefix))
    first = found[0]
    details: dict[str, JsonValue] = {"errors": [dict(each) for each in found[:_SHOWN]]}
    if first["type"] == "json_invalid":
        details["status"] = 400
    return ValidationFailed(f"{first['field']}: {first['message']}", field=first["field"], details=details)


def _described(errors: Iterable[Mapping[str, Any]], prefix: Location) -> Iterable[dict[str, str]]:
    for error in errors:
        kind, location = error["type"], prefix + tuple(error["loc"])
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, ValidationError):  # an action within an action
            yield from _described(errors_of(cause), location)
        elif kind == "json_invalid":
            yield {"field": "body", "message": "is not valid JSON", "type": kind}
        elif kind in _KIND_ERRORS:
            yield {"field": _path((*location, "kind")), "message": _expected_kinds(error), "type": kind}
        else:
            yield {"field": _path(location), "message": _message(error), "type": kind}


def _message(error: Mapping[str, Any]) -> str:
    if error["type"] in _TOO_LONG:  # of a text that a validator of ours saw, pydantic speaks as of a list
        return f"is too long; {error['ctx']['max_length']} is the most"
    return str(error["msg"]).removeprefix("Value error, ")


def _expected_kinds(error: Mapping[str, Any]) -> str:
    """Pydantic's own words repeat the kind that was sent."""
    expected = str(error.get("ctx", {}).get("expected_tags", "")).replace("'", "")
    return f"must be one of {expected}" if expected else "is missing"


def _path(location: Sequence[str | int]) -> str:
    """`("body", "actions", 0, "start")` is `actions.0.start`. Keys are what was sent: cut, and made printable."""
    parts = location[1:] if len(location) > 1 and location[0] in _SOURCES else location
    text = ".".join(str(part) for part in parts)[:100]
    return "".join(char if char.isprintable() else "?" for char in text) or "body"
