"""`clankerbot audit`: who changed what, by which way in, and what came of it."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import click
import orjson

from clankerbot_engine.audit import Change, as_change
from clankerbot_engine.reports.spreadsheet import harmless
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_http.cli import terminal
from clankerbot_http.cli.storage import opened_for_admin

FORMATS: Final = ("table", "jsonl", "csv")
_AGE: Final = re.compile(r"(\d{1,4})([hd])")


class Moment(click.ParamType[datetime]):
    """A day, a moment in ISO 8601 (UTC where it has no offset), or how long ago: 12h, 7d."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if age := _AGE.fullmatch(str(value)):
            hours = int(age[1]) * (24 if age[2] == "d" else 1)
            return datetime.now(UTC) - timedelta(hours=hours)
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                return datetime.combine(date.fromisoformat(value), time(), UTC)
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment: write 7d, 12h, 2026-11-24 or 2026-11-24T09:00:00+01:00", param, ctx)
        return read if read.tzinfo else read.replace(tzinfo=UTC)


@click.command("audit")
@click.option("--since", type=Moment(), help="From then on: 7d, 12h, a day, or a moment in ISO 8601.")
@click.option("--until", type=Moment(), help="Before then.")
@click.option("--who", help="One principal, such as token:01K..., slack:T1:U1, cli.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="The newest so many.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def audit_command(since: datetime | None, until: datetime | None, who: str | None, limit: int, form: str) -> None:
    """List every change: who, by which way in, what, with what outcome, and what took it back.

    The newest first. Works beside a running service. What a person did stays when they disconnect, without what they
    said; lines are deleted after AUDIT_DAYS.

    \b
    Examples:
      clankerbot audit --since 7d
      clankerbot audit --since 2026-11-01 --until 2026-12-01 --format csv --limit 1000000 > november.csv
    """

    async def listed() -> tuple[list[Change], str]:
        async with opened_for_admin(Settings.from_environment().database_url) as database:
            found = await SqlAuditLog(database).entries(since=since, until=until, who=who, limit=limit)
            return [as_change(each) for each in found], database.name

    changes, where = asyncio.run(listed())
    for line in _lines(changes, form, where):
        click.echo(line)


def _lines(changes: Sequence[Change], form: str, where: str) -> Iterator[str]:
    if form == "jsonl":
        for change in changes:
            yield orjson.dumps(asdict(change)).decode()
    elif form == "csv":
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\r\n")
        write.writerow([field.name for field in fields(Change)])
        for change in changes:
            write.writerow([_cell(value) for value in astuple(change)])
        yield out.getvalue().removesuffix("\r\n")
    elif changes:
        head = ("WHEN (UTC)", "WHO", "WAY IN", "WHAT", "ABOUT", "OUTCOME", "UNDO", "ID")
        yield from terminal.table([head, *map(_row, changes)])
    else:
        yield f"No change: looked into the database of DATABASE_URL, {where}."


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return harmless(str(value)) if value is not None else ""


def _row(change: Change) -> tuple[str, ...]:
    about = change.about if len(change.about) <= 60 else f"{change.about[:59]}…"
    at = f"{change.at:%Y-%m-%d %H:%M:%S}"
    return at, change.who, change.way_in, change.what, about, change.outcome, change.undo or "", change.id
