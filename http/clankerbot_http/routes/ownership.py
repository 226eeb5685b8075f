"""Whose things a caller may see."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from clankerbot_http.requests import token_of


def _owner(request: Request) -> str | None:
    """The principal; None, for everybody's, where the token has the scope `admin`."""
    token = token_of(request)
    return None if "admin" in token.scopes else token.principal


OwnerOf = Annotated[str | None, Depends(_owner)]
