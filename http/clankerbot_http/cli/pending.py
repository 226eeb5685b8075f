"""`clankerbot pending`: what is kept until Clockify answers again, here or on a service."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from clankerbot_engine.errors import Conflict, NotFound
from clankerbot_engine.settings import Settings, read_environment
from clankerbot_engine.stores.database import database_name
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.ports import PendingRequest, PendingStore
from clankerbot_http.addresses import url_of
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.receipts import receipts
from clankerbot_http.cli.refusals import envelope, from_wire
from clankerbot_http.cli.remote_service import delete_at_service, read_from_service
from clankerbot_http.cli.storage import noted, opened_for_admin

T = TypeVar("T")

_NONE = "There is no request kept under this id. `clankerbot pending list` shows those that wait."


@click.group("pending")
def pending_group() -> None:
    """See what was to be written while Clockify did not answer, and is kept until it does.

    The service carries it out then, once, as of when it was said, and tells whoever asked. Where CLANKERBOT_TOKEN is
    set, that is the service at CLANKERBOT_URL; else the database of the settings is looked into, beside a running one.
    """


@pending_group.command("list")
@json_option("Print the requests as JSON.")
def list_waiting(as_json: bool) -> None:
    """List what waits, in the order in which it was said."""
    service = _service()
    if service is not None:
        waiting = _data(read_from_service(*service, "/pending", query={}))
    else:
        waiting = [_document(each) for each in _with_store(lambda store: store.waiting(None, limit=1000))]
    if as_json:
        terminal.print_json(envelope(waiting))
    elif not waiting:
        where = service[0] if service else f"the database of DATABASE_URL, {_database()}"
        click.echo(f"Nothing waits: looked into {where}.")
    else:
        head = ("ID", "SAID (UTC)", "WHAT", "TRIES", "NEXT (UTC)", "WHY")
        for line in terminal.table([head, *map(_row, waiting)]):
            click.echo(line)


@pending_group.command("show")
@click.argument("request_id", metavar="ID")
@json_option("Print the request as JSON.")
def show(request_id: str, as_json: bool) -> None:
    """Show one request, and what became of it."""
    service = _service()
    if service is not None:
        document = _data(read_from_service(*service, f"/pending/{_id(request_id)}", query={}))
    else:
        request = _with_store(lambda store: store.get(_id(request_id)))
        if request is None:
            raise NotFound(_NONE)
        document = _document(request)
    if as_json:
        terminal.print_json(envelope(document))
        return
    facts = [(f"{name}:", str(document[name])) for name in ("id", "state", "said_at", "attempts", "due_at", "ended_at")]
    for line in terminal.table([row for row in facts if row[1] != "None"]):
        click.echo(line)
    for line in receipts(document["results"] or [], undo="clankerbot run undo"):
        click.echo(line)


@pending_group.command("discard")
@click.argument("request_id", metavar="ID")
@json_option("Print the id as JSON.")
def discard(request_id: str, as_json: bool) -> None:
    """Have a request not carried out any more."""
    service, wanted = _service(), _id(request_id)
    if service is not None:
        _data(delete_at_service(*service, f"/pending/{wanted}"))
    else:
        _with_store(lambda store: _discarded(store, wanted), discards=wanted)
    if as_json:
        terminal.print_json(envelope({"discarded": wanted}))
    else:
        click.echo("Discarded. It is not carried out any more.")


async def _discarded(store: PendingStore, request_id: str) -> None:
    request = await store.get(request_id)
    if request is None:
        raise NotFound(_NONE)
    if not await store.end(request.id, state="discarded", results=None, at=datetime.now(UTC), told=True):
        raise Conflict(f"It does not wait any more: {request.state}.", details={"reason": "ended"})


def _with_store(work: Callable[[PendingStore], Awaitable[T]], *, discards: str | None = None) -> T:
    async def opened() -> T:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            outcome = await work(SqlPendingStore(database))
            if discards is not None:
                await noted(database, "discard pending request", discards)
            return outcome

    return asyncio.run(opened())


def _service() -> tuple[str, str] | None:
    """Its URL, and the token."""
    environ, settings = read_environment(), Settings.from_environment()
    token, url = ((environ.get(name) or "").strip() for name in ("CLANKERBOT_TOKEN", "CLANKERBOT_URL"))
    return (url or url_of(settings.host, settings.port), token) if token else None


def _data(answer: dict[str, Any] | bytes) -> Any:
    assert isinstance(answer, dict)
    if answer.get("error") is not None:
        raise from_wire(answer["error"])
    return answer["data"]


def _id(given: str) -> str:
    """It goes into a path."""
    if not given.isascii() or not given.isalnum():
        raise NotFound(_NONE)
    return given.upper()


def _database() -> str:
    return database_name(Settings.from_environment().database_url)


def _document(request: PendingRequest) -> dict[str, Any]:
    """As the service shows it, and whose it is."""
    return {
        "id": request.id,
        "state": request.state,
        "principal": request.principal,
        "said_at": request.said_at.isoformat(),
        "idempotency_key": request.request_key,
        "actions": request.actions,
        "attempts": request.attempts,
        "due_at": request.due_at.isoformat() if request.is_open else None,
        "error": request.error if request.is_open else None,
        "results": request.results,
        "ended_at": None if request.ended_at is None else request.ended_at.isoformat(),
    }


def _row(request: dict[str, Any]) -> tuple[str, ...]:
    what = ", ".join(str(action["kind"]) for action in request["actions"])
    why = str((request["error"] or {}).get("message", ""))
    said, due = (f"{datetime.fromisoformat(request[name]):%Y-%m-%d %H:%M:%S}" for name in ("said_at", "due_at"))
    return request["id"], said, what[:40], str(request["attempts"]), due, why[:60]
