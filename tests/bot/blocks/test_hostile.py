"""Whatever names and texts people use: nobody is pinged, nothing breaks the layout, nothing is too large for Slack."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_bot import blocks
from clankerbot_bot.blocks import EntryDraft, HomeFacts, Message, Named, QuickLog, View
from clankerbot_bot.cards import ConnectFirst, Failure, NotUnderstood, Question, Receipt, Row
from clankerbot_bot.words import ENGLISH, GERMAN, LANGUAGES, Words
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    ApiError,
    Choice,
    Help,
    ListEntries,
    ListProjects,
    ListSchedules,
    LogTime,
    Need,
    Notice,
    ProjectFact,
    StartTimer,
    Status,
    Summary,
)
from clankerbot_engine.catalogue import Project, Tag, Task
from clankerbot_engine.reports.changes import with_claims
from clankerbot_engine.reports.facts import PeriodBefore, SummaryFact, SummaryRow
from tests.bot.blocks.samples import ID, NOW, OWNER, SETTINGS, entry, failed, result, running
from tests.bot.limits import message_violations, options_violations, view_violations

HOSTILE = {
    "broadcast": "<!channel> <!here> <@U0HOSTILE> <https://evil.test|Apollo> & Sons",
    "marks": "*bold* _it_ ~gone~ `code` > quote ***",
    "long": "Supercalifragilistic " * 12,
    "one_word": "x" * 250,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" * 30,
    "right_to_left": "מרכז הבקרה של הפרויקט " * 11,
    "override": "Apollo \u202eolnoC noissiM\u202c",
    "ampersands": "&" * 250,
    "lines": "one\ntwo\r\n\tthree\u0007four",
    "escaped": "&lt;!channel&gt; &amp;",
    "accents": "e\u0301" * 125,
}
NUMBERS = (0, 1, 9, 200)


def hostile_entry(text: str, index: int = 0, **changed: Any) -> Any:
    name = text[:250]
    return entry(
        id=f"{index:024x}",
        project=name,
        client=name,
        task=name,
        tags=(name,) * 50,
        tag_ids=tuple(f"t{index}" for index in range(50)),
        description=(text * 20)[:3000],
        **changed,
    )


def results_of(text: str, number: int) -> Iterator[ActionResult]:
    """Of each kind, with this many of what it holds."""
    name = text[:250]
    facts = tuple(hostile_entry(text, index) for index in range(number))
    rows = [SummaryRow(id=str(index), name=name, duration_s=3600 + index) for index in range(number)]
    fact = SummaryFact.model_validate(
        {"from": NOW.date(), "to": NOW.date(), "group_by": "project", "total_s": 3700 * number, "billable_s": 60}
        | {"entries": number, "rows": rows}
    )
    warnings = tuple(Notice(code=f"c{index}", message=text) for index in range(number))
    yield result(ListEntries(), entries=facts)
    yield result(
        ListProjects(),
        projects=tuple(ProjectFact(id="p", name=name, client=f"{index}{name}") for index in range(number)),
    )
    yield result(Summary(project=name or None, user=name or None), summary=fact)
    was = tuple(row.model_copy(update={"id": f"{row.id}was", "duration_s": 9 * row.duration_s}) for row in fact.rows)
    week = timedelta(days=7)
    before = PeriodBefore(from_=NOW.date() - week, to=NOW.date() - week, unit="day", total_s=9 * fact.total_s, rows=was)
    compared = with_claims(fact.model_copy(update={"before": before}), today=NOW.date() + week)
    yield result(Summary(client=name or None, scope="team"), summary=compared)
    yield result(Summary(scope="team", group_by="day"), summary=fact.model_copy(update={"group_by": "day"}))
    schedule = {"cron": text, "timezone": text, "action": {"kind": text}, "next_run_at": None}
    yield result(ListSchedules(), details={"schedules": [schedule] * number})
    yield result(Help(), details={"topics": {f"{index}{name}": [text] * 3 for index in range(number)}})
    yield result(LogTime(), entry=hostile_entry(text), undoable=True, warnings=warnings)
    yield result(Status(), entry=hostile_entry(text, end=None, duration_s=None))
    yield result(OtherKind(), message=text)


def project_fact(client: str, name: str) -> ProjectFact:
    return ProjectFact(id="p", name=name, client=f"{client}{name}")


class OtherKind(ActionBase):
    """As an integration of somebody's may add it."""

    kind: str = "polish_the_shoes"


