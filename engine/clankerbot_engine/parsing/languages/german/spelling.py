"""Words as they are spelt and inflected; an umlaut is read as its vowel ("fur") and with an e ("fuer")."""

from collections.abc import Mapping
from typing import TypeVar

from clankerbot_engine.parsing.tokens import fold

V = TypeVar("V")

_WITH_E = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _spelt(word: str) -> set[str]:
    return {fold(word), fold(word.translate(_WITH_E))}


def words(text: str) -> frozenset[str]:
    return frozenset(spelt for word in text.split() for spelt in _spelt(word))


def each(meanings: Mapping[str, V]) -> dict[str, V]:
    """One meaning for all the words of a key."""
    return {word: meaning for line, meaning in meanings.items() for word in sorted(words(line))}


def lines(*written: str) -> tuple[str, ...]:
    return tuple(spelt for line in written for spelt in sorted(_spelt(line)))


def inflected(stem: str) -> str:
    return " ".join(stem + ending for ending in ("e", "en", "er", "es", "em"))


THE = "der die das den dem des"

A = "ein eine einen einem einer eines ne nen ner nem"

THIS = inflected("dies") + " aktuelle aktuellen aktueller aktuelles laufende laufenden laufender"

LAST = inflected("letzt") + " vergangene vergangenen vergangener vergangenes"

PREVIOUS = "vorige vorigen voriger voriges vorherige vorherigen vorheriger vorheriges"
