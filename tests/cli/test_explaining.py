"""`clankerbot parse --explain`: the text with what its words were read as drawn below."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click
import pytest

from clankerbot_engine.actions import (
    ActionBase,
    Choice,
    CreateSchedule,
    LogTime,
    Need,
    ParseResult,
    Span,
    StopTimer,
    Summary,
    Unknown,
)
from clankerbot_http.cli.cells import cells
from clankerbot_http.cli.explaining import Label, drawn, explain
from tests.cli.conftest import Clankerbot

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 20, 16, 30, tzinfo=BERLIN)


def spans(text: str, **words: str) -> tuple[Span, ...]:
    """`field="its words"`, each where it first stands."""
    found = ((text.index(each), each, field) for field, each in words.items())
    return tuple(Span(start=at, end=at + len(each), field=field) for at, each, field in found)


def plain(line: str) -> str:
    """Without colours, which nothing may depend on."""
    return click.unstyle(line)


def explained(text: str, *actions: ActionBase, width: int = 100) -> str:
    result = ParseResult(text=text, parser="rule", actions=actions, timezone="Europe/Berlin", now=NOW, took_us=1)
    return "\n".join(plain(line) for line in explain(result, width=width))


def picture(text: str, *labels: tuple[str, str], width: int = 80) -> str:
    """Of `(words of the text, label)`."""
    placed = [Label(text.index(words), text.index(words) + len(words), label) for words, label in labels]
    return "\n".join(plain(line) for line in drawn(text, placed, width=width))


def test_each_field_is_named_below_its_words() -> None:
    text = "please log 2h on Harbour: tide tables #ops yesterday"
    action = LogTime(
        project="Harbour",
        duration_s=7200,
        description="tide tables",
        tags=("ops",),
        date=date(2026, 5, 19),
        confidence=0.97,
        spans=spans(
            text,
            kind="log",
            duration_s="2h",
            project="Harbour",
            description="tide tables",
            tags="#ops",
            date="yesterday",
        ),
    )
    assert (
        explained(text, action)
        == """\
log_time, 97% sure
  please log 2h on Harbour: tide tables #ops yesterday
         ┬── ┬─    ┬──────  ┬────────── ┬─── ┬────────
         │   │     │        │           │    └ date: 2026-05-19 (Tue)
         │   │     │        │           └ tags: ops
         │   │     │        └ description: tide tables
         │   │     └ project: Harbour
         │   └ duration: 2h
         └ log_time

Passed over: please, on"""
    )


def test_several_actions_are_drawn_one_by_one_and_say_what_they_took_over() -> None:
    text = "2h Harbour and 30m Quillon yesterday"
    day = date(2026, 5, 19)
    first = LogTime(duration_s=7200, project="Harbour", date=day, spans=spans(text, duration_s="2h", project="Harbour"))
    second = LogTime(
        duration_s=1800,
        project="Quillon",
        date=day,
        confidence=0.75,
        spans=spans(text, duration_s="30m", project="Quillon", date="yesterday"),
    )
    assert (
        explained(text, first, second)
        == """\
1. log_time, 100% sure
  2h Harbour and 30m Quillon yesterday
  ┬─ ┬──────
  │  └ project: Harbour
  └ duration: 2h
  with no words of its own: date 2026-05-19 (Tue)

2. log_time, 75% sure
  2h Harbour and 30m Quillon yesterday
                 ┬── ┬────── ┬────────
                 │   │       └ date: 2026-05-19 (Tue)
                 │   └ project: Quillon
                 └ duration: 30m

Passed over: and"""
    )


def test_questions_and_what_they_are_about_are_told() -> None:
    text = "2h Harbor"
    choices = (Choice(value="Harbour", label="Harbour (Port)"), Choice(value="Harbour App", label="Harbour App"))
    need = Need(field="project", reason="Which one?", choices=choices)
    action = LogTime(duration_s=7200, needs=(need,), spans=spans(text, duration_s="2h", project="Harbor"))
    assert (
        explained(text, action)
        == """\
log_time, 100% sure
  2h Harbor
  ┬─ ┬─────
  │  └ project, asked about
  └ duration: 2h
  ? project: Which one?
      - Harbour (Port)
      - Harbour App"""
    )


def test_words_that_were_not_read_are_named() -> None:
    text = "stop the timer xyzzy"
    action = StopTimer(confidence=0.8, spans=spans(text, kind="stop the timer", unread="xyzzy"))
    assert (
        explained(text, action)
        == """\
stop_timer, 80% sure
  stop the timer xyzzy
  ┬───────────── ┬────
  │              └ not read
  └ stop_timer
  not read: xyzzy"""
    )


def test_the_words_of_a_range_give_both_its_ends() -> None:
    text = "hours last week"
    read = spans(text, **{"kind": "hours", "from": "last week"})
    action = Summary(from_=date(2026, 5, 11), to=date(2026, 5, 17), spans=read)
    assert (
        explained(text, action)
        == """\
