"""What is understood of the corpus: it may become more, never less."""

from collections import Counter
from functools import cache

import pytest

from tests.evaluation.corpus import CORPUS, NEGATIVE, Line, read_corpus
from tests.evaluation.floors import measured, read_floors
from tests.evaluation.scoring import Scores, score

GERMAN = "german"


@cache
def lines() -> list[Line]:
    return read_corpus(CORPUS)


@cache
def scores() -> Scores:
    return score(lines())


@pytest.mark.parametrize(("name", "floor"), read_floors().items())
def test_no_score_falls(name: str, floor: float) -> None:
    """After a change for the better: `make eval ARGS=--record`."""
    assert measured(scores())[name] >= floor, [f"{miss.line.id} {miss.line.text}" for miss in scores().misses]


def test_every_kind_has_a_floor() -> None:
    assert set(read_floors()) == set(measured(scores()))


def test_talk_is_never_written_with_confidence() -> None:
    assert [reading.line.text for reading in scores().sure_writes_of_talk] == []


def test_who_is_sure_is_right() -> None:
    assert scores().sure.share >= 0.95


def test_ids_are_given_once() -> None:
    assert [each for each, times in Counter(line.id for line in lines()).items() if times > 1] == []


def test_no_text_is_there_twice_for_one_person_at_one_moment() -> None:
    seen = Counter((line.kind, line.text, line.now, str(line.preferences)) for line in lines())
    assert [each for each, times in seen.items() if times > 1] == []


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    kinds = Counter(line.kind for line in lines())
    assert kinds[NEGATIVE] >= 100
    assert kinds[GERMAN] >= 80
    assert kinds.total() - kinds[NEGATIVE] - kinds[GERMAN] >= 600


def test_each_line_is_consistent_with_itself() -> None:
    for line in lines():
        assert line.now.utcoffset() == line.now.astimezone(line.zone).utcoffset(), line.id
        assert line.bare is None or line.bare in line.text, line.id
        assert line.expect, line.id
