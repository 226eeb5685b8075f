"""What people are told: lengths, days, entries, in short plain forms and in the person's own zone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import EntryFact

QUOTED_LENGTH = 80


def length(seconds: int) -> str:
    """`2 h`, `1 h 30 min`, `45 min`, `38 s`; hours exceed 24."""
    sign, rest = ("-" if seconds < 0 else ""), abs(seconds)
    parts = ((rest // 3600, "h"), (rest % 3600 // 60, "min"), (rest % 60, "s"))
    return sign + (" ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min")


def day(when: date, today: date) -> str:
    """`today`, `yesterday`, `tomorrow`, else `Mon 23 Nov`; the year where it is another one."""
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}.get((when - today).days)
    if near is not None:
        return near
    named = f"{when:%a} {when.day} {when:%b}"
    return named if when.year == today.year else f"{named} {when.year}"


def days(first: date, last: date, today: date) -> str:
    return day(first, today) if first == last else f"{day(first, today)} to {day(last, today)}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def span(start: datetime, end: datetime | None, *, zone: ZoneInfo, now: datetime) -> str:
    """`yesterday 09:00-11:00`; running: `since today 09:00`; over midnight the end has its day too."""
    today = now.astimezone(zone).date()
    first = start.astimezone(zone).date()
    begins = f"{day(first, today)} {clock(start, zone)}"
    if end is None:
        return f"since {begins}"
    # An end at midnight is the end of the day before.
    last = (end - timedelta(microseconds=1)).astimezone(zone).date() if end > start else first
    ends = clock(end, zone) if last == first else f"{day(end.astimezone(zone).date(), today)} {clock(end, zone)}"
    return f"{begins}-{ends}"


def subject(fact: EntryFact) -> str:
    """`on Apollo: Design (Northwind Space) "Design review" #client #meeting`, as far as it is known."""
    if fact.project is None:
        about = "on a project" if fact.project_id else "without a project"
    else:
        about = f"on {fact.project}" + (f": {fact.task}" if fact.task else "")
        about += f" ({fact.client})" if fact.client and fact.client != fact.project else ""
    parts = [about, *([quoted(fact.description)] if fact.description else ()), *(f"#{tag}" for tag in fact.tags)]
    return " ".join(parts)


def entry(fact: EntryFact, *, zone: ZoneInfo, now: datetime) -> str:
    """`2 h on Apollo (Northwind Space), yesterday 09:00-11:00`; running: `the timer on Apollo, since today 09:00`."""
    what = "the timer" if fact.duration_s is None else length(fact.duration_s)
    return f"{what} {subject(fact)}, {span(fact.start, fact.end, zone=zone, now=now)}"


def quoted(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= QUOTED_LENGTH else line[: QUOTED_LENGTH - 1] + "…"}"'


def listed(names: Iterable[str], *, most: int = 5) -> str:
    """`A, B and C`; beyond `most`, how many more there are."""
    all_names = list(names)
    shown, more = all_names[:most], len(all_names) - most
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