def messages_of(text: str, number: int, words: Words) -> Iterator[Message]:
    name = text[:250]
    for each in results_of(text, number):
        card = Receipt(id=ID, owner=OWNER, text=text, rows=(Row(each),))
        yield blocks.receipt(card, words)
        yield blocks.receipt(card, words, chart=True)
        yield blocks.shared_copy(card, "U1", words)
        yield blocks.receipt(replace(card, rows=(Row(each, undone=True),)), words)
        yield blocks.receipt(replace(card, rows=(Row(each),) * number), words)
    error = failed(StartTimer(), ApiError(code="anything", message=text, retryable=True))
    yield blocks.receipt(Receipt(id=ID, owner=OWNER, text=text, rows=(Row(error),) * max(1, number)), words)
    choices = tuple(Choice(value=name, label=name, id=f"id{index}") for index in range(number))
    for field in ("project", "task", "tags", "start", "date", "confirmed", "anything"):
        action = LogTime().model_dump(mode="json")
        need = Need(field=field, reason=text, choices=choices)
        yield blocks.question(Question(id=ID, owner=OWNER, text=text, actions=(action,), index=0, needs=(need,)), words)
    for code in ("upstream_error", "anything", ""):
        yield blocks.failure(
            Failure(id=ID, owner=OWNER, text=text, code=code, message=text, request_id="R", retryable=True), words
        )
    yield blocks.unknown(NotUnderstood(id=ID, owner=OWNER, text=text, suggestions=(text,) * number), words)
    yield blocks.connect_prompt(ConnectFirst(id=ID, owner=OWNER, text=text, member=name), words)
    yield blocks.connected(name, name, words)
    yield blocks.pending(text, words)


def views_of(text: str, number: int, words: Words) -> Iterator[View]:
    name = text[:250]
    facts = tuple(hostile_entry(text, index) for index in range(number))
    draft = EntryDraft(project=Named("p", name), description=text, tags=(Named("t", name),), duration=text)
    settings = SETTINGS.model_copy(update={"default_project": name})
    yield blocks.log_modal(draft, words, metadata=ID)
    yield blocks.edit_modal(hostile_entry(text), words)
    yield blocks.settings_modal(settings, words, default_project=Named("p", name))
    yield blocks.workspace_modal(name, [(f"w{index}", name) for index in range(max(1, number))], words)
    yield blocks.error_modal(text, "R", words)
    yield blocks.home(
        HomeFacts(
            state="ready",
            now=NOW,
            user_name=name,
            workspace_name=name,
            running=running(project=name, description=(text * 20)[:3000]),
            entries=facts,
            quick=tuple(QuickLog(name, "0f1e2d3c4b5a6978") for _ in range(number)),
            settings=settings,
            zone_name=name,
        ),
        words,
    )
    yield blocks.home(HomeFacts(state="error", now=NOW, message=text, request_id="R"), words)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_everything_is_within_the_limits_of_slack(text: str, number: int) -> None:
    words = GERMAN if number % 2 else ENGLISH
    for message in messages_of(text, number, words):
        assert message_violations(message) == []
    for view in views_of(text, number, words):
        assert view_violations(view) == []


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_nobody_is_pinged_by_a_name(words: Words) -> None:
    text = HOSTILE["broadcast"]
    for sent in (*messages_of(text, 2, words), *views_of(text, 2, words)):
        for shown in mrkdwn_of(sent):
            assert "<!channel" not in shown
            assert "<@U0HOSTILE" not in shown
            assert "<https" not in shown


def mrkdwn_of(value: Any) -> Iterator[str]:
    """Every text that Slack looks for mentions in: the message's own, and what is marked as mrkdwn."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn" or "blocks" in value:
            yield str(value.get("text", ""))
        for each in value.values():
            yield from mrkdwn_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from mrkdwn_of(each)


def test_two_hundred_entries_end_with_how_many_more_there_are() -> None:
    facts = tuple(entry(id=f"{index:024x}", description="Design review " * 10) for index in range(200))
    card = Receipt(id=ID, owner=OWNER, rows=(Row(result(ListEntries(), entries=facts)),))
    last = blocks.receipt(card, ENGLISH)["blocks"][-1]
    shown = 200 - int(last["elements"][0]["text"].split()[0])
    assert 5 < shown < 200


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_options_are_within_the_limits_of_slack(text: str, number: int) -> None:
    name = text[:250].replace("\x00", "")
    tasks = tuple(Task(name=name, id=f"t{index}") for index in range(number))
    projects = [Project(name=name, id=f"p{index}", client=name if index % 3 else None) for index in range(number)]
    tags = [Tag(name=name, id=f"g{index}") for index in range(number)]
    answers = (
        blocks.project_options("", projects, ENGLISH),
        blocks.task_options("", Project(name=name, tasks=tasks)),
        blocks.tag_options("", tags),
    )
    for answer in answers:
        assert list(options_violations("options", answer)) == []


@given(st.text(max_size=300))
def test_any_text_at_all_is_within_the_limits_of_slack(text: str) -> None:
    logged = result(LogTime(), entry=entry(description=text, project=text or None))
    card = Receipt(id=ID, owner=OWNER, text=text, rows=(Row(logged),))
    assert message_violations(blocks.receipt(card, GERMAN)) == []
    assert message_violations(blocks.pending(text, ENGLISH)) == []
