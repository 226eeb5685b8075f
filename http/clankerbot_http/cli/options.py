"""Options that several commands share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from clankerbot_engine.zones import zone_named
from clankerbot_http.cli.refusals import JSON

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def json_option(help: str) -> Callable[[Decorated], Decorated]:
    """`as_json`; what the command refuses is then said in JSON too."""
    return click.option("--json", "as_json", is_flag=True, callback=_remember_json, help=help)


def _remember_json(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    ctx.meta[JSON] = value
    return value


def timezone_option(help: str) -> Callable[[Decorated], Decorated]:
    return click.option("--timezone", metavar="ZONE", callback=_read_zone, help=help)


def _read_zone(ctx: click.Context, param: click.Parameter, value: str | None) -> ZoneInfo | None:
    try:
        return None if value is None else zone_named(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not an IANA time zone, such as Europe/Berlin.", ctx, param) from None


def moment_option(name: str, help: str) -> Callable[[Decorated], Decorated]:
    """Without an offset it is naive: whoever takes it knows the zone."""
    return click.option(name, metavar="ISO", callback=_read_moment, help=help)


def _read_moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is not an ISO 8601 time, such as 2026-04-22T15:40:00+02:00.", ctx, param
        ) from None


def text_argument() -> Callable[[Decorated], Decorated]:
    """`words`: quotes around the text are not needed where the shell leaves it alone."""
    return click.argument("words", nargs=-1, metavar="TEXT")
