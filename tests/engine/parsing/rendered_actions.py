"""Actions of every kind, in the words that a person may use for them, and what these must be read as."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.engine.parsing.reading import BERLIN, NOW

Rendered = tuple[str, dict[str, Any]]

PROJECTS = ["Falcon", "Falcon Heavy", "Monday Club", "Q2 Planning", "Log Archive", "Research & Tools"]
_WORDS = ["cable", "loom", "sketches", "valves", "draft", "plots"]
_WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
_WOCHENTAGE = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"]


@dataclass(frozen=True)
class Facts:
    """What a command may be about."""

    project: str
    first: date
    last: date
    number: int
    hour: int
    weekday: int
    group: str
    words: str

    @property
    def days(self) -> dict[str, str]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    def cron(self, day: str = "*") -> dict[str, Any]:
        return {"kind": "create_schedule", "cron": f"0 {self.hour} * * {day}", "timezone": "Europe/Berlin"}


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    first = (NOW - timedelta(days=draw(st.integers(1, 300)))).date()
    return Facts(
        project=draw(st.sampled_from(PROJECTS)),
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 40))),
        number=draw(st.integers(2, 9)),
        hour=draw(st.integers(0, 23)),
        weekday=draw(st.integers(0, 6)),
        group=draw(st.sampled_from(["client", "task", "tag", "user", "day"])),
        words=draw(_descriptions()),
    )


def _descriptions() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4, unique=True).map(" ".join)


def commands(about: Facts) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Texts that all ask for the same."""
    p, n = about.project, about.number
    weekday, at = _WEEKDAYS[about.weekday], f"{about.hour:02}:00"
    periods = [f"from {about.first} to {about.last}", f"{about.first} - {about.last}"]
    periods += [f"between {about.first} and {about.last}", f"{about.first:%d %B %Y} to {about.last:%d %B %Y}"]
    edit = {"kind": "edit_entry"}
    yield [f"all day on {p}", f"{p} all day"], {"kind": "log_time", "project": p, "duration_s": 8 * 3600}
    yield [f"start {p}", f"start a timer for {p}", f"track {p} from now"], {"kind": "start_timer", "project": p}
    yield [f"start {p}: {about.words}"], {"kind": "start_timer", "project": p, "description": about.words}
    yield [f"switch to {p}", f"now switching to {p}"], {"kind": "switch_timer", "project": p}
    yield [f"resume {p}", f"continue {p}"], {"kind": "continue_timer", "project": p}
    yield ["stop", "stop the timer", "timer off", "i'm done"], {"kind": "stop_timer"}
    yield ["status", "what am I working on", "which timer is running"], {"kind": "status"}
    for period in periods:
        yield [f"summary {period} by {about.group}"], {"kind": "summary", "group_by": about.group, **about.days}
        yield [f"how much did I log on {p} {period}?"], {"kind": "summary", "project": p, **about.days}
        yield [f"show my entries {period}", f"list entries {period}"], {"kind": "list_entries", **about.days}
        yield [f"list {p} entries {period}"], {"kind": "list_entries", "project": p, **about.days}
        yield [f"who is missing hours {period}"], {"kind": "missing_hours", **about.days}
    yield [f"set my last entry to {n}h", f"the last one should be {n}h"], edit | {"duration_s": n * 3600}
    yield [f"add {n} min to my last entry"], edit | {"longer_by_s": n * 60}
    yield [f"extend it by {n}h"], edit | {"longer_by_s": n * 3600}
    yield [f"shorten my last entry by {n} minutes", f"make it {n}m shorter"], edit | {"longer_by_s": -n * 60}
    yield [f"move my last entry to {p}"], edit | {"project": p}
    yield [f"change the description of my last entry to {about.words}"], edit | {"description": about.words}
    yield ["add #coding to my last entry"], edit | {"tags": ["coding"], "keep_tags": True}
    yield ["mark my last entry as non-billable"], edit | {"billable": False}
    yield ["delete my last entry", "remove the last entry"], {"kind": "delete_entry"}
    yield ["undo", "undo that"], {"kind": "undo"}
    yield ["list projects", "show me the projects"], {"kind": "list_projects"}
    yield [f"create project New {p}", f"add a project New {p}"], {"kind": "create_project", "project": f"New {p}"}
    log = {"kind": "log_time", "project": p, "duration_s": n * 3600}
    yield [f"every {weekday} at {at} log {n}h on {p}"], about.cron(str(about.weekday)) | {"action": log}
    yield [f"every {weekday} at {at} show my week"], about.cron(str(about.weekday)) | {"action": {"kind": "summary"}}
    yield (
        [f"every first {weekday} of the month at {at} show my month"],
        about.cron(f"{about.weekday}#1") | {"action": {"kind": "summary", "period": "this_month"}},
    )
    yield ["list schedules", "show my schedules"], {"kind": "list_schedules"}
    yield [f"delete schedule {n}", f"cancel schedule #{n}"], {"kind": "delete_schedule", "target": str(n)}
    yield (
        [f"every day at {at} remind me to check the {about.words}"],
        about.cron() | {"action": {"kind": "remind", "text": f"check the {about.words}"}},
    )
    yield ["remind the team"], {"kind": "remind", "who": "team"}
    yield ["budgets", "show me the budgets"], {"kind": "budgets"}
    yield ["subscribe to the digest"], {"kind": "subscribe", "topic": "digest"}
    yield ["unsubscribe", "turn off notifications"], {"kind": "unsubscribe"}
    yield ["connect my clockify account", "connect clockify"], {"kind": "connect"}
    yield ["disconnect my clockify account", "disconnect"], {"kind": "disconnect"}
    yield ["help", "what can you do"], {"kind": "help"}
    yield ["help schedules", "help with schedules"], {"kind": "help", "topic": "schedules"}
    yield [f'post "{about.words}" in <#C1|general>'], {"kind": "post_message", "channel": "C1", "text": about.words}


