"""A catalogue made ready for reading: names by their words. Made once for each catalogue, a few kept."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from clankerbot_engine.catalogue import Catalogue, Project
from clankerbot_engine.parsing.tokens import fold, tokenize

_KEPT = 8
"""A file of 10,000 projects takes about 10 MB when indexed."""

Words = tuple[str, ...]


def words_of(name: str) -> Words:
    return tuple(token.norm for token in tokenize(name))


def plain(name: str) -> str:
    """For comparing by letters: folded, single spaces, without punctuation."""
    return _plain(words_of(name))


def _plain(words: Words) -> str:
    return " ".join(word for word in words if word[:1].isalnum())


@dataclass(frozen=True, slots=True)
class Known:
    """A live project with its names ready for comparing."""

    project: Project
    words: Words
    plain: str


class NameIndex:
    """Only live projects and tags; `aliases` are a person's own names for projects."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.projects = [
            Known(project, words, _plain(words))
            for project in catalogue.projects
            if not project.archived and (words := words_of(project.name))
        ]
        self._words: dict[str, Words] = {}
        self.plain_names = [known.plain for known in self.projects]
        self.by_first: dict[str, list[Known]] = {}
        self.by_name: dict[str, list[Known]] = {}
        self.by_plain: dict[str, list[Known]] = {}
        self.by_word: dict[str, list[Known]] = {}
        for known in self.projects:
            self.by_first.setdefault(known.words[0], []).append(known)
            self.by_name.setdefault(known.project.name, []).append(known)
            self.by_plain.setdefault(known.plain, []).append(known)
            for word in set(known.plain.split()):
                self.by_word.setdefault(word, []).append(known)
        for group in self.by_first.values():
            group.sort(key=lambda known: -len(known.words))
        self.tags = {plain(tag.name): tag for tag in catalogue.tags if not tag.archived}
        self.tag_words: dict[str, list[Words]] = {}
        for tag in catalogue.tags:
            words = words_of(tag.name)
            if words and not tag.archived:
                self.tag_words.setdefault(words[0], []).append(words)
        for lists in self.tag_words.values():
            lists.sort(key=len, reverse=True)

    def longest_at(self, words: Sequence[str], i: int) -> tuple[list[Known], int] | None:
        """The projects whose whole name stands at `i`, the longest such name, and where it ends."""
        for known in self.by_first.get(words[i], ()):
            end = i + len(known.words)
            if tuple(words[i:end]) == known.words:
                return self.by_plain[known.plain], end
        return None

    def words_within(self, name: str) -> Words:
        """Of a client's or a task's name: told apart when first asked for, since most never are."""
        words = self._words.get(name)
        if words is None:
            words = self._words[name] = words_of(name)
        return words

    def tag_end(self, words: Sequence[str], i: int) -> int | None:
        for tag in self.tag_words.get(words[i], ()):
            if tuple(words[i : i + len(tag)]) == tag:
                return i + len(tag)
        return None


_indexes: OrderedDict[int, tuple[Catalogue, NameIndex]] = OrderedDict()
_lock = Lock()


def index_of(catalogue: Catalogue) -> NameIndex:
    """The index of this very object; catalogues are frozen, so it cannot grow stale."""
    key = id(catalogue)
    with _lock:
        held = _indexes.get(key)
        if held is not None and held[0] is catalogue:
            _indexes.move_to_end(key)
            return held[1]
    index = NameIndex(catalogue)
    with _lock:
        _indexes[key] = (catalogue, index)
        while len(_indexes) > _KEPT:
            _indexes.popitem(last=False)
    return index


__all__ = ["Known", "NameIndex", "Words", "fold", "index_of", "plain", "words_of"]
