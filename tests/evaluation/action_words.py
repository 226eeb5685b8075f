"""An action in a few words, for the table of what can be typed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from clankerbot_engine import actions
from clankerbot_engine.actions import ActionBase
from clankerbot_http.cli.terminal import duration

_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_CRON_DAYS = {"*": "day", "1-5": "weekday"} | {str(number): name for number, name in enumerate(_WEEKDAYS)}


def in_words(action: ActionBase, today: date) -> str:
    """Raises `TypeError` for a kind that the table has no example of."""
    words = " ".join(word for word in _words(action, today) if word)
    return words[0].upper() + words[1:]


def _words(action: ActionBase, today: date) -> Iterator[str]:
    match action:
        case actions.LogTime():
            yield f"log {_amount(action)}"
            yield from _work(action)
            yield _day(action.date or (action.start.date() if action.start else today), today)
        case actions.StartTimer():
            yield "start a timer"
            yield from _work(action)
            yield _at("as of", action.start)
        case actions.SwitchTimer():
            yield "stop what runs, and start a timer"
            yield from _work(action)
        case actions.StopTimer():
            yield "stop the timer"
            yield _at("as of", action.end)
        case actions.ContinueTimer():
            yield f"start again what was last done{f' on {action.project}' if action.project else ''}"
        case actions.Status():
            yield "say what runs"
        case actions.Summary():
            yield "total the team's" if action.scope == "team" else "total my"
            yield {None: "hours", True: "billable hours", False: "non-billable hours"}[action.billable]
            yield f"on {action.project}" if action.project else ""
            yield _period(action.from_, action.to, today)
            yield f"by {action.group_by}"
        case actions.ListEntries():
            yield f"list my entries {_period(action.from_, action.to, today)}"
        case actions.EditEntry():
            yield f"change {_target(action.target)}:"
            yield ", ".join(_changes(action))
        case actions.DeleteEntry():
            yield f"delete {_target(action.target)}"
        case actions.Undo():
            yield "take back my last change"
        case actions.ListProjects():
            yield "list the projects"
        case actions.CreateProject():
            yield f"create the project {action.project}{f' for {action.client}' if action.client else ''}"
        case actions.CreateSchedule():
            yield f"{_recurrence(action.cron)}: {' '.join(word for word in _words(action.action, today) if word)}"
            yield f"in {_channel(action.channel)}" if action.channel else ""
        case actions.ListSchedules():
            yield "list my schedules"
        case actions.DeleteSchedule():
            yield f"delete schedule {action.target}"
        case actions.Remind():
            yield f"remind {action.who or 'me'}{f': “{action.text}”' if action.text else ''}"
            yield {None: "", "missing_hours": "where hours are missing", "no_timer": "where no timer runs"}[
                action.only_if
            ]
        case actions.Budgets():
            yield "say how much of the budgets is used"
        case actions.MissingHours():
            yield f"say who is missing hours {_period(action.from_, action.to, today)}"
        case actions.Subscribe():
            yield f"post {'the digest' if action.topic == 'digest' else 'what happens in Clockify'}"
            yield f"in {_channel(action.channel)}"
        case actions.Connect():
            yield "connect my Clockify account"
        case actions.Help():
            yield f"explain{f' {action.topic}' if action.topic else ' what can be typed'}"
        case _:
            raise TypeError(f"no words for {action.kind}")


def _amount(action: actions.LogTime) -> str:
    if action.start and action.end:
        return f"{action.start:%H:%M}-{action.end:%H:%M}"
    length = duration(action.duration_s or 0)
    return f"{length} from {action.start:%H:%M}" if action.start else length


def _work(action: actions.LogTime | actions.StartTimer | actions.SwitchTimer) -> Iterator[str]:
    if action.project:
        yield f"on {action.project}{f' / {action.task}' if action.task else ''}"
    if action.description:
        yield f"“{action.description}”"
    yield from (f"#{tag}" for tag in action.tags)
    if action.billable is not None:
        yield "billable" if action.billable else "non-billable"


def _changes(action: actions.EditEntry) -> Iterator[str]:
    if action.duration_s:
        yield duration(action.duration_s)
    if action.longer_by_s:
        yield f"{duration(abs(action.longer_by_s))} {'longer' if action.longer_by_s > 0 else 'shorter'}"
    if action.later_by_s:
        yield f"{duration(abs(action.later_by_s))} {'later' if action.later_by_s > 0 else 'earlier'}"
    if action.project:
        yield f"project {action.project}"
    if action.description:
        yield f"“{action.description}” {'added to' if action.keep_description else 'as'} its description"
    if action.billable is not None:
        yield "billable" if action.billable else "non-billable"


def _target(target: str) -> str:
    return "my last entry" if target == "last" else f"“{target}”"


def _day(day: date, today: date) -> str:
    near = {today: "today", today - timedelta(days=1): "yesterday"}
    return near.get(day) or f"on {day:%a} {day.day} {day:%b}"


def _period(first: date | None, last: date | None, today: date) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return _day(first, today)
    return f"from {first.day} {first:%b} to {last.day} {last:%b}"


def _at(lead: str, moment: datetime | None) -> str:
    return f"{lead} {moment:%H:%M}" if moment else ""


def _recurrence(cron: str) -> str:
    minute, hour, _, _, day = cron.split()
    return f"every {_CRON_DAYS[day]} at {int(hour):02}:{int(minute):02}"


def _channel(channel: str | None) -> str:
    return "this channel" if channel in (None, "here") else str(channel)
