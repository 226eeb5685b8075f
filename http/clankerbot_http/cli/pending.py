"""`clankerbot pending`: what is kept until Clockify answers again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from clankerbot_engine.errors import Conflict, NotFound
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.ports import PendingRequest, PendingStore
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.receipts import receipts
from clankerbot_http.cli.refusals import envelope
from clankerbot_http.cli.storage import noted, opened_for_admin

T = TypeVar("T")

_NONE = "There is no request kept under this id. `clankerbot pending list` shows those that wait."


def _with_store(work: Callable[[PendingStore], Awaitable[T]], *, discards: str | None = None) -> T:
    async def opened() -> T:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            outcome = await work(SqlPendingStore(database))
            if discards is not None:
                await noted(database, "discard pending request", discards)
            return outcome

    return asyncio.run(opened())


@click.group("pending")
def pending_group() -> None:
    """See what people wanted done while Clockify did not answer. Works beside a running service.

    The service carries it out once Clockify answers again, as of when it was said, and tells whoever asked.
    """


@pending_group.command("list")
@json_option("Print the requests as JSON.")
def list_waiting(as_json: bool) -> None:
    """List what waits, in the order in which it was said."""
    waiting = _with_store(lambda store: store.waiting(None, limit=1000))
    if as_json:
        terminal.print_json(envelope([_document(each) for each in waiting]))
        return
    if not waiting:
        click.echo("Nothing waits.")
        return
    head = ("ID", "SAID (UTC)", "WHO", "WHAT", "TRIES", "NEXT (UTC)", "WHY")
    for line in terminal.table([head, *map(_row, waiting)]):
        click.echo(line)


@pending_group.command("show")
@click.argument("request_id", metavar="ID")
@json_option("Print the request as JSON.")
def show(request_id: str, as_json: bool) -> None:
    """Show one request, and what became of it."""
    request = _with_store(lambda store: store.get(request_id.upper()))
    if request is None:
        raise NotFound(_NONE)
    if as_json:
        terminal.print_json(envelope(_document(request)))
        return
    facts = {name: value for name, value in _document(request).items() if name not in ("actions", "results", "error")}
    for line in terminal.table([(f"{name}:", str(value)) for name, value in facts.items() if value is not None]):
        click.echo(line)
    for line in receipts(request.results or [], undo="clankerbot run undo"):
        click.echo(line)


@pending_group.command("discard")
@click.argument("request_id", metavar="ID")
@json_option("Print the id as JSON.")
def discard(request_id: str, as_json: bool) -> None:
    """Have a request not carried out any more."""

    async def discarded(store: PendingStore) -> None:
        request = await store.get(request_id.upper())
        if request is None:
            raise NotFound(_NONE)
        now = datetime.now(UTC)
        if not await store.end(request.id, state="discarded", results=None, at=now, told=True):
            raise Conflict(f"It is not waiting any more: {request.state}.", details={"reason": "ended"})

    _with_store(discarded, discards=request_id.upper())
    if as_json:
        terminal.print_json(envelope({"discarded": request_id.upper()}))
    else:
        click.echo("Discarded. It is not carried out any more.")


def _document(request: PendingRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "state": request.state,
        "principal": request.principal,
        "said_at": request.said_at,
        "actions": request.actions,
        "attempts": request.attempts,
        "due_at": request.due_at if request.is_open else None,
        "error": request.error if request.is_open else None,
        "results": request.results,
        "ended_at": request.ended_at,
    }


def _row(request: PendingRequest) -> tuple[str, ...]:
    what = ", ".join(str(action["kind"]) for action in request.actions)
    why = str((request.error or {}).get("message", ""))
    said, due = (f"{at:%Y-%m-%d %H:%M:%S}" for at in (request.said_at, request.due_at))
    return request.id, said, request.principal, what[:40], str(request.attempts), due, why[:50]