summary, 100% sure
  hours last week
  ┬──── ┬────────
  │     └ from: 2026-05-11 (Mon), to: 2026-05-17 (Sun)
  └ summary
  with no words of their own: group_by project, scope me"""
    )


def test_the_action_of_a_schedule_is_told_with_it_and_a_value_once() -> None:
    text = "every friday log 10m at 5pm"
    inner = LogTime(duration_s=600, spans=spans(text, kind="log", duration_s="10m"))
    cron = (Span(start=0, end=12, field="cron"), Span(start=21, end=27, field="cron"))
    action = CreateSchedule(cron="0 17 * * 5", timezone="Europe/Berlin", action=inner, spans=cron)
    assert (
        explained(text, action)
        == """\
create_schedule, 100% sure
  every friday log 10m at 5pm
  ┬─────────── ┬── ┬── ┬─────
  │            │   │   └ cron
  │            │   └ duration: 10m
  │            └ log_time
  └ cron: 0 17 * * 5
  with no words of its own: timezone Europe/Berlin"""
    )


def test_what_is_not_understood_is_said_with_what_would_be() -> None:
    action = Unknown(reason="It asks for nothing.", suggestions=("start Harbour", "help"))
    assert (
        explained("hello there", action)
        == """\
unknown
  hello there
  It asks for nothing.
  Try: start Harbour
  Try: help"""
    )


def test_marks_stand_below_wide_characters_and_emoji() -> None:
    drawing = picture("3h 東京 👩🏽‍💻 ⏱️ cafe\u0301 end", ("東京", "wide"), ("cafe\u0301", "combined"), ("end", "last"))
    assert (
        drawing
        == """\
3h 東京 👩🏽‍💻 ⏱️ cafe\u0301 end
   ┬───       ┬─── ┬──
   │          │    └ last
   │          └ combined
   └ wide"""
    )


def test_words_that_touch_are_told_apart() -> None:
    assert (
        picture("2hHarbour", ("2h", "duration"), ("Harbour", "project"))
        == """\
2hHarbour
┬─┬──────
│ └ project
└ duration"""
    )


def test_a_long_text_is_folded_between_words_and_marks_go_on() -> None:
    text = "log 2h on Harbour: the tide tables of the northern piers"
    assert (
        picture(text, ("2h", "duration"), ("tide tables of the northern", "description"), width=60)
        == """\
log 2h on Harbour: the tide
    ┬─                 ┬───
    │                  └ description
    └ duration
tables of the northern piers
──────────────────────"""
    )


def test_a_word_that_is_longer_than_a_line_is_folded_within() -> None:
    assert (
        picture("a" * 25, ("a" * 25, "description"), width=40)
        == f"""\
{"a" * 20}
┬{"─" * 19}
└ description
{"a" * 5}
─────"""
    )


def test_a_label_without_room_is_cut() -> None:
    assert (
        picture("x Harbour", ("Harbour", "ä" * 60), width=30)
        == f"""\
x Harbour
  ┬──────
  └ {"ä" * 25}…"""
    )


@pytest.mark.parametrize("text", ["", " ", "no labels at all", "\n", "a" * 500])
def test_any_text_can_be_drawn_without_labels(text: str) -> None:
    assert "".join(drawn(text, [], width=500)) == text.replace("\n", " ").rstrip()


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = "2h \x1b[2JHarbour \u202e"
    action = LogTime(duration_s=7200, description="\x1b[2J", spans=spans(text, duration_s="2h", description="\x1b[2J"))
    drawing = explained(text, action)
    assert "\u202e" not in drawing
    assert drawing.count("\ufffd[2J") == 2


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("東京", 4),
        ("e\u0301", 1),
        ("🙂", 2),
        ("👍🏽", 2),
        ("👩‍💻", 2),
        ("👨‍👩‍👧", 2),
        ("⏱️", 2),
        ("⏱", 1),
        ("🇩🇪", 2),
        ("1\ufe0f", 1),
        ("\u200b", 0),
        ("🏽", 2),
    ],
)
def test_columns_are_counted_as_terminals_draw(text: str, columns: int) -> None:
    assert sum(cells(text)) == columns
    assert len(cells(text)) == len(text)


def test_the_command_draws_the_reading(clankerbot: Clankerbot) -> None:
    how = ("--now", "2026-05-20T16:30:00+02:00", "--timezone", "Europe/Berlin")
    lines = clankerbot("parse", "--explain", "log 2h on Apollo yesterday", *how).stdout.splitlines()
    assert lines[1:3] == ["  log 2h on Apollo yesterday", "  ┬── ┬─    ┬───── ┬────────"]
    assert "  │   │     │      └ date: 2026-05-19 (Tue)" in lines


@pytest.mark.parametrize("words", [["2h", "--json"], ["--jsonl", "-"]])
def test_a_drawing_is_for_people_only(clankerbot: Clankerbot, words: list[str]) -> None:
    result = clankerbot("parse", "--explain", *words, stdin="")
    assert result.exit_code == 2


def test_help_tells_of_it(clankerbot: Clankerbot) -> None:
    assert "--explain" in clankerbot("parse", "--help").stdout
