"""Words that are a slip of the finger away from one the grammar knows."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORT, _LONG = 6, 8
_MIN_LETTERS, _MAX_LETTERS = 3, 24
_MOST_KEPT = 4096
_NOT_ASKED = ""


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one word of `known` that `word` was meant for; None where there is none, or more than one ("minuts" is near
    to `minute` and `minutes`, which are one).

    A letter too many, one left out, two changed places, or, in words of six letters and more, a wrong one: in short
    words that would make "tours" hours. From eight letters on, two such slips.
    """
    if not _MIN_LETTERS <= len(word) <= _MAX_LETTERS or not word.isalpha():
        return None
    slips = 2 if len(word) >= _LONG else 1
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)  # nearest first
    fitting = [(away, each) for each, away, _ in near if len(each) >= _SHORT or _one_letter_aside(word, each)]
    if not fitting:
        return None
    best = [each for away, each in fitting if away == fitting[0][0]]
    if len(best) > 1:
        stem = min(best, key=len)
        best = [each for each in best if each.startswith(stem) and each[-1] == word[-1]]
    return best[0] if len(best) == 1 else None


class Spellings:
    """`nearest` among words that stay the same, remembered: people write the same words again and again."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(sorted(set(known)))
        self._found: dict[str, str | None] = {}

    def nearest(self, word: str) -> str | None:
        found = self._found.get(word, _NOT_ASKED)
        if found is _NOT_ASKED:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            found = self._found[word] = nearest(word, self._known)
        return found


class RunTogether:
    """Where the space was left out between two words that are both known: `lastweek`, `4 daysago`."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._found: dict[str, int] = {}

    def parted_at(self, word: str) -> int:
        """How many letters the first of the two has; 0 where it is one word."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            cuts = range(2, len(word) - 1) if len(word) <= _MAX_LETTERS else ()
            found = self._found[word] = next(
                (cut for cut in cuts if word[:cut] in self._known and word[cut:] in self._known), 0
            )
        return found


def _one_letter_aside(word: str, other: str) -> bool:
    return len(word) != len(other) or sorted(word) == sorted(other)
