"""How the words of a language are written down: in lines, several with one meaning."""

from collections.abc import Mapping


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def each(meanings: Mapping[str, str]) -> dict[str, str]:
    """One meaning for all the words of a key."""
    return {word: meaning for line, meaning in meanings.items() for word in line.split()}
