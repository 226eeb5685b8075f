"""Notes in the audit log what a token's holder changed, and what was refused."""

from typing import Final

from starlette.types import Scope

from clankerbot_engine.stores.ports import ApiToken
from clankerbot_http.access import route_of, template_of
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.requests import services_in

_CHANGES_NOTHING: Final = ("GET", "HEAD")


async def note_change(scope: Scope) -> None:
    """After the answer."""
    token: ApiToken | None = scope.get("clankerbot.token")
    route = route_of(scope)
    if token is None or route is None or not route.audited or scope["method"] in _CHANGES_NOTHING:
        return
    exchange = exchange_of(scope)
    await services_in(scope).audit.note(
        token.principal,
        "rest",
        f"{scope['method']} {template_of(scope)}",
        " ".join(scope["path_params"].values()) or exchange.made,
        outcome="done" if exchange.status < 400 else f"refused ({exchange.status})",
    )
