"""`clankerbot parse`: what a text means. No database, no network."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click
import orjson

from clankerbot_engine.catalogue import Catalogue, read_catalogue
from clankerbot_engine.errors import ClankerbotError, ValidationFailed
from clankerbot_engine.settings import Settings
from clankerbot_http.cli import terminal
from clankerbot_http.cli.explaining import explain
from clankerbot_http.cli.options import json_option, moment_option, text_argument, timezone_option
from clankerbot_http.cli.reading import ENGLISH, answer_lines, read
from clankerbot_http.cli.reading_text import describe
from clankerbot_http.cli.refusals import FAILED


@click.command("parse")
@text_argument()
@moment_option("--now", "The moment of the text; without an offset, in --timezone. Default: now.")
@timezone_option("The person's time zone. Default: TIMEZONE of the settings.")
@click.option(
    "--catalogue",
    type=click.File("rb"),
    help='The names to know, as JSON: {"projects": [{"name", "tasks": [...]}], "tags": [...]}',
)
@click.option(
    "--locale", metavar="LOCALE", default=ENGLISH, help="The person's language, such as en or de-AT. Default: en."
)
@click.option("--jsonl", type=click.File("rb"), help="Read one request a line; - is standard input.")
@click.option("--explain", "explained", is_flag=True, help="Draw below the words of TEXT what each was read as.")
@json_option("Print the ParseResult.")
@click.pass_context
def parse_command(
    ctx: click.Context,
    words: tuple[str, ...],
    now: datetime | None,
    timezone: ZoneInfo | None,
    catalogue: BinaryIO | None,
    locale: str,
    jsonl: BinaryIO | None,
    explained: bool,
    as_json: bool,
) -> None:
    """Say what TEXT means, and change nothing. Needs no database and no network.

    With --explain, each action is told apart: which words gave which field, what has no words of its own, what was not
    read or passed over, how sure the reading is, and what must be asked.

    With --jsonl, lines {"id", "text", "now", "tz", "locale"} are read, of which all but the text may be left out, and
    {"id", "actions": [...], "took_us"} is printed for each, in the same order; a line that cannot be read gives {"id",
    "error"}, and the exit code 1 at the end.

    \b
    Examples:
      clankerbot parse "2h on Apollo and 30m standup yesterday"
      clankerbot parse 9-11:30 Hermes: code review --timezone Europe/Berlin
      clankerbot parse --explain "2h Orion: fix login #dev and 30m standup yesterday"
      clankerbot parse "log 2h on Orion" --catalogue names.json --json
      clankerbot parse --jsonl requests.jsonl > readings.jsonl
    """
    text = " ".join(words)
    if bool(text.strip()) == (jsonl is not None):
        raise click.UsageError("Give a text, or --jsonl FILE.", ctx)
    if jsonl is not None and (now is not None or as_json or explained):
        raise click.UsageError("--jsonl lines bring their own now, and are answered in JSON.", ctx)
    if explained and as_json:
        raise click.UsageError("--explain is for people, --json for programs: give one of them.", ctx)
    known = read_catalogue_file(catalogue) if catalogue is not None else None
    zone = timezone or Settings.from_environment().zone
    if jsonl is not None:
        whole = answer_lines(jsonl, sys.stdout.buffer, zone=zone, catalogue=known, locale=locale)
        ctx.exit(0 if whole else FAILED)
    result = read(text, moment=now or datetime.now(UTC), zone=zone, catalogue=known, locale=locale)
    if as_json:
        terminal.print_json(result.model_dump(mode="json", by_alias=True))
    else:
        for line in (explain if explained else describe)(result, width=terminal.width()):
            click.echo(line)


def read_catalogue_file(file: BinaryIO) -> Catalogue:
    name = Path(file.name).name
    try:
        document = orjson.loads(file.read())
    except orjson.JSONDecodeError as error:
        raise ValidationFailed(f"{name} is not JSON: {error}", field="catalogue") from None
    if not isinstance(document, dict):
        raise ValidationFailed(f'{name} must hold an object, such as {{"projects": []}}.', field="catalogue")
    try:
        return read_catalogue(document)
    except ClankerbotError as error:
        raise ValidationFailed(f"{name}: {error.message}", field="catalogue") from None
