"""What holds for any text at all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.actions import ACTION, MAX_TEXT, Action, ActionBase, Unknown
from clankerbot_engine.parsing.languages.english import ENGLISH
from clankerbot_engine.parsing.languages.german import GERMAN
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import BERLIN, CATALOGUE, NOW, fields, read
from tests.engine.parsing.rendered_actions import (
    Facts,
    Rendered,
    commands,
    facts,
    rendered_commands,
    rendered_german,
    rendered_work,
)
from tests.examples import examples

_LISTED, _GERMAN = (
    sorted({word for value in vars(language).values() if isinstance(value, frozenset | dict) for word in value})
    for language in (ENGLISH, GERMAN)
)
_SIGNS = [*"#@$:;,.-–/()\"'“”½?!+\n", "<#C1|general>", "<@U1>", "\x00", "\ud800", "🙂"]
_VALUES = [
    "0",
    "1",
    "5",
    "9",
    "12",
    "24",
    "31",
    "99",
    "1730",
    "2026",
    "2100",
    "999999999",
    "1:30",
    "9-11",
    "5/6",
    "2h",
    "30m",
    "5pm",
    "a.m.",
    "PT1H",
    "2026-02-30",
    "31.12.2099",
]
_NAMES = ["Falcon", "falcon", "heavy", "Garden", "Birch", "Monday Club", "#coding", "Zeppelin", "Überzeit"]

pieces = st.sampled_from([*_LISTED, *_SIGNS, *_VALUES, *_NAMES])
sentences = st.lists(pieces, max_size=14).map(" ".join) | st.lists(pieces, max_size=8).map("".join)
german = st.lists(st.sampled_from([*_GERMAN, *_SIGNS, *_VALUES, *_NAMES]) | pieces, max_size=14).map(" ".join)
zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "UTC", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
)
moments = st.datetimes(datetime(1971, 1, 1), datetime(2098, 12, 31))  # noqa: DTZ001 - the zone is drawn apart


def check(text: str, actions: tuple[ActionBase, ...]) -> None:
    assert actions
    for action in actions:
        at = 0
        for span in action.spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end
        assert ACTION.validate_json(action.model_dump_json()) == action
    if any(action.kind == "unknown" for action in actions):
        assert len(actions) == 1


@examples(150)
@given(st.text(st.characters(), max_size=300), st.booleans())
def test_any_text_is_read_without_an_exception(text: str, known: bool) -> None:
    check(text, read(text, catalogue=CATALOGUE if known else None))


@pytest.mark.parametrize(("locale", "listed"), [("en", _LISTED), ("de", _GERMAN)])
def test_each_word_that_is_known_is_read_alone_and_twice(locale: str, listed: list[str]) -> None:
    for word in listed:
        for text in (word, f"{word} {word}", f"{word}:", f"@{word}"):
            check(text, read(text, preferences=Preferences(locale=locale)))


@examples(600)
@given(sentences, st.booleans(), zones, moments)
def test_any_jumble_of_our_own_words_is_read_at_any_time(text: str, known: bool, zone: str, moment: datetime) -> None:
    where = ZoneInfo(zone)
    check(text, read(text, now=moment.replace(tzinfo=where), zone=where, catalogue=CATALOGUE if known else None))


@examples(300)
@given(german, st.sampled_from(["de", "en"]), moments)
def test_any_jumble_of_two_languages_is_read_too(text: str, locale: str, moment: datetime) -> None:
    check(text, read(text, now=moment.replace(tzinfo=BERLIN), preferences=Preferences(locale=locale)))


@examples(150)
@given(sentences)
def test_the_same_text_is_read_the_same(text: str) -> None:
    assert read(text) == read(text)


ASKED = [
    "log 2h on Falcon yesterday: loom #coding",
    "2h on Falcon and 30m standup",
    "start Falcon at 9",
    "stop the timer",
    "summary last week by project",
    "delete my last entry",
    "set my last entry to 2h",
    "every friday at 5pm post my week here",
    "list projects",
    "undo",
]
POLITE = [
    "please ",
    "hey, ",
    "Hi there! ",
    "could you please ",
    "can you ",
    "ok, ",
    "hello clankerbot, ",
    "I'd like to ",
]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("before", POLITE)
def test_politeness_changes_nothing(text: str, before: str) -> None:
    polite = before + text
    assert [fields(action) for action in read(polite)] == [fields(action) for action in read(text)]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda text: f"  {text.replace(' ', '   ')} \n", lambda text: text + "!"]
)
def test_case_and_spacing_change_nothing_but_the_persons_own_words(text: str, change: Callable[[str], str]) -> None:
    def without_words(action: ActionBase) -> dict[str, Any]:
        return {name: value for name, value in fields(action).items() if name not in {"description", "action"}}

    assert [without_words(action) for action in read(change(text))] == [without_words(action) for action in read(text)]


RELATIVE = [
    "yesterday",
    "last Monday",
    "Friday",
    "3 days ago",
    "two weeks ago",
    "this week",
    "last week",
    "past 7 days",
    "since Monday",
]


@examples(60)
@given(st.sampled_from(RELATIVE), st.integers(0, 6), st.integers(1, 60))
def test_a_week_later_relative_days_are_a_week_later(said: str, days: int, weeks: int) -> None:
    def days_read(now: datetime) -> list[datetime]:
        said_fields = fields(read(f"summary {said}", now=now)[0])
        return [datetime.fromisoformat(said_fields[name]) for name in ("from", "to")]

    now = NOW + timedelta(days=days)
    later = days_read(now + timedelta(weeks=weeks))
    assert later == [day + timedelta(weeks=weeks) for day in days_read(now)]


DATED = ["2h on Falcon {}", "Falcon {} 9:00-11:30", "all day on Falcon {}", "{}: 90 min Falcon #coding"]
DAYS = [
    "yesterday",
    "last Monday",
    "Friday",
    "3 days ago",
    "two weeks ago",
    "Tuesday last week",
    "the day before yesterday",
]


@examples(100)
@given(st.sampled_from(DATED), st.sampled_from(DAYS), st.integers(0, 6), st.integers(1, 60))
def test_a_week_later_the_work_of_relative_days_is_a_week_later(text: str, said: str, days: int, weeks: int) -> None:
    def read_at(now: datetime) -> dict[str, Any]:
        return fields(read(text.format(said), now=now)[0])

    def moved(name: str, value: Any) -> Any:
        if name == "date":
            return (date.fromisoformat(value) + timedelta(weeks=weeks)).isoformat()
        if name in {"start", "end"}:  # the same time of day, whatever the clocks did since
            local = datetime.fromisoformat(value).replace(tzinfo=None) + timedelta(weeks=weeks)
            return local.replace(tzinfo=BERLIN).isoformat()
        return value

    now = NOW + timedelta(days=days)
    assert read_at(now + timedelta(weeks=weeks)) == {name: moved(name, value) for name, value in read_at(now).items()}


@examples(300)
@given(
    minutes=st.integers(1, 24 * 60),
    project=st.sampled_from(["Falcon", "Falcon Heavy", "Monday Club", "Straßenbahn"]),
    days_ago=st.integers(0, 300),
    style=st.sampled_from(
        ["log {t} on {p} {d}", "{p} {t} {d}", "{d}: {t} {p}", "I worked {t} on {p} on {d}", "{t} {p} {d}"]
    ),
    wording=st.integers(0, 3),
)
def test_what_is_written_out_is_read_back(minutes: int, project: str, days_ago: int, style: str, wording: int) -> None:
    day = (NOW - timedelta(days=days_ago)).date()
    hours, rest = divmod(minutes, 60)
    length = [f"{hours}h{rest:02}m", f"{minutes} minutes", f"{hours} hours and {rest} min", f"{minutes}m"][wording]
    written = [
        day.isoformat(),
        f"{day:%d %B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    (action,) = read(style.format(t=length, p=project, d=written[wording]))
    assert fields(action) == {
        "kind": "log_time",
        "project": project,
        "duration_s": minutes * 60,
        "date": day.isoformat(),
    }


@examples(400)
@given(rendered_work())
def test_work_is_read_back_in_any_order_of_its_parts(rendered: Rendered) -> None:
    text, said = rendered
    (action,) = read(text)
    got = fields(action)
    if "tags" in got:
        got["tags"] = sorted(got["tags"])
    assert got == said


@examples(600)
@given(rendered_commands())
def test_commands_are_read_back(rendered: Rendered) -> None:
    text, said = rendered
    (action,) = read(text)
    assert fields(action) == said


@examples(300)
@given(rendered_german())
def test_german_is_read_back(rendered: Rendered) -> None:
    text, said = rendered
    (action,) = read(text, preferences=Preferences(locale="de"))
    assert fields(action) == said


@examples(1)
@given(facts())
def test_each_kind_is_among_what_is_read_back(about: Facts) -> None:
    known = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(Action)[0])}
    assert {said["kind"] for _, said in commands(about)} == known - {"unknown"}


@examples(150)
@given(
    rendered_work() | rendered_commands(), st.sampled_from(POLITE), st.sampled_from(["", " please", ", thanks!", " 🙂"])
)
def test_politeness_changes_no_rendered_text(rendered: Rendered, before: str, after: str) -> None:
    text, said = rendered
    tail = "" if "description" in said else after
    assert [fields(action) for action in read(before + text + tail)] == [fields(action) for action in read(text)]


def test_more_things_than_can_be_asked_for_at_once_are_refused_in_words() -> None:
    assert len(read(" and ".join(["2h on Falcon"] * 50))) == 50
    (action,) = read(" and ".join(["2h on Falcon"] * 51))
    assert isinstance(action, Unknown)
    assert "50" in action.reason


@pytest.mark.parametrize("repeated", ["9-", "1h ", "2h on Falcon ", "#a ", "(", "word "])
def test_a_text_without_end_is_refused_in_words(repeated: str) -> None:
    (action,) = read((repeated * MAX_TEXT)[:MAX_TEXT])
    assert isinstance(action, Unknown)
    assert "too long" in action.reason


def test_a_description_may_be_long() -> None:
    long = " ".join(["sketch"] * 1400)
    (action,) = read(f"log 2h on Falcon: {long}")
    assert fields(action) == {
        "kind": "log_time",
        "project": "Falcon",
        "duration_s": 7200,
        "description": long[:3000],
    }
