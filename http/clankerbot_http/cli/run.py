"""`clankerbot run`: carries a text out, here or on a service."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import click
from ulid import ULID

from clankerbot_engine.actions import ActionBase
from clankerbot_engine.errors import NotSetUp
from clankerbot_engine.settings import Settings, read_environment
from clankerbot_http.addresses import url_of
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option, text_argument, timezone_option
from clankerbot_http.cli.receipts import receipts
from clankerbot_http.cli.refusals import FAILED, envelope, from_wire
from clankerbot_http.cli.remote_service import ask_service
from clankerbot_http.cli.texts import check_text

PRINCIPAL = "cli"
ELSEWHERE = "If a clankerbot service runs elsewhere, set CLANKERBOT_URL and CLANKERBOT_TOKEN: it will do it."


@dataclass(frozen=True, slots=True)
class Request:
    text: str
    key: str
    dry_run: bool
    llm: bool
    yes: bool
    keep: bool
    timezone: ZoneInfo | None


@click.command("run")
@text_argument()
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--yes", is_flag=True, help="What looks doubtful (30 h, an end in the future, an unsure reading) is meant."
)
@click.option("--llm", is_flag=True, help="Let the language model read the text, where one is configured.")
@click.option(
    "--keep", is_flag=True, help="Where Clockify does not answer, keep it: it is carried out later (`pending list`)."
)
@click.option("--key", help="A name for this request: with the same one it is done once, however often it is run.")
@timezone_option("The time zone of the text. Default: that of the Clockify profile.")
@json_option("Print the ApiResponse with its ActionResults.")
@click.pass_context
def run_command(
    ctx: click.Context,
    words: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    llm: bool,
    keep: bool,
    key: str | None,
    timezone: ZoneInfo | None,
    as_json: bool,
) -> None:
    """Carry out TEXT: log time, start and stop the timer, sum up, undo.

    Where CLANKERBOT_TOKEN is set, here or in .env, the service at CLANKERBOT_URL does it (by default the one at HOST
    and PORT of the settings). Else it is done in this process, with the Clockify key and the database of the settings.

    \b
    Examples:
      clankerbot run "log 2h on Apollo yesterday"
      clankerbot run start Hermes: code review
      clankerbot run "summary this week by project"
      clankerbot run undo
    """
    text = " ".join(words)
    if not text.strip():
        raise click.UsageError("Give a text, such as: log 2h on Apollo yesterday", ctx)
    if key is not None and not (1 <= len(key) <= 255 and all("!" <= char <= "~" for char in key)):
        raise click.BadParameter(
            "A key has 1 to 255 visible ASCII characters, without spaces.", ctx, param_hint="--key"
        )
    check_text(text)
    request = Request(text, key or f"cli-{ULID()}", dry_run, llm, yes, keep, timezone)
    environ = read_environment()
    settings = Settings.from_environment()
    token, url = ((environ.get(name) or "").strip() for name in ("CLANKERBOT_TOKEN", "CLANKERBOT_URL"))
    try:
        if token:
            answer = _run_there(url or url_of(settings.host, settings.port), token, request)
        else:
            answer = asyncio.run(_run_here(settings, request))
    except NotSetUp as missing:
        raise NotSetUp(f"{missing.message} {ELSEWHERE}") from None
    results, error = answer.get("data"), answer.get("error")
    if error is not None and not results:
        raise from_wire(error)
    if as_json:
        terminal.print_json(answer)
    else:
        for line in receipts(results or [], undo="clankerbot run undo", text=text):
            click.echo(line)
    ctx.exit(FAILED if error is not None else 0)


def _run_there(url: str, token: str, request: Request) -> dict[str, Any]:
    """The `ApiResponse` of the service."""
    zone = {"timezone": request.timezone.key} if request.timezone else {}
    body: dict[str, Any] = {"text": request.text, **zone}
    query = {"llm": str(request.llm).lower()}
    if request.yes:
        read = ask_service(url, token, "/actions/parse", body, key=request.key, query=query)
        if read.get("error") is not None:
            return read
        actions = [
            {**action, "needs": [], "confirmed": True}
            if _only_doubts(need["field"] for need in action["needs"])
            else action
            for action in read["data"]["actions"]
        ]
        body, query = {"actions": actions, **zone}, {}
    query["dry_run"] = str(request.dry_run).lower()
    if request.keep:
        query["accept_pending"] = "true"
    return ask_service(url, token, "/actions/run", body, key=request.key, query=query)


def _only_doubts(fields: Iterable[str]) -> bool:
    """What is asked about, if anything, is answered by a yes."""
    return all(field == "confirmed" for field in fields)


def _confirmed(action: ActionBase) -> ActionBase:
    meant = _only_doubts(need.field for need in action.needs)
    return action.model_copy(update={"needs": (), "confirmed": True}) if meant else action


async def _run_here(settings: Settings, request: Request) -> dict[str, Any]:
    """An `ApiResponse`, as the service would have given. Raises any `ClankerbotError`."""
    from clankerbot_engine.logs import configure_logging
    from clankerbot_http.composition import open_services

    # The receipt says what happened; the log is for who asks for it.
    level = settings.log_level if "log_level" in settings.model_fields_set else "error"
    configure_logging(level, settings.log_json, settings=settings)
    async with open_services(settings, background=False) as services:
        engine = services.engine
        await engine.settle()
        await services.pending.work_once()
        how: dict[str, Any] = {"principal": PRINCIPAL, "timezone": request.timezone}
        what: dict[str, Any] = {"text": request.text, "llm": request.llm}
        if request.yes:
            read = await engine.parse(request.text, llm=request.llm, **how)
            what = {"actions": [_confirmed(action) for action in read.actions]}
        results = await engine.run(
            **what, **how, key=request.key, dry_run=request.dry_run, when_away="keep" if request.keep else "offer"
        )
    error = next((result.error for result in results if result.error is not None), None)
    return envelope(
        [result.model_dump(mode="json", by_alias=True) for result in results],
        error.model_dump(mode="json") if error is not None else None,
    )
