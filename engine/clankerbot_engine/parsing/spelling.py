"""Words that are a slip of the finger away from one the grammar knows."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

_SHORT, _LONG = 6, 8
_MIN_LETTERS, _MAX_LETTERS = 3, 24


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one word of `known` that `word` was meant for; None where there is none, or more than one.

    A letter too many, one left out, two changed places, or, in words of six letters and more, a wrong one: in short
    words that would make "tours" hours. From eight letters on, two such slips.
    """
    if not _MIN_LETTERS <= len(word) <= _MAX_LETTERS or not word.isalpha():
        return None
    slips = 2 if len(word) >= _LONG else 1
    best, found, tied = slips + 1, None, False
    for each in known:
        if abs(len(each) - len(word)) > slips:
            continue
        away = OSA.distance(word, each, score_cutoff=slips)
        if away > min(best, slips) or not (len(each) >= _SHORT or _one_letter_aside(word, each)):
            continue
        best, found, tied = away, each, away == best
    return None if tied else found


def _one_letter_aside(word: str, other: str) -> bool:
    return len(word) != len(other) or sorted(word) == sorted(other)
