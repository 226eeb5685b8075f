"""`clankerbot summary`: a period's time, here or from a service, as text or in another form."""

import asyncio
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import click

from clankerbot_engine.errors import NotSetUp
from clankerbot_engine.settings import Settings, read_environment
from clankerbot_http.addresses import url_of
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import timezone_option
from clankerbot_http.cli.refusals import JSON, envelope, from_wire
from clankerbot_http.cli.remote_service import read_from_service
from clankerbot_http.cli.run import ELSEWHERE, PRINCIPAL

GROUPS: Final = ("project", "client", "task", "tag", "user", "day")
Wanted = Literal["markdown", "csv", "json", "png"]
_ASKED_AS: Final[dict[str, Wanted]] = {"text": "json", "markdown": "markdown", "csv": "csv", "json": "json"}
"""What is asked for, by `--format`: text is laid out here."""


@click.command("summary")
@click.argument("words", nargs=-1, metavar="[PERIOD]")
@click.option("--by", "group_by", type=click.Choice(GROUPS), help="What rows are of. Default: project.")
@click.option("--team", is_flag=True, help="Everybody whose time you may see in Clockify, not yours alone.")
@click.option("--project", metavar="NAME", help="Only time on this project.")
@click.option("--client", metavar="NAME", help="Only time for this client.")
@click.option("--user", metavar="NAME", help="The time of one person, by name or e-mail address.")
@click.option("--billable/--not-billable", default=None, help="Only what is billable, or only what is not.")
@click.option("--entries", is_flag=True, help="One line for each time entry, with --format csv or json.")
@click.option("--format", "form", type=click.Choice(list(_ASKED_AS)), default="text", show_default=True)
@click.option(
    "--png", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a picture to FILE instead."
)
@timezone_option("Whose days are meant. Default: those of the Clockify profile.")
@click.pass_context
def summary_command(
    ctx: click.Context,
    words: tuple[str, ...],
    group_by: str | None,
    team: bool,
    project: str | None,
    client: str | None,
    user: str | None,
    billable: bool | None,
    entries: bool,
    form: str,
    png: Path | None,
    timezone: ZoneInfo | None,
) -> None:
    """Sum up PERIOD, this week by default: beside the period before and the hours that were due.

    The totals are those of Clockify's own reports. CLANKERBOT_TOKEN and CLANKERBOT_URL are used as by `run`.

    \b
    Examples:
      clankerbot summary
      clankerbot summary last week --by client
      clankerbot summary November --team --by user --format csv
      clankerbot summary last month --client Northwind --entries --format csv
      clankerbot summary last month --png month.png
    """
    ctx.meta[JSON] = form == "json"
    if png is not None and not png.absolute().parent.is_dir():
        raise click.BadParameter(f"There is no folder {png.absolute().parent}.", ctx, param_hint="--png")
    if entries and (form not in ("csv", "json") or png is not None):
        raise click.BadParameter("Time entries come with --format csv or --format json.", ctx, param_hint="--entries")
    said = {
        "period": " ".join(words).strip(),
        "group_by": group_by,
        "scope": "team" if team else None,
        "project": project,
        "client": client,
        "user": user,
        "billable": None if billable is None else str(billable).lower(),
        "entries": "true" if entries else None,
        "timezone": None if timezone is None else timezone.key,
    }
    query = {name: value for name, value in said.items() if value}
    wanted: Wanted = (
        "png" if png is not None else "csv" if form == "csv" else "markdown" if form == "markdown" else "json"
    )
    try:
        found = _found(query, wanted)
    except NotSetUp as missing:
        raise NotSetUp(f"{missing.message} {ELSEWHERE}") from None
    if isinstance(found, dict) and found.get("error") is not None:
        raise from_wire(found["error"])
    _show(found, form, png)


def _found(query: dict[str, str], wanted: Wanted) -> dict[str, Any] | bytes:
    """The `ApiResponse`, or the file."""
    environ = read_environment()
    settings = Settings.from_environment()
    token, url = ((environ.get(name) or "").strip() for name in ("CLANKERBOT_TOKEN", "CLANKERBOT_URL"))
    if token:
        place = url or url_of(settings.host, settings.port)
        return read_from_service(place, token, "/reports/summary", query={**query, "format": wanted})
    return asyncio.run(_summed_up_here(settings, query, wanted))


async def _summed_up_here(settings: Settings, query: dict[str, str], wanted: Wanted) -> dict[str, Any] | bytes:
    from pydantic import ValidationError

    from clankerbot_engine.logs import configure_logging
    from clankerbot_http.composition import open_services
    from clankerbot_http.summaries import SummaryQuery, in_form, summarize
    from clankerbot_http.validation import as_validation_failed, errors_of

    level = settings.log_level if "log_level" in settings.model_fields_set else "error"
    configure_logging(level, settings.log_json, settings=settings)
    try:
        asked = SummaryQuery.model_validate(query)
    except ValidationError as error:
        raise as_validation_failed(errors_of(error)) from None
    async with open_services(settings, background=False) as services:
        result = await summarize(services.engine, asked, PRINCIPAL)
    if wanted == "json":
        return envelope(result.model_dump(mode="json", by_alias=True))
    return await in_form(result, wanted)


def _show(found: dict[str, Any] | bytes, form: str, png: Path | None) -> None:
    if isinstance(found, bytes):
        if png is not None:
            png.write_bytes(found)
            click.echo(f"Wrote {terminal.shown(str(png))}.")
        else:
            click.echo(found, nl=False)
        return
    if form == "json":
        terminal.print_json(found)
        return
    from clankerbot_engine.actions import ActionResult, Summary
    from clankerbot_engine.reports.english import in_english
    from clankerbot_http.cli.summary_text import as_text

    result = ActionResult.model_validate({**found["data"], "action": Summary.model_validate(found["data"]["action"])})
    assert isinstance(result.action, Summary)
    assert result.summary is not None
    for line in as_text(in_english(result.action, result.summary)):
        click.echo(line)
    for warning in result.warnings:
        click.echo(f"{click.style('!', fg='yellow')} {terminal.shown(warning.message)}", err=True)
