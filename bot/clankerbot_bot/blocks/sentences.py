"""What became of an action, in words: one line that says it, and what a person may want to check beneath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from clankerbot_bot.blocks.rhythms import coming, rhythm
from clankerbot_bot.blocks.text import DESCRIPTION, days_said, line, safe, said, span_said, span_tokens, time_token
from clankerbot_bot.posts import team_and_user
from clankerbot_bot.words import Words
from clankerbot_engine.actions import (
    ActionResult,
    ApiError,
    ContinueTimer,
    CreateProject,
    CreateSchedule,
    DeleteEntry,
    DeleteSchedule,
    EditEntry,
    EntryFact,
    ListEntries,
    ListProjects,
    LogTime,
    Notice,
    ProjectFact,
    Remind,
    StartTimer,
    Status,
    StopTimer,
    Subscribe,
    Summary,
    SwitchTimer,
    Undo,
    Unsubscribe,
)
from clankerbot_engine.errors import ClankerbotError

MOST_TAGS: Final = 6
_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Told:
    """`headline`, `detail` and `facts` are mrkdwn, `said` is for a message's `text`."""

    headline: str
    said: str
    detail: str | None = None
    facts: tuple[str, ...] = ()


def tell(result: ActionResult, words: Words) -> Told:
    """From the result's data, in the person's language; where there is only the engine's sentence, that."""
    if result.status == "failed":
        return _failed(result, words)
    planned, entry = result.status == "planned", result.entry
    match result.action:
        case LogTime() if entry is not None:
            return _entry(words.would_log if planned else words.logged, entry, words)
        case StartTimer() | SwitchTimer() | ContinueTimer() if entry is not None:
            told = _entry(words.would_start if planned else words.started, entry, words)
            stopped = _fact(result, "stopped")
            return told if stopped is None else _also(told, words.also_stopped, stopped, words)
        case StopTimer() if entry is not None:
            return _entry(words.would_stop if planned else words.stopped, entry, words)
        case EditEntry() if entry is not None:
            return _entry(words.would_change if planned else words.changed, entry, words)
        case DeleteEntry():
            deleted = entry or _fact(result, "deleted")
            if deleted is not None:
                return _entry(words.would_delete if planned else words.deleted, deleted, words)
            return _bare(words.deleted_entry, result, words)
        case Undo():
            return _undo(result, words)
        case Status():
            return status_told(result, words)
        case CreateProject() if result.projects and not planned:
            return _marked(words.project_created, project=project_name(result.projects[0]))
        case CreateProject():
            return _marked(words.would_create_project, project=result.action.project)
        case CreateSchedule():
            return _of_schedule(words.would_schedule if planned else words.scheduled, result, words)
        case DeleteSchedule():
            return _of_schedule(words.would_delete_schedule if planned else words.schedule_deleted, result, words)
        case Subscribe():
            return _subscription(words.would_subscribe if planned else words.subscribed, result, words)
        case Unsubscribe():
            return _subscription(words.would_unsubscribe if planned else words.unsubscribed, result, words)
        case Remind() if not planned:
            return _reminded(result, words)
        case Summary() if result.summary is not None:
            fact = result.summary
            return _marked(
                words.summary_line, when=days_said(fact.from_, fact.to, words), length=words.length(fact.total_s)
            )
        case ListEntries():
            return Told(f"*{words.entries(len(result.entries))}*", words.entries(len(result.entries)))
        case ListProjects():
            return Told(f"*{words.projects(len(result.projects))}*", words.projects(len(result.projects)))
    return Told(safe(result.message, 1000), said(result.message, 1000))


def status_told(result: ActionResult, words: Words) -> Told:
    """What runs, for how long; `details.elapsed_s` is as the engine counted it."""
    if result.entry is None:
        return Told(f"*{words.no_timer}*", words.no_timer)
    elapsed = result.details.get("elapsed_s")
    return _entry(words.running, result.entry, words, elapsed_s=elapsed if isinstance(elapsed, int) else None)


def _entry(template: str, entry: EntryFact, words: Words, *, elapsed_s: int | None = None) -> Told:
    seconds = entry.duration_s if entry.duration_s is not None else elapsed_s
    length = words.timer if seconds is None else words.length(seconds)
    return Told(
        template.format(length=length, about=about(entry, words)),
        _spoken(template).format(length=length, about=about_said(entry, words))
        + f", {span_said(entry.start, entry.end, words)}",
        detail=words.quote.format(text=safe(entry.description, DESCRIPTION)) if entry.description.strip() else None,
        facts=facts(entry, words),
    )


