"""`clankerbot webhooks`: those in Clockify that deliver to this service."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import WebhookSource
from clankerbot_engine.webhooks.addresses import path_of
from clankerbot_engine.webhooks.registering import Registering, Synced, state_of
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import envelope
from clankerbot_http.cli.storage import noting, opened_for_admin

T = TypeVar("T")

_STATES = {"ok": "ok", "problem": "does not deliver", "being_made": "being made", "by_hand": "made by hand"}


def _now() -> datetime:
    return datetime.now(UTC)


def _registering(work: Callable[[Registering], Awaitable[T]], *, noted_as: str | None = None, about: str = "") -> T:
    """Beside a running service, which takes a new token within seconds. `noted_as`: in the audit log."""
    from clankerbot_engine.logs import configure_logging
    from clankerbot_engine.metrics import Metrics
    from clankerbot_http.clockify_accounts import accounts_on, registering_on
    from clankerbot_http.outgoing import Outgoing
    from clankerbot_http.shared_state import alone

    settings = Settings.from_environment()
    level = settings.log_level if "log_level" in settings.model_fields_set else "error"
    configure_logging(level, settings.log_json, settings=settings)

    async def opened() -> T:
        async with opened_for_admin(settings.database_url) as database, aclosing(Outgoing()) as outgoing:
            shared = alone(clock=_now)
            accounts = accounts_on(settings, outgoing, database, clock=_now, metrics=Metrics(), shared=shared)
            try:
                registering = registering_on(database, accounts, settings, clock=_now)
                if noted_as is None:
                    return await work(registering)
                async with noting(database, noted_as, about or None):
                    return await work(registering)
            finally:
                await accounts.aclose()

    return asyncio.run(opened())


@click.group("webhooks")
def webhooks_group() -> None:
    """Make Clockify tell of changes: its webhooks, one for each event, with a token each.

    They keep cards and names true, and feed channels that subscribed. Needs PUBLIC_URL and the key of an owner or
    admin. Works beside a running service, which looks once a day whether Clockify still delivers.
    """


@webhooks_group.command("sync")
@json_option("Print what was done as JSON.")
def sync(as_json: bool) -> None:
    """Make those that are needed, put right what was changed, remove what is needed no more.

    Where Clockify's plan has no room for all (a free workspace may have 3), what channels subscribed to comes first,
    then what keeps cards true. Running it again does no harm; webhooks of others are not touched.
    """
    synced = _registering(lambda registering: registering.sync(), noted_as="webhooks sync")
    if as_json:
        terminal.print_json(envelope({**asdict(synced), "reason": synced.reason}))
        return
    for line in _told(synced):
        click.echo(terminal.shown(line))


@webhooks_group.command("list")
@json_option("Print the webhooks as JSON.")
def list_all(as_json: bool) -> None:
    """List those that may deliver, as they were when Clockify was last asked."""
    found = _registering(lambda registering: registering.all())
    if as_json:
        terminal.print_json(envelope([_document(each) for each in found]))
        return
    if not found:
        click.echo("There is no webhook yet. Make them with: clankerbot webhooks sync")
        return
    head = ("NAME", "EVENT", "STATE", "PATH", "PROBLEM")
    for line in terminal.table([head, *map(_row, found)]):
        click.echo(line)


@webhooks_group.command("add")
@click.argument("name")
@click.option("--token", prompt="Its token, as Clockify shows it", hide_input=True, help="Asked for if left out.")
@json_option("Print the webhook as JSON.")
def add(name: str, token: str, as_json: bool) -> None:
    """Take deliveries of a webhook that was made in Clockify by hand, at /webhooks/clockify/NAME."""
    registered = _registering(
        lambda registering: registering.register(name, token), noted_as="webhooks add", about=name
    )
    _print(registered, "Its deliveries are taken at {path}.", as_json)


@webhooks_group.command("rotate")
@click.argument("name")
@json_option("Print the webhook as JSON.")
def rotate(name: str, as_json: bool) -> None:
    """Give a webhook another token. The former one is taken for 24 hours more: deliveries may be under way."""
    rotated = _registering(lambda registering: registering.rotate(name), noted_as="webhooks rotate", about=name)
    _print(rotated, "{name} has another token; the former one is taken for 24 hours more.", as_json)


@webhooks_group.command("remove")
@click.argument("name")
@json_option("Print the webhook as JSON.")
def remove(name: str, as_json: bool) -> None:
    """Take deliveries of a webhook no more, and delete it in Clockify if `sync` made it.

    The next `sync` makes it again, if it is still needed.
    """
    removed = _registering(lambda registering: registering.remove(name), noted_as="webhooks remove", about=name)
    _print(removed, "{name} is removed.", as_json)


def _print(source: WebhookSource, told: str, as_json: bool) -> None:
    if as_json:
        terminal.print_json(envelope(_document(source)))
    else:
        click.echo(terminal.shown(told.format(name=source.name, path=path_of(source.name))))


def _told(synced: Synced) -> list[str]:
    lines = [
        f"{len(synced.made)} made, {len(synced.kept)} kept, {len(synced.removed)} removed, "
        f"in the workspace {synced.workspace_id}."
    ]
    if synced.being_made:
        lines.append(
            f"Being made by another service, or left behind by a crash: {', '.join(synced.being_made)}. "
            "Run this again in two minutes."
        )
    if synced.left_out:
        lines.append(f"{synced.reason} Left out: {', '.join(synced.left_out)}.")
    if synced.subscribed_left_out:
        lines.append(f"Channels subscribed to {', '.join(synced.subscribed_left_out)} hear nothing of that.")
    return lines


def _document(source: WebhookSource) -> dict[str, Any]:
    return {
        "name": source.name,
        "path": path_of(source.name),
        "event_type": source.event_type,
        "workspace_id": source.workspace_id,
        "state": state_of(source),
        "problem": source.problem,
        "checked_at": source.checked_at,
        "created_at": source.created_at,
    }


def _row(source: WebhookSource) -> tuple[str, ...]:
    return (
        source.name,
        source.event_type or "any",
        _STATES[state_of(source)],
        path_of(source.name),
        source.problem or "",
    )
