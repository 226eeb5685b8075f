"""The comparison: what counts as right for a library that answers with points in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.evaluation.corpus import Line
from tests.evaluation.libraries import comparable, compare, dateparser_points, is_right, parsedatetime_points
from tests.evaluation.scoring import Tally

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 20, 16, 30, tzinfo=BERLIN)


def line(kind: str, bare: str | None = "some time", **expect: Any) -> Line:
    return Line("x", kind, "a text of some time", NOW, BERLIN, expect, bare=bare)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "expect", "right", "wrong"),
    [
        ("duration", {"duration_s": 3600}, ["2026-05-20T17:30"], ["2026-05-20T18:30"]),
        ("duration", {"duration_s": 3600}, ["2026-05-20T15:30"], []),
        ("day", {"date": "2026-05-19"}, ["2026-05-19T23:00"], ["2026-05-20T00:00"]),
        ("relative", {"start": "2026-05-20T14:00:00Z", "end": NOW.isoformat()}, ["2026-05-20T16:00"], ["2026-05-20"]),
        ("period", {"from": "2026-05-18", "to": "2026-05-20"}, ["2026-05-18", "2026-05-20"], ["2026-05-18"]),
        ("period", {"from": "2026-05-18", "to": "2026-05-18"}, ["2026-05-18"], ["2026-05-18", "2026-05-19"]),
    ],
)
def test_points_are_read_as_the_kind_wants_them(
    kind: str, expect: dict[str, Any], right: list[str], wrong: list[str]
) -> None:
    asked = line(kind, **expect)
    assert is_right(asked, [local(point) for point in right])
    assert not is_right(asked, [local(point) for point in wrong])


def test_lines_without_a_bare_expression_are_not_compared() -> None:
    lines = [line("day"), line("day", bare=None), line("edits")]
    assert comparable(lines) == lines[:1]


def test_what_raises_did_not_understand() -> None:
    def stumble(kind: str, bare: str, now: datetime) -> Sequence[datetime]:
        raise OverflowError

    assert compare([line("day", date="2026-05-19")], stumble).by_kind == {"day": Tally(0, 1)}


@pytest.mark.parametrize("find", [dateparser_points, parsedatetime_points])
def test_the_libraries_are_asked_as_they_want_to_be(find: Any) -> None:
    now = datetime(2026, 5, 20, 16, 30)  # noqa: DTZ001 - local, as the libraries want it
    assert [point.date().isoformat() for point in find("day", "yesterday", now)] == ["2026-05-19"]
    (point,) = find("duration", "2 hours", now)
    assert abs(point - now).total_seconds() == 7200
    assert find("day", "no time at all, is it", now) == []
