"""`python -m tests.evaluation`, as people and programs run it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.evaluation.__main__ import evaluate
from tests.evaluation.floors import SURE_AND_RIGHT

LINE = {
    "id": "l1",
    "kind": "duration",
    "text": "log 2h on Harbour",
    "bare": "2h",
    "now": "2026-05-20T16:30:00+02:00",
    "tz": "Europe/Berlin",
    "expect": {"duration_s": 7200},
}
TALK = LINE | {"id": "n1", "kind": "negative", "bare": None, "text": "lovely weather", "expect": {"intent": "unknown"}}


def write(folder: Path, *lines: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "lines.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A small corpus in the place of the project's own, with floors that it reaches."""
    folder = write(tmp_path / "own", LINE, TALK)
    floors_of(folder).write_text(json.dumps({"duration": 1.0, "negative": 1.0, SURE_AND_RIGHT: 1.0}))
    return folder


def floors_of(own: Path) -> Path:
    return own.with_name("floors.json")


def run(own: Path, *words: str) -> Result:
    named = ("--corpus", str(own), "--floors", str(floors_of(own)))
    return CliRunner().invoke(evaluate, [*named, *words], catch_exceptions=False)


def test_all_is_well_where_no_score_fell(own: Path) -> None:
    result = run(own)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "own corpus: 2 lines" in result.stdout
    assert "duration            1     1   100.0%" in result.stdout
    assert "dateparser" in result.stdout


def test_a_score_that_fell_is_told_and_fails(own: Path) -> None:
    write(own, LINE, LINE | {"id": "l2", "expect": {"duration_s": 60}}, TALK)
    result = run(own, "--no-libraries")
    assert result.exit_code == 1
    assert "Fell: duration: 50.0%, and was 100.0%" in result.stderr
    assert 'l2  "log 2h on Harbour"  (Wed 2026-05-20 16:30)' in result.stdout
    assert "    duration_s: expected 60, got 7200" in result.stdout


def test_misses_may_be_left_out(own: Path) -> None:
    write(own, LINE | {"id": "l2", "expect": {"duration_s": 60}}, TALK)
    assert "l2" not in run(own, "--no-libraries", "--no-misses").stdout


def test_a_sure_write_of_talk_fails(own: Path) -> None:
    write(own, LINE, TALK | {"text": "log 2h on Harbour", "expect": {"intent": "*"}})
    result = run(own, "--no-libraries")
    assert result.exit_code == 1
    assert result.stderr == "A sure write: n1 'log 2h on Harbour'\n"


def test_recorded_scores_are_the_next_floors(own: Path) -> None:
    write(own, LINE, LINE | {"id": "l2", "expect": {"duration_s": 60}}, TALK)
    assert run(own, "--no-libraries", "--record").exit_code == 0
    assert json.loads(floors_of(own).read_text()) == {"duration": 0.5, "negative": 1.0, "sure and right": 0.5}
    assert run(own, "--no-libraries").exit_code == 0


def test_another_corpus_is_scored_beside_ours_and_fails_nothing(own: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", LINE | {"expect": {"duration_s": 60}})
    result = run(own, "--no-libraries", "--also", str(other))
    assert result.exit_code == 0
    assert "other: 1 lines" in result.stdout


def test_json_holds_scores_misses_and_libraries(own: Path) -> None:
    document = json.loads(run(own, "--json").stdout)["own corpus"]
    assert document["kinds"]["duration"] == {"right": 1, "total": 1, "share": 1.0}
    assert document["misses"] == []
    assert set(document["libraries"]) == {"clankerbot", "dateparser", "parsedatetime"}
    assert document["median_us"] <= document["p99_us"]


def test_one_kind_alone_may_be_scored_and_needs_no_floor_of_the_others(own: Path) -> None:
    result = run(own, "--kind", "duration", "--no-libraries")
    assert result.exit_code == 0
    assert "own corpus: 1 lines" in result.stdout


def test_one_kind_alone_is_not_recorded(own: Path) -> None:
    assert run(own, "--kind", "duration", "--record").exit_code == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "line 1: JSONDecodeError"),
        (LINE | {"tz": "Mars/Olympus"}, "line 1: ZoneInfoNotFoundError"),
        (LINE | {"now": "soon"}, "line 1: ValueError"),
        (LINE | {"catalogue": "unheard-of"}, "line 1: KeyError: 'unheard-of'"),
        (LINE | {"prefs": {"week_begin": 6}}, "line 1: ValueError: no such preference: week_begin"),
        ({"id": "x"}, "line 1: KeyError"),
    ],
)
def test_a_corpus_that_cannot_be_read_is_told_with_its_line(own: Path, line: Any, told: str) -> None:
    (own / "lines.jsonl").write_text(line if isinstance(line, str) else json.dumps(line))
    result = run(own)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_folder_without_lines_is_no_corpus(own: Path) -> None:
    (own / "lines.jsonl").write_text("")
    assert run(own).exit_code == 2
