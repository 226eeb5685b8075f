"""`clankerbot token`: who may call the service, and with which scopes."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from clankerbot_engine.errors import NotFound
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import SCOPES, ApiToken
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.tokens import issue_token
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import envelope
from clankerbot_http.cli.storage import noted, opened_for_admin


def _now() -> datetime:
    return datetime.now(UTC)


@click.group("token")
def token_group() -> None:
    """Make, list and revoke API tokens. Works beside a running service.

    A caller sends its token as `Authorization: Bearer clank_...`. Only a hash is kept, so it is shown once.
    """


@token_group.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="May be given several times.")
@click.option("--all-scopes", is_flag=True, help="Every scope.")
@click.option("--expires-days", type=click.IntRange(1, 3650), help="Valid for so many days. Default: until revoked.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), help="Requests a minute that it may make, over all routes.")
@json_option("Print the token as JSON.")
def create(
    name: str, scopes: tuple[str, ...], all_scopes: bool, expires_days: int | None, limit: int | None, as_json: bool
) -> None:
    """Make a token called NAME and print it, once.

    \b
    Examples:
      clankerbot token create laptop --scope parse --scope run
      clankerbot token create ci --all-scopes --expires-days 30
    """
    if bool(scopes) == all_scopes:
        raise click.UsageError(f"Give --all-scopes, or --scope with one of {', '.join(SCOPES)}.")
    wanted = SCOPES if all_scopes else scopes
    expires_at = _now() + timedelta(days=expires_days) if expires_days else None

    async def issue() -> tuple[ApiToken, str]:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            made = await issue_token(
                SqlTokenStore(database), name, wanted, clock=_now, expires_at=expires_at, limit_per_minute=limit
            )
            await noted(database, "token create", f"{made[0].id} {made[0].name}")
            return made

    token, text = asyncio.run(issue())
    if as_json:
        terminal.print_json(envelope({**_document(token), "token": text}))
        return
    click.echo(text)
    until = f"valid until {token.expires_at:%Y-%m-%d %H:%M} UTC" if token.expires_at else "valid until it is revoked"
    click.echo(
        f"Keep it: it is not shown again. {until.capitalize()}; to revoke it: clankerbot token revoke {token.id}",
        err=True,
    )


@token_group.command("list")
@json_option("Print the tokens as JSON.")
def list_tokens(as_json: bool) -> None:
    """List the tokens: their ids, names and scopes, never themselves."""

    async def all_tokens() -> list[ApiToken]:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            return await SqlTokenStore(database).all()

    tokens = asyncio.run(all_tokens())
    if as_json:
        terminal.print_json(envelope([_document(token) for token in tokens]))
    elif tokens:
        head = ("ID", "NAME", "SCOPES", "MADE", "LAST USED", "STATE")
        for line in terminal.table([head, *(_row(token) for token in tokens)]):
            click.echo(line)
    else:
        click.echo("There are no tokens. Make one: clankerbot token create NAME --all-scopes")


@token_group.command("revoke")
@click.argument("token_id", metavar="ID")
@json_option("Print the answer as JSON.")
def revoke(token_id: str, as_json: bool) -> None:
    """Revoke the token with this ID.

    `clankerbot token list` shows the ids. A running service obeys within 5 seconds.
    """

    async def revoked() -> bool:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            done = await SqlTokenStore(database).revoke(token_id, _now())
            await noted(database, "token revoke", token_id, outcome="done" if done else NotFound.code)
            return done

    if not asyncio.run(revoked()):
        raise NotFound("There is no valid token with that id. `clankerbot token list` shows the ids.")
    if as_json:
        terminal.print_json(envelope({"id": token_id, "revoked": True}))
    else:
        click.echo(f"Revoked {token_id}.")


def _document(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": [scope for scope in SCOPES if scope in token.scopes],
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "limit_per_minute": token.limit_per_minute,
        "last_used_at": token.last_used_at,
    }


def _row(token: ApiToken) -> tuple[str, ...]:
    scopes = " ".join(scope for scope in SCOPES if scope in token.scopes)
    used = "never" if token.last_used_at is None else f"{token.last_used_at:%Y-%m-%d %H:%M}"
    return token.id, token.name, scopes, f"{token.created_at:%Y-%m-%d}", used, _state(token, _now())


def _state(token: ApiToken, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at is None:
        return "valid"
    return f"expires {token.expires_at:%Y-%m-%d}" if token.expires_at > now else "expired"