def _also(told: Told, template: str, entry: EntryFact, words: Words) -> Told:
    length = words.length(entry.duration_s or 0)
    line_ = template.format(length=length, about=about(entry, words))
    spoken = _spoken(template).format(length=length, about=about_said(entry, words))
    detail = line_ if told.detail is None else f"{told.detail}\n{line_}"
    return Told(told.headline, f"{told.said}. {spoken}", detail, told.facts)


def _undo(result: ActionResult, words: Words) -> Told:
    if result.status == "planned":
        return _bare(words.would_undo, result, words)
    entries = [*((result.entry,) if result.entry else ()), *result.entries]
    removed = _fact(result, "deleted")
    if removed is not None:
        entries.append(removed)
    if len(entries) == 1:
        return _entry(words.undone, entries[0], words)
    if entries and words.language != _ENGLISH:
        return _marked(words.undone_several, what=words.entries(len(entries)))
    return _bare(words.undone_last, result, words)


def _bare(template: str, result: ActionResult, words: Words) -> Told:
    """English has the engine's own sentence, which says more."""
    if words.language == _ENGLISH:
        return Told(safe(result.message, 1000), said(result.message, 1000))
    return Told(template, _spoken(template))


def _of_schedule(template: str, result: ActionResult, words: Words) -> Told:
    row: Any = result.details.get("schedule")
    if not isinstance(row, dict):
        return _bare(template.format(what=""), result, words)
    told = _marked(template, what=schedule_what(row, words))
    next_runs: Any = result.details.get("next_runs")
    next_ = coming(next_runs if isinstance(next_runs, list) else (), str(row.get("timezone")), words)
    spoken = f"{told.said}, {rhythm(str(row.get('cron')), words)}"
    return Told(told.headline, f"{spoken}. {next_}" if next_ else spoken, next_, schedule_facts(row, words))


def _reminded(result: ActionResult, words: Words) -> Told:
    told, people = result.details.get("told"), result.details.get("people")
    text = words.nudges.became.get(str(told), words.nudges.told)
    return _marked(words.nudges.people(people) if isinstance(people, int) else text)


def schedule_what(row: Mapping[str, Any], words: Words) -> str:
    """What it does, and about what, as far as that tells two of them apart; plain text."""
    action: Any = row.get("action")
    action = action if isinstance(action, dict) else {}
    who, less = action.get("who"), action.get("less_than_s")
    who = line(who) if isinstance(who, str) else None
    length, project, text = action.get("duration_s"), action.get("project"), action.get("text")
    told = [
        kind_name(str(action.get("kind")), words),
        words.team if "team" in (action.get("scope"), who) else who,
        words.filter_under.format(length=words.length(less)) if isinstance(less, int) else None,
        words.length(length) if isinstance(length, int) else None,
        line(project) if isinstance(project, str) else None,
        words.quote.format(text=line(text, 60)) if isinstance(text, str) else None,
    ]
    return ", ".join(each for each in told if each)


