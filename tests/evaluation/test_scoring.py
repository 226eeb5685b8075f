"""How readings become figures."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ActionBase, ListEntries, LogTime, Need, Status, StopTimer, Unknown
from tests.evaluation.corpus import NEGATIVE, Line
from tests.evaluation.floors import SURE_AND_RIGHT, measured, shortfalls
from tests.evaluation.scoring import Reading, Scores, Tally, score, timing

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 20, 16, 30, tzinfo=BERLIN)
SURE_LOG = LogTime(duration_s=60, project="Harbour", confidence=0.95)
DOUBTFUL_LOG = LogTime(duration_s=60, project="Harbour", confidence=0.7)
NOT_READ = Unknown(reason="It says nothing.")


def line(kind: str = "log", **expect: Any) -> Line:
    return Line("x", kind, "a text", NOW, BERLIN, expect)


def scored(*cases: tuple[Line, ActionBase]) -> Scores:
    answers = iter([[action] for _, action in cases])
    return score([line for line, _ in cases], lambda _: next(answers))


def test_a_wrong_reading_is_counted_wrong_in_its_kind_and_its_field() -> None:
    scores = scored(
        (line("log", project="Harbour", duration_s=60), SURE_LOG),
        (line("log", project="Quillon", duration_s=60), SURE_LOG),
        (line("edits", intent="edit_entry"), SURE_LOG),
    )
    assert scores.by_kind == {"log": Tally(1, 2), "edits": Tally(0, 1)}
    assert scores.by_field == {
        "actions": Tally(3, 3),
        "duration_s": Tally(2, 2),
        "project": Tally(1, 2),
        "intent": Tally(0, 1),
    }
    assert [miss.line.expect for miss in scores.misses] == [
        {"project": "Quillon", "duration_s": 60},
        {"intent": "edit_entry"},
    ]


def test_fields_of_a_reading_with_too_many_actions_are_all_wrong() -> None:
    scores = score([line(project="Harbour")], lambda _: [SURE_LOG, SURE_LOG])
    assert scores.by_field == {"actions": Tally(0, 1), "project": Tally(0, 1)}


def test_calibration_counts_sure_readings_apart_and_leaves_out_what_was_not_read() -> None:
    scores = scored(
        (line(project="Harbour"), SURE_LOG),
        (line(project="Quillon"), SURE_LOG),
        (line(project="Harbour"), DOUBTFUL_LOG),
        (line(project="Harbour"), NOT_READ),
    )
    assert scores.sure == Tally(1, 2)
    assert scores.unsure == Tally(1, 1)


def test_several_actions_are_as_sure_as_the_least_sure_of_them() -> None:
    reading = Reading(line(), [SURE_LOG, DOUBTFUL_LOG], ())
    assert reading.confidence == 0.7
    assert reading.is_sure_write  # one of them would be carried out


@pytest.mark.parametrize(
    ("read", "counted"),
    [
        (SURE_LOG, True),
        (StopTimer(confidence=0.9), True),
        (DOUBTFUL_LOG, False),
        (LogTime(confidence=0.95, needs=(Need(field="duration_s", reason="How long?"),)), False),
        (Status(confidence=1.0), False),
        (ListEntries(confidence=1.0), False),
        (NOT_READ, False),
    ],
)
def test_talk_that_is_read_as_a_sure_write_is_named(read: ActionBase, counted: bool) -> None:
    scores = scored((line(NEGATIVE, intent="*"), read))
    assert bool(scores.sure_writes_of_talk) is counted


def test_a_sure_write_of_what_is_no_talk_is_not_named() -> None:
    assert scored((line("log", intent="*"), SURE_LOG)).sure_writes_of_talk == []


def test_what_falls_below_its_floor_is_told_and_what_rises_is_not() -> None:
    scores = scored((line("log", project="Harbour"), SURE_LOG), (line("log", project="Quillon"), SURE_LOG))
    assert shortfalls(scores, {"log": 0.5, SURE_AND_RIGHT: 0.4}) == []
    assert shortfalls(scores, {"log": 0.501, SURE_AND_RIGHT: 0.5}) == ["log: 50.0%, and was 50.1%"]


def test_a_kind_without_a_floor_is_told() -> None:
    assert shortfalls(scored((line("log", project="Harbour"), SURE_LOG)), {SURE_AND_RIGHT: 1}) == [
        "log: has no floor yet"
    ]


def test_shares_are_cut_off_and_never_rounded_up() -> None:
    two_of_three = [(line("log", project=name), SURE_LOG) for name in ("Harbour", "Harbour", "Quillon")]
    assert measured(scored(*two_of_three)) == {"log": 0.666, SURE_AND_RIGHT: 0.666}


def test_each_piece_of_work_is_timed_in_each_round() -> None:
    done: list[str] = []
    speed = timing([lambda: done.append("a"), lambda: done.append("b")], rounds=3)
    assert done == ["a", "b"] * 3
    assert 0 < speed.median_us <= speed.p99_us
