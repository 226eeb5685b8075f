"""What a route may ask of a request: the services, who calls, and the body as a model."""

import re
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope as AsgiScope

from clankerbot_engine.errors import Unauthorized, ValidationFailed
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_http.composition import Services
from clankerbot_http.validation import Location, as_validation_failed, errors_of

Model = TypeVar("Model", bound=BaseModel)


def services_in(scope: AsgiScope) -> Services:
    services: Services = scope["app"].state.services
    return services


def services_of(request: Request) -> Services:
    return services_in(request.scope)


def token_of(request: Request) -> ApiToken:
    """Of a route that needs one; raises `Unauthorized` elsewhere."""
    token: ApiToken | None = request.scope.get("clankerbot.token")
    if token is None:
        raise Unauthorized("This needs an API token: Authorization: Bearer clank_...")
    return token


def principal_of(request: Request) -> str:
    return token_of(request).principal


ServicesOf = Annotated[Services, Depends(services_of)]
PrincipalOf = Annotated[str, Depends(principal_of)]


_LIGHT = 16 * 1024
_MOST_VALUES = 5000
_SUSPECT = re.compile(rb"[0-9]{16}|[0-9][eE]\+?[0-9]{3}|NaN|Infinity")
"""What a number has in it that no JSON of ours can hold: more than 64 bits, or no end."""


async def read_body(request: Request, model: type[Model], *, bulk: frozenset[str] = frozenset()) -> Model:
    """Read as strictly as pydantic's parser does: no lone surrogates, bounded depth; and no NaN, no endless numbers.

    `bulk` names fields that may hold very many values: their types must fail fast, and take no numbers. Raises
    `ValidationFailed`, which names the field.
    """
    body = await body_of(request)
    if not body:
        raise ValidationFailed("body: a JSON object is expected", field="body")
    try:
        if len(body) > _LIGHT or _SUSPECT.search(body):
            _check_values(from_json(body), bulk)
        return model.model_validate_json(body)
    except ValidationError as error:
        raise as_validation_failed(errors_of(error)) from None
    except ValueError:  # from_json's
        raise as_validation_failed([{"type": "json_invalid", "loc": ()}]) from None


async def body_of(request: Request) -> bytes:
    """What `request.body()` gives, without the two generators that it passes through. Raises `ClientDisconnect`."""
    known: bytes | None = request.scope.get("clankerbot.body")
    if known is not None:
        return known
    chunks: list[bytes] = []
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(chunks)
    request.scope["clankerbot.body"] = body
    return body


def _check_values(document: Any, bulk: frozenset[str]) -> None:
    """Raises `ValidationFailed` for too many values, and for numbers that could not be written again.

    Each value may be wrong, and pydantic describes every error: 100,000 of them would take a second.
    """
    left: list[tuple[Location, Any]] = [((), document)]
    seen = 0
    while left:
        location, value = left.pop()
        if isinstance(value, dict | list):
            seen += len(value)
            if seen > _MOST_VALUES:
                raise ValidationFailed(
                    f"body: holds more than {_MOST_VALUES} values, the most that are read", field="body"
                )
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            left.extend(((*location, name), each) for name, each in inner if location or name not in bulk)
        elif isinstance(value, int | float) and not -(2**63) <= value < 2**63:
            wrong = {"type": "number_out_of_range", "loc": location, "msg": "must be a number of at most 64 bits"}
            raise as_validation_failed([wrong])