def german_commands(about: Facts) -> Iterator[tuple[list[str], dict[str, Any]]]:
    p, n = about.project, about.number
    edit = {"kind": "edit_entry"}
    period = f"von {about.first:%d.%m.%Y} bis {about.last:%d.%m.%Y}"
    yield [f"{n} Std an {p}", f"{n} Stunden {p}", f"{n},0 h {p}"], _log(p, n * 3600)
    yield [f"gestern {n} Std an {p}"], _log(p, n * 3600) | {"date": (NOW - timedelta(days=1)).date().isoformat()}
    yield [f"starte {p}", f"Timer für {p} starten"], {"kind": "start_timer", "project": p}
    yield [f"wechsle zu {p}"], {"kind": "switch_timer", "project": p}
    yield ["stopp", "Timer stoppen"], {"kind": "stop_timer"}
    yield [f"Zusammenfassung {period}", f"Bericht {period}"], {"kind": "summary", **about.days}
    yield [f"setze den letzten Eintrag auf {n} Std"], edit | {"duration_s": n * 3600}
    yield ["lösche den letzten Eintrag"], {"kind": "delete_entry"}
    yield ["rückgängig"], {"kind": "undo"}
    yield (
        [f"jeden {_WOCHENTAGE[about.weekday]} um {about.hour:02}:00 Uhr {n} Std an {p} buchen"],
        about.cron(str(about.weekday)) | {"action": _log(p, n * 3600)},
    )


def _log(project: str, seconds: int) -> dict[str, Any]:
    return {"kind": "log_time", "project": project, "duration_s": seconds}


@st.composite
def rendered_commands(draw: st.DrawFn) -> Rendered:
    texts, said = draw(st.sampled_from(list(commands(draw(facts())))))
    return draw(st.sampled_from(texts)), said


@st.composite
def rendered_german(draw: st.DrawFn) -> Rendered:
    texts, said = draw(st.sampled_from(list(german_commands(draw(facts())))))
    return draw(st.sampled_from(texts)), said


@st.composite
def rendered_work(draw: st.DrawFn) -> Rendered:
    """What a person may type for one piece of work, in any order of its parts."""
    project, minutes = draw(st.sampled_from(PROJECTS)), draw(st.integers(1, 600))
    tags = draw(st.lists(st.sampled_from(["coding", "travel"]), max_size=2, unique=True))
    day = (NOW - timedelta(days=draw(st.integers(0, 200)))).date()
    said: dict[str, Any] = {"kind": "log_time", "project": project, "date": day.isoformat()}
    start = draw(st.none() | st.integers(0, 23 * 60))
    if start is None:
        said["duration_s"] = minutes * 60
        length = draw(st.sampled_from(["{h}h{m:02}m", "{h} h {m} min", "{h} hours and {m} minutes", "{h}:{m:02}"]))
        time = length.format(h=minutes // 60, m=minutes % 60)
    else:
        end = min(start + minutes, 24 * 60 - 1)
        begun, ended = _local(day, start), _local(day, end)
        said["start"] = begun.isoformat()
        if ended > begun:  # where the clocks went forward meanwhile, it is asked for
            said["end"] = ended.isoformat()
        between = draw(st.sampled_from(["{a}-{b}", "from {a} to {b}", "{a} until {b}", "between {a} and {b}"]))
        time = between.format(a=_clock(start), b=_clock(end))
    parts = [
        f"on {project}",
        time,
        draw(st.sampled_from([f"{day:%d %B %Y}", f"{day}", f"{day:%b} {day.day}, {day.year}"])),
    ]
    if tags:
        said["tags"] = sorted(tags)
        parts.append(" ".join(f"#{tag}" for tag in tags))
    if draw(st.booleans()):
        said["billable"] = False
        parts.append(draw(st.sampled_from(["non-billable", "nb", "not billable"])))
    text = draw(st.sampled_from(["log ", "please add ", "could you track ", "i worked "])) + " ".join(
        draw(st.permutations(parts))
    )
    if draw(st.booleans()):
        said["description"] = draw(_descriptions())
        text += f": {said['description']}"
    return text, said


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _local(day: date, minutes: int) -> datetime:
    """A time that a gap leaves out moves on by the gap."""
    moment = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=BERLIN)
    return moment.astimezone(UTC).astimezone(BERLIN)