def schedule_facts(row: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """When, in which zone, where it is posted, and whose it is, where that is somebody else's."""
    owner = team_and_user(str(row.get("of") or ""))
    action: Any = row.get("action")
    to_team = isinstance(action, dict) and action.get("who") == "team" and action.get("kind") == "remind"
    when, zone, channel = rhythm(str(row.get("cron")), words), str(row.get("timezone") or ""), row.get("channel")
    shown = [
        safe(f"{when[:1].upper()}{when[1:]}"),
        *([words.nudges.own_zones if to_team else safe(zone)] if zone else []),
    ]
    shown += [channel_name(channel)] if isinstance(channel, str) else []
    return (*shown, f"<@{owner[1]}>") if owner is not None else tuple(shown)


def _subscription(template: str, result: ActionResult, words: Words) -> Told:
    """The channel, what it is told of, how often that was lately, and what Clockify does not tell of."""
    rows: Any = result.details.get("subscriptions")
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if not rows:
        return _bare(template.format(channel=""), result, words)
    channels = words.listed(dict.fromkeys(channel_name(str(row.get("channel"))) for row in rows))
    told = [subscription_said(row, words) for row in rows]
    count, unheard = result.details.get("preview"), result.details.get("unheard")
    more = [words.feed_preview(count) if count else words.feed_preview_nothing] if isinstance(count, int) else []
    if isinstance(unheard, dict):
        named = unheard.get("events")
        events = words.listed(event_name(str(each), words) for each in (named if isinstance(named, list) else ()))
        why = safe(_why_unheard(unheard, words), 500)
        unheard_of = words.unheard if events else words.unheard_some
        more.append(f":warning: {unheard_of.format(events=events, why=why)}")
    detail = "\n".join([words.told_of.format(events=words.listed(told, most=10)), *more])
    return Told(
        template.format(channel=channels), f"{_spoken(template).format(channel=channels)}: {detail}", detail=detail
    )


def _why_unheard(unheard: Mapping[str, Any], words: Words) -> str:
    """Of a version that kept the whole sentence, that."""
    message = str(unheard.get("why") or unheard.get("message") or "")
    return explained(str(unheard.get("code") or ""), message, words, reason=detail(unheard, "reason"))


def subscription_said(row: Mapping[str, Any], words: Words) -> str:
    """`new projects and new time entries, over 8 h, by Design`: mrkdwn."""
    events = row.get("events")
    names = [event_name(str(event), words) for event in events] if isinstance(events, list | tuple) else []
    return ", ".join([words.listed(names, most=10), *_filters(row.get("filters"), words)])


def trouble_said(event_type: str, trouble: object, words: Words) -> str:
    """Why Clockify does not tell of an event, on a line of its own."""
    said = {"failing": words.webhook_failing, "off": words.webhook_off, "plan": words.webhook_plan}
    return said.get(str(trouble), words.webhook_gone if trouble == "gone" else words.webhook_missing).format(
        event=event_name(event_type, words)
    )


def event_name(event_type: str, words: Words) -> str:
    return words.event_names.get(event_type, safe(event_type.replace("_", " ").lower()))


def _filters(filters: Any, words: Words) -> list[str]:
    if not isinstance(filters, dict):
        return []
    named = (
        ("project", words.filter_project),
        ("client", words.filter_client),
        ("tag", words.filter_tag),
    )
    told = [template.format(name=safe(str(filters[name]))) for name, template in named if filters.get(name)]
    if filters.get("people"):
        told.append(words.filter_people.format(name=words.listed(safe(str(each)) for each in filters["people"])))
    if isinstance(filters.get("billable"), bool):
        told.append(words.filter_billable if filters["billable"] else words.filter_not_billable)
    for name, template in (("min_duration_s", words.filter_over), ("max_duration_s", words.filter_under)):
        if isinstance(filters.get(name), int):
            told.append(template.format(length=words.length(filters[name])))
    if filters.get("quiet_from"):
        told.append(words.filter_quiet.format(begins=safe(filters["quiet_from"]), ends=safe(str(filters["quiet_to"]))))
    return told


def channel_name(channel: str) -> str:
    """Its name where Slack knows it by its id."""
    return f"<#{channel}>" if channel[:1] in "CG" and channel.isalnum() and channel.isupper() else safe(channel)


def _failed(result: ActionResult, words: Words) -> Told:
    error = result.error or ApiError(code="", message=result.message)
    may_be_done = error.details.get("outcome") == "unknown"
    told = _marked(words.not_known if may_be_done else words.not_done, what=kind_name(result.action.kind, words))
    reason, name = detail(error.details, "reason"), detail(error.details, "name")
    why = explained(error.code, error.message, words, reason=reason, name=name)
    more = [words.may_be_done] if may_be_done else []
    return Told(
        told.headline,
        " ".join([told.said, said(why, 1000), *more]),
        detail="\n".join([safe(why, 1000), *more]),
    )


def explained(code: str, message: str, words: Words, *, reason: str | None = None, name: str | None = None) -> str:
    """Why it was not done, in the person's language where we have words for it; plain text.

    What a code says in general stands before the engine's sentence, which names the case.
    """
    if words.language == _ENGLISH:
        return message or words.error[""]
    if reason is not None and reason in words.error_reason:
        return words.error_reason[reason].format(name=name or "")
    if reason is not None and reason in words.channel_refusals:
        return words.channel_refusals[reason]
    general = words.error.get(code) if code else None
    if general is None:
        return message or words.error[""]
    return general if code in GENERAL_CODES or not message else f"{general} {message}"


def problem_said(problem: ApiError, words: Words) -> str:
    """`explained`, of an error as it is written down."""
    reason, name = detail(problem.details, "reason"), detail(problem.details, "name")
    return explained(problem.code, problem.message, words, reason=reason, name=name)


def paused_why(message: str, reason: object, words: Words) -> str:
    """Why a schedule was paused by itself; where there are no words for the reason, as it was said then."""
    known = words.pause_reasons.get(reason) if isinstance(reason, str) else None
    return known or message


def told_why(error: ClankerbotError, words: Words) -> str:
    """`explained`, of an error that was raised just now."""
    reason, name = detail(error.details, "reason"), detail(error.details, "name")
    return explained(error.code, error.message, words, reason=reason, name=name)


def detail(details: Mapping[str, Any], name: str) -> str | None:
    """A text among an error's details."""
    told = details.get(name)
    return told if isinstance(told, str) else None


GENERAL_CODES: Final = frozenset(
    ("unauthorized", "rate_limited", "upstream_error", "upstream_timeout", "not_ready", "internal_error")
)
"""Errors of which the code says all that a person can use."""


def notice(warning: Notice, words: Words) -> str:
    if words.language == _ENGLISH:
        return safe(warning.message, 300)
    return words.notices.get(warning.code) or safe(warning.message, 300)


def _marked(template: str, **values: str) -> Told:
    return Told(
        template.format(**{name: safe(value) for name, value in values.items()}),
        _spoken(template).format(**{name: said(value) for name, value in values.items()}),
    )


def _spoken(template: str) -> str:
    return template.replace("*", "")


def about(entry: EntryFact, words: Words) -> str:
    """`on *Apollo* › Design`"""
    if entry.project is None:
        return words.on.format(project=f"*{words.a_project}*") if entry.project_id else words.without_project
    task = f" › {safe(entry.task)}" if entry.task else ""
    return words.on.format(project=f"*{safe(entry.project)}*{task}")


def about_said(entry: EntryFact, words: Words) -> str:
    if entry.project is None:
        return words.on.format(project=words.a_project) if entry.project_id else words.without_project
    task = f", {said(entry.task)}" if entry.task else ""
    return words.on.format(project=f"{said(entry.project)}{task}")


def facts(entry: EntryFact, words: Words) -> tuple[str, ...]:
    """When, for whom, under which tags, and whether it is billed."""
    shown = [span_tokens(entry.start, entry.end, words)]
    if entry.client and entry.client != entry.project:
        shown.append(safe(entry.client))
    if entry.tags:
        shown.append(tags(entry.tags, words))
    if entry.billable:
        shown.append(words.billable)
    return tuple(shown)


def tags(names: Sequence[str], words: Words) -> str:
    more = [words.more.format(n=len(names) - MOST_TAGS)] if len(names) > MOST_TAGS else []
    return " ".join([*(f"#{safe(name, 40)}" for name in names[:MOST_TAGS]), *more])


def entry_line(entry: EntryFact, words: Words, *, with_day: bool = True) -> str:
    """One line of a list: `*2 h* Apollo › Design “Design review”  Today, 09:00–11:00`."""
    length = words.runs if entry.duration_s is None else words.length(entry.duration_s)
    project = safe(entry.project, 60) if entry.project else words.without_project
    task = f" › {safe(entry.task, 40)}" if entry.task else ""
    quoted = f" {words.quote.format(text=safe(entry.description, 60))}" if entry.description.strip() else ""
    when = span_tokens(entry.start, entry.end, words) if with_day else clock_span(entry, words)
    return f"*{length}* {project}{task}{quoted} · {when}"


def clock_span(entry: EntryFact, words: Words) -> str:
    """Where the day stands above already."""
    begins = time_token(entry.start, words)
    return words.since.format(time=begins) if entry.end is None else f"{begins}–{time_token(entry.end, words)}"


def project_name(project: ProjectFact) -> str:
    return f"{project.name} ({project.client})" if project.client else project.name


def kind_name(kind: str, words: Words) -> str:
    """Plain text; a kind that an integration added has its own name only."""
    return words.kinds.get(kind) or line(kind.replace("_", " "))


def _fact(result: ActionResult, name: str) -> EntryFact | None:
    found = result.details.get(name)
    return EntryFact.model_validate(found) if isinstance(found, dict) else None
