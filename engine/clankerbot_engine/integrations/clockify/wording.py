"""What people are told: lengths, days, entries, in short plain forms and in the person's own zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import EntryFact
from clankerbot_engine.plain_words import counted as counted
from clankerbot_engine.plain_words import length as length
from clankerbot_engine.plain_words import listed as listed

QUOTED_LENGTH = 80


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
