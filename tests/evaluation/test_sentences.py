"""A time expression means the same in whatever sentence it stands, and wherever in it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clankerbot_engine.catalogue import read_catalogue
from tests.evaluation.comparing import differences
from tests.evaluation.corpus import CORPUS, Line, read_corpus
from tests.evaluation.libraries import comparable
from tests.evaluation.scoring import read_by_rules

SENTENCES = {
    "duration": (
        "log {} on Quasar",
        "{} quasar",
        "quasar {}",
        "spent {} on Quasar today",
        "yesterday I worked {} on Quasar",
        "quasar: {}, rota",
        "{} for Quasar: rota",
    ),
    "day": (
        "log 2h on Quasar {}",
        "2h quasar {}",
        "{} 2h quasar",
        "{}: 2h quasar",
        "quasar {} 2h",
        "2h on Quasar {}: rota",
        "I worked 2h on Quasar {}",
    ),
    "clock_range": (
        "{} quasar",
        "quasar {}",
        "log {} on Quasar",
        "worked on Quasar {}",
        "quasar, {}",
        "{} quasar: rota",
    ),
    "period": (
        "how many hours {}",
        "summary {}",
        "report for {}",
        "hours on Quasar {}",
        "my time {} by project",
        "how much did I work {}",
    ),
}
TIMES = frozenset({"duration_s", "date", "start", "end", "from", "to"})
QUASAR = read_catalogue({"projects": [{"name": "Quasar"}]})

RIGHT_IN_OTHER_SENTENCES = 0.98
"""Less than all: "1.5" is a length behind a project alone, and some lines have their day outside the expression."""


def moved(kind: str) -> Iterator[Line]:
    """Each expression of this kind that the corpus has, in each sentence that it did not stand in there."""
    for line in comparable(read_corpus(CORPUS)):
        if line.kind == kind:
            times = {name: value for name, value in line.expect.items() if name in TIMES}
            for sentence in SENTENCES[kind]:
                yield replace(line, text=sentence.format(line.bare), catalogue=QUASAR, expect=times)


@pytest.mark.parametrize("kind", SENTENCES)
def test_an_expression_means_the_same_in_another_sentence(kind: str) -> None:
    lines = list(moved(kind))
    missed = [line.text for line in lines if differences(line, read_by_rules(line))]

    assert len(lines) > 1000
    assert len(missed) <= len(lines) * (1 - RIGHT_IN_OTHER_SENTENCES), missed
