"""What a summary is asked for by, over REST and on the command line, and the forms that it comes in."""

import asyncio
import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from clankerbot_engine.actions import ActionResult, LocalDate, Name, Summary, ZoneName
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.reports.english import in_english
from clankerbot_engine.reports.facts import GroupBy
from clankerbot_engine.reports.markdown import as_markdown
from clankerbot_engine.reports.relative_periods import PATTERN
from clankerbot_engine.reports.spreadsheet import as_csv, entries_csv
from clankerbot_engine.schedules.rules import read_zone

Format = Literal["json", "markdown", "csv", "png"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "json": "application/json",
    "markdown": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
}
_ENDINGS: Final[Mapping[Format, str]] = {"json": "json", "markdown": "md", "csv": "csv", "png": "png"}
_SURE: Final = 0.9
"""Below, some of the words were not understood."""
_COMMANDS: Final = (("summary", "en"), ("Zusammenfassung", "de"))
"""Which the words of a period go on, in each language that is read."""


class SummaryQuery(BaseModel):
    """Days are local days of `timezone`, both inclusive. `user` names one person, whatever the scope."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: LocalDate | None = Field(default=None, alias="from", description="The first day, such as 2026-11-16.")
    to: LocalDate | None = Field(default=None, description="The last day. Left out, it is today.")
    period: Annotated[str, Field(min_length=1, max_length=200, examples=["last week"])] | None = Field(
        default=None,
        description="In the place of `from` and `to`, in words: last week, November, since Monday, 1 May to 12 May, "
        "last_30_days. More may be said: last week by client.",
    )
    group_by: GroupBy | None = Field(default=None, description="What rows are of. Default: project.")
    scope: Literal["me", "team"] | None = Field(default=None, description="Default: me.")
    project: Name | None = Field(default=None, description="Only this project, by name.")
    client: Name | None = Field(default=None, description="Only this client's projects, by name.")
    user: Name | None = Field(default=None, description="A name or an e-mail address.")
    entries: bool | None = Field(
        default=None, description="The time entries themselves, too; of CSV, in the place of the totals."
    )
    billable: bool | None = Field(default=None, description="Only what is billable, or only what is not.")
    timezone: ZoneName | None = Field(default=None, description="IANA name; default: the profile's, or the setting.")


async def summarize(engine: Engine, query: SummaryQuery, principal: str, *, may_be_old: bool = False) -> ActionResult:
    """`may_be_old`: where Clockify does not answer, what it said before will do.

    Raises `ValidationFailed`, with an example, for what cannot be read; else what the engine raises.
    """
    zone = None if query.timezone is None else read_zone(query.timezone)
    action = Summary()
    if query.period is not None:
        if query.from_ is not None or query.to is not None:
            raise ValidationFailed("period: say it, or from and to, not both", field="period")
        if re.fullmatch(PATTERN, query.period):
            action = Summary(period=query.period)
        else:
            action = await _read(engine, query.period, principal, query.timezone)
    said = query.model_dump(exclude_none=True, exclude={"period", "timezone"})
    [result] = await engine.run(
        principal=principal,
        actions=[action.model_copy(update=said)],
        timezone=zone,
        when_away="offer" if may_be_old else "fail",
    )
    return result


async def _read(engine: Engine, words: str, principal: str, timezone: str | None) -> Summary:
    zone = None if timezone is None else read_zone(timezone)
    for command, locale in _COMMANDS:
        parsed = await engine.parse(f"{command} {words}", principal=principal, timezone=zone, locale=locale)
        if len(parsed.actions) == 1:
            [action] = parsed.actions
            if isinstance(action, Summary) and action.confidence >= _SURE:
                return action.model_copy(update={"spans": ()})
    raise ValidationFailed(
        "period: is not understood; say, for example: last week, this month, yesterday, November, 1 May to 12 May",
        field="period",
    )


async def in_form(result: ActionResult, form: Format) -> bytes:
    """All forms but JSON, which is the envelope of the result."""
    fact = result.summary
    assert fact is not None
    assert isinstance(result.action, Summary)
    if form == "csv":
        return (entries_csv(result.entries) if result.action.entries else as_csv(fact)).encode()
    sheet = in_english(result.action, fact)
    if form == "markdown":
        return as_markdown(sheet).encode()
    from clankerbot_engine.reports.picture import as_png  # takes 50 ms to import, and few ask for it

    return await asyncio.to_thread(as_png, sheet)


def file_name(result: ActionResult, form: Format) -> str:
    """Of letters that are safe in a header and in a file system."""
    fact = result.summary
    assert fact is not None
    days = str(fact.from_) if fact.from_ == fact.to else f"{fact.from_}-{fact.to}"
    return f"summary-{days}.{_ENDINGS[form]}"
