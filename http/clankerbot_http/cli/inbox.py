"""`clankerbot inbox`: what webhooks delivered, what became of it, and having it done again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, get_args

import click
import orjson

from clankerbot_engine.errors import NotFound
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import database_name
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.ports import Delivery, DeliveryState, InboxStore
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import envelope
from clankerbot_http.cli.storage import noted, opened_for_admin

T = TypeVar("T")

STATES = get_args(DeliveryState)
_NONE = "There is no such delivery. `clankerbot inbox list` shows those that there are."


def _now() -> datetime:
    return datetime.now(UTC)


def _with_store(work: Callable[[InboxStore], Awaitable[T]], *, audited_as: str | None = None) -> T:
    async def opened() -> T:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            outcome = await work(SqlInboxStore(database))
            if audited_as is not None:
                await noted(database, audited_as, str(outcome))
            return outcome

    return asyncio.run(opened())


@click.group("inbox")
def inbox_group() -> None:
    """See what webhooks delivered, and have it done again. Works beside a running service.

    A delivery that fails is tried 8 times, and then parked. What it led to already is not done twice.
    """


@inbox_group.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="The newest so many.")
@json_option("Print the deliveries as JSON.")
def list_deliveries(state: DeliveryState | None, limit: int, as_json: bool) -> None:
    """List deliveries, the newest first."""

    async def page(store: InboxStore) -> tuple[list[Delivery], int, int]:
        backlog = await store.backlog()
        return await store.page(state=state, limit=limit), backlog.count, await store.parked()

    deliveries, waiting, parked = _with_store(page)
    if as_json:
        terminal.print_json(envelope([_document(delivery) for delivery in deliveries]))
        return
    if not deliveries:
        # Not that of a service elsewhere, whatever CLANKERBOT_URL says: that one shows its own at GET /inbox.
        where = database_name(Settings.from_environment().database_url)
        click.echo(f"No delivery is {state or 'here'}: looked into the database of DATABASE_URL, {where}.")
    else:
        head = ("ID", "RECEIVED (UTC)", "PROVIDER", "EVENT", "STATE", "TRIES", "ERROR")
        for line in terminal.table([head, *map(_row, deliveries)]):
            click.echo(line)
    click.echo(f"{waiting} waiting, {parked} parked.", err=True)


@inbox_group.command("show")
@click.argument("delivery_id", metavar="ID")
@json_option("Print the delivery as JSON.")
def show(delivery_id: str, as_json: bool) -> None:
    """Show one delivery with its body."""
    delivery = _with_store(lambda store: store.get(delivery_id.upper()))
    if delivery is None:
        raise NotFound(_NONE)
    document = {**_document(delivery), "data": orjson.loads(delivery.body)}
    if as_json:
        terminal.print_json(envelope(document))
        return
    facts = {name: value for name, value in document.items() if name != "data" and value is not None}
    for line in terminal.table([(f"{name}:", str(value)) for name, value in facts.items()]):
        click.echo(line)
    body = orjson.dumps(document["data"], option=orjson.OPT_INDENT_2).decode()
    for line in body.splitlines():
        click.echo(terminal.shown(line))


@inbox_group.command("replay")
@click.argument("delivery_ids", metavar="[ID]...", nargs=-1)
@click.option("--parked", is_flag=True, help="All that are parked.")
@json_option("Print the ids as JSON.")
def replay(delivery_ids: tuple[str, ...], parked: bool, as_json: bool) -> None:
    """Have deliveries worked off again by the service: those with these IDs, or all that are parked."""
    if bool(delivery_ids) == parked:
        raise click.UsageError("Give the ids of deliveries, or --parked.")

    async def begin(store: InboxStore) -> list[str]:
        wanted = [each.upper() for each in delivery_ids]
        while parked and (page := await store.page(state="parked", before=min(wanted, default=None), limit=500)):
            wanted += [each.id for each in page]
        return [each for each in wanted if await store.replay(each, at=_now())]

    begun = _with_store(begin, audited_as="inbox replay")
    if delivery_ids and not begun:
        raise NotFound(f"None of these is closed. {_NONE}")
    if as_json:
        terminal.print_json(envelope({"replayed": begun}))
    else:
        click.echo("1 delivery is worked off again." if len(begun) == 1 else f"{len(begun)} are worked off again.")


@inbox_group.command("purge")
@click.option("--days", type=click.IntRange(0, 3650), required=True, help="What is older than so many days.")
@json_option("Print the number as JSON.")
def purge(days: int, as_json: bool) -> None:
    """Delete deliveries that are done or parked, and old. The service does so by itself after INBOX_DAYS.

    A repetition of what is deleted would count as new.
    """

    async def delete(store: InboxStore) -> int:
        before, deleted = _now() - timedelta(days=days), 0
        while gone := await store.forget(before=before):
            deleted += gone
        return deleted

    deleted = _with_store(delete, audited_as="inbox purge")
    if as_json:
        terminal.print_json(envelope({"deleted": deleted}))
    else:
        click.echo("1 delivery is deleted." if deleted == 1 else f"{deleted} deliveries are deleted.")


def _document(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "provider": delivery.provider,
        "sender": delivery.sender,
        "event_type": delivery.event_type,
        "workspace_id": delivery.workspace_id,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "received_at": delivery.received_at,
        "due_at": delivery.due_at,
        "finished_at": delivery.finished_at,
        "error": delivery.error,
    }


def _row(delivery: Delivery) -> tuple[str, ...]:
    received = f"{delivery.received_at:%Y-%m-%d %H:%M:%S}"
    tries = str(delivery.attempts)
    return (
        delivery.id,
        received,
        delivery.provider,
        delivery.event_type,
        delivery.state,
        tries,
        (delivery.error or "")[:60],
    )
