"""What pydantic found wrong, as a `ValidationFailed` that names the fields and never repeats what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import JsonValue, ValidationError

from clankerbot_engine.errors import ValidationFailed

_SHOWN: Final = 10
_SOURCES: Final = frozenset({"body", "query", "path", "header"})
_TOO_SHORT: Final = frozenset({"too_short", "string_too_short"})
_KIND_ERRORS: Final = frozenset({"union_tag_invalid", "union_tag_not_found"})

_OBJECT: Final = "must be an object"
_LIST: Final = "must be a list"
_FLAG: Final = "must be true or false"
_WHOLE: Final = "must be a whole number"
_NUMBER: Final = "must be a number"
_DATE: Final = "must be a date, such as 2026-04-22"
_MOMENT: Final = "must be a time, such as 2026-04-22T15:40:00+02:00"
_SHORT: Final = "is too short; {min_length} is the least"
_LONG: Final = "is too long; {max_length} is the most"

_WORDS: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that is known here",
    "none_required": "must be null",
    "string_type": "must be a text",
    "string_unicode": "is not valid Unicode",
    "string_pattern_mismatch": "does not have the form that is expected, {pattern}",
    "string_too_short": _SHORT,
    "string_too_long": _LONG,
    "too_short": _SHORT,
    "too_long": _LONG,
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "must be a finite number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": "must have an offset from UTC, such as 2026-04-22T15:40:00+02:00",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
}
"""By pydantic's error types (https://docs.pydantic.dev/latest/errors/validation_errors/), those that models of ours can
raise; what is in braces comes from the error's context, which holds limits and never what was sent.
"""

_EXAMPLES: Final[Mapping[str, JsonValue]] = {
    "action": {"kind": "summary", "period": "last_week"},
    "channel": "#general",
    "cron": "0 17 * * 5",
    "description": "Design review",
    "duration_s": 5400,
    "enabled": True,
    "events": ["NEW_PROJECT"],
    "later_by_s": 1800,
    "less_than_s": 25200,
    "longer_by_s": 900,
    "period": "last_week",
    "project": "Apollo",
    "tags": ["meeting"],
    "target": "last",
    "text": "summary last week by project",
    "timezone": "Europe/Berlin",
    "user": "Ada Berg",
    "who": "Ada Berg",
}
"""A valid value of each field whose form is not said by what is wrong with it."""
_SAID_ALREADY: Final = frozenset(
    {"extra_forbidden", "none_required", "literal_error", "enum", "json_invalid", "string_too_long", "too_long"}
)

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
    """`details.field` is the first field that is wrong, `details.errors` the first ten; with an example of a valid
    value where that helps.
    """
    found = list(_described(errors, prefix))
    first = found[0]
    details: dict[str, JsonValue] = {"errors": [_shown(each) for each in found[:_SHOWN]]}
    example = _example(first)
    if example is not None:
        details["example"] = example
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


def _shown(described: Mapping[str, str]) -> dict[str, JsonValue]:
    example = _example(described)
    return {**described} if example is None else {**described, "example": example}


def _example(described: Mapping[str, str]) -> JsonValue:
    if described["type"] in _SAID_ALREADY:
        return None
    return _EXAMPLES.get(described["field"].rpartition(".")[2])


def _message(error: Mapping[str, Any]) -> str:
    """In words of ours, where there are some: pydantic speaks of its own types, and as one programmer to another."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _TOO_SHORT and context["min_length"] == 1:
        return "must not be empty"
    if kind in _WORDS:
        return _WORDS[kind].format_map({name: _plain(value) for name, value in context.items()})
    return str(error["msg"]).removeprefix("Value error, ").replace("Input should", "should")


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).replace("'", "")


def _expected_kinds(error: Mapping[str, Any]) -> str:
    """Pydantic's own words repeat the kind that was sent."""
    expected = str(error.get("ctx", {}).get("expected_tags", "")).replace("'", "")
    return f"must be one of {expected}" if expected else "is missing"


def _path(location: Sequence[str | int]) -> str:
    """`("body", "actions", 0, "start")` is `actions.0.start`. Keys are what was sent: cut, and made printable."""
    parts = location[1:] if len(location) > 1 and location[0] in _SOURCES else location
    text = ".".join(str(part) for part in parts)[:100]
    return "".join(char if char.isprintable() else "?" for char in text) or "body"
