"""`python -m tests.evaluation`, as people and programs run it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.evaluation import __main__ as command
from tests.evaluation import floors

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
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small corpus in the place of the project's own, with floors that it reaches."""
    folder = write(tmp_path / "own", LINE, TALK)
    monkeypatch.setattr(command, "CORPUS", folder)
    monkeypatch.setattr(floors, "FLOORS", tmp_path / "floors.json")
    floors.FLOORS.write_text(json.dumps({"duration": 1.0, "negative": 1.0, floors.SURE_AND_RIGHT: 1.0}))
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(command.evaluate, words, catch_exceptions=False)


@pytest.mark.usefixtures("own")
def test_all_is_well_where_no_score_fell() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "own corpus: 2 lines" in result.stdout
    assert "duration            1     1   100.0%" in result.stdout
    assert "dateparser" in result.stdout


def test_a_score_that_fell_is_told_and_fails(own: Path) -> None:
    write(own, LINE, LINE | {"id": "l2", "expect": {"duration_s": 60}}, TALK)
    result = run("--no-libraries")
    assert result.exit_code == 1
    assert "Fell: duration: 50.0%, and was 100.0%" in result.stderr
    assert 'l2  "log 2h on Harbour"  (Wed 2026-05-20 16:30)' in result.stdout
    assert "    duration_s: expected 60, got 7200" in result.stdout


def test_misses_may_be_left_out(own: Path) -> None:
    write(own, LINE | {"id": "l2", "expect": {"duration_s": 60}}, TALK)
    assert "l2" not in run("--no-libraries", "--no-misses").stdout


def test_a_sure_write_of_talk_fails(own: Path) -> None:
    write(own, LINE, TALK | {"text": "log 2h on Harbour", "expect": {"intent": "*"}})
    result = run("--no-libraries")
    assert result.exit_code == 1
    assert result.stderr == "A sure write: n1 'log 2h on Harbour'\n"


def test_recorded_scores_are_the_next_floors(own: Path) -> None:
    write(own, LINE, LINE | {"id": "l2", "expect": {"duration_s": 60}}, TALK)
    assert run("--no-libraries", "--record").exit_code == 0
    assert json.loads(floors.FLOORS.read_text()) == {"duration": 0.5, "negative": 1.0, "sure and right": 0.5}
    assert run("--no-libraries").exit_code == 0


@pytest.mark.usefixtures("own")
def test_another_corpus_is_scored_beside_ours_and_fails_nothing(tmp_path: Path) -> None:
    other = write(tmp_path / "other", LINE | {"expect": {"duration_s": 60}})
    result = run("--no-libraries", "--also", str(other))
    assert result.exit_code == 0
    assert "other: 1 lines" in result.stdout


@pytest.mark.usefixtures("own")
def test_json_holds_scores_misses_and_libraries() -> None:
    document = json.loads(run("--json").stdout)["own corpus"]
    assert document["kinds"]["duration"] == {"right": 1, "total": 1, "share": 1.0}
    assert document["misses"] == []
    assert set(document["libraries"]) == {"clankerbot", "dateparser", "parsedatetime"}
    assert document["median_us"] <= document["p99_us"]


@pytest.mark.usefixtures("own")
def test_one_kind_alone_may_be_scored_and_needs_no_floor_of_the_others() -> None:
    result = run("--kind", "duration", "--no-libraries")
    assert result.exit_code == 0
    assert "own corpus: 1 lines" in result.stdout


@pytest.mark.usefixtures("own")
def test_one_kind_alone_is_not_recorded() -> None:
    assert run("--kind", "duration", "--record").exit_code == 2


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
    result = run()
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_folder_without_lines_is_no_corpus(own: Path) -> None:
    (own / "lines.jsonl").write_text("")
    assert run().exit_code == 2
