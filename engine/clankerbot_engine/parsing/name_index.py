"""A catalogue made ready for reading: names by their words. Made once for each catalogue."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from weakref import WeakValueDictionary, ref

from rapidfuzz import fuzz, process

from clankerbot_engine.catalogue import Catalogue, Project
from clankerbot_engine.parsing.tokens import fold, tokenize

Words = tuple[str, ...]

AND_SIGNS = frozenset({"&", "and", "und", "et", "y"})
LEGAL_FORMS = frozenset(
    {"ag", "bv", "co", "company", "corp", "gbr", "gmbh", "inc", "kg", "limited", "llc", "llp"}
    | {"ltd", "ohg", "plc", "sa", "sarl", "se", "spa", "srl", "ug"}
)
"""Of a client's name people leave them out."""
_AND = "&"
_LONG_ENOUGH = 4
"""Letters of a word that tell it from others."""
_MOST_ALIKE = 5
_MOST_COMPARED = 1024
_WITH_E = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_JOINERS = frozenset({"-", "_", "/", "."})


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    return tuple(tokenize(name).norms)


def plain(name: str) -> str:
    """For comparing by letters: folded, single spaces, without punctuation."""
    return " ".join(word for word in words_of(name) if word[:1].isalnum())


_PLAIN_NAME = re.compile(r"[\w '.,/()+-]+", re.ASCII)
_PLAIN_WORD = re.compile(r"[a-z]++(?:'[a-z]++)*+|[0-9]{1,9}")


def name_words(name: str) -> Words:
    """What two ways of writing a name have in common: no signs, no possessive 's; `&` is `and`."""
    if _PLAIN_NAME.fullmatch(name) is not None:  # most are: without the tokenizer, which would tell the same
        found = [word.removesuffix("'s") for word in _PLAIN_WORD.findall(name.lower())]
        if found:
            return tuple(_AND if word in AND_SIGNS else intern(word) for word in found)
    words = [intern(word) for base in tokenize(name).bases if (word := name_word(base))]
    return tuple(words) or words_of(name)


def name_word(word: str) -> str | None:
    """None for a sign, which is no part of a name's words."""
    if word in AND_SIGNS:
        return _AND
    return word if word[:1].isalnum() else None


@dataclass(slots=True, eq=False)
class Known:
    """A live project with the words of its name."""

    project: Project
    words: Words

    @property
    def plain(self) -> str:
        return " ".join(self.words)


class NameIndex:
    """Only live projects and tags."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.content = (catalogue.projects, catalogue.tags)
        self.projects = [
            Known(project, words)
            for project in catalogue.projects
            if not project.archived and (words := name_words(project.name))
        ]
        self.named: dict[Words, list[Known]] = {}
        self.by_word: dict[str, list[Known]] = {}
        lengths: dict[str, set[int]] = {}
        for known in self.projects:
            for words in _spellings(known):
                self.named.setdefault(words, []).append(known)
                lengths.setdefault(words[0], set()).add(len(words))
                for word in set(words):
                    self.by_word.setdefault(word, []).append(known)
        self.begins = {word: tuple(sorted(each, reverse=True)) for word, each in lengths.items()}
        """By the words that names begin with, of how many words such names are, the longest first."""
        self._sorted_words: list[str] | None = None
        self._plain_names: list[str] | None = None
        self._by_client: dict[str, list[Known]] | None = None
        self._clients: dict[str, list[tuple[Words, str]]] | None = None
        self._by_client_word: dict[str, list[Known]] | None = None
        self._by_task: dict[str, list[Known]] | None = None
        self._by_id: dict[str, Project] | None = None
        self._within: dict[str, Words] = {}
        self._spelt_like: dict[tuple[str, float], Sequence[tuple[str, float, int]]] = {}
        self._tasks: dict[int, Sequence[tuple[Words, str]]] = {}
        self.tags = {plain(tag.name): tag for tag in catalogue.tags if not tag.archived}
        self._tag_words: dict[str, list[Words]] = {}
        for tag in catalogue.tags:
            words = words_of(tag.name)
            if words and not tag.archived:
                self._tag_words.setdefault(words[0], []).append(words)
        for lists in self._tag_words.values():
            lists.sort(key=len, reverse=True)

    def longest_at(self, words: Sequence[str], i: int) -> tuple[list[Known], int] | None:
        """The projects whose whole name stands at `i`, the longest such name, and where it ends."""
        lengths = self.begins.get(words[i])
        if lengths is None:
            return None
        said, ends = _name_run(words, i, lengths[0])
        for length in lengths:
            if length <= len(said):
                known = self.named.get(tuple(said[:length]))
                if known is not None:
                    return known, ends[length - 1]
        return None

    def longer_than(self, known: Known) -> Iterator[Known]:
        """Projects whose name goes on where this one's ends."""
        length = len(known.words)
        return (
            each
            for each in self.by_word.get(known.words[0], ())
            if len(each.words) > length and each.words[:length] == known.words
        )

    def with_beginning(self, beginning: str) -> Iterable[Known]:
        """Projects with a word in their name that begins so."""
        words = self._words_in_order
        at = bisect_left(words, beginning)
        found: dict[int, Known] = {}
        while at < len(words) and words[at].startswith(beginning):
            found.update((id(known), known) for known in self.by_word[words[at]])
            at += 1
        return found.values()

    def begins_a_word(self, beginning: str) -> bool:
        """Whether a word of any project's name begins so."""
        words = self._words_in_order
        at = bisect_left(words, beginning)
        return at < len(words) and words[at].startswith(beginning)

    @property
    def by_client_word(self) -> Mapping[str, list[Known]]:
        """Projects by the words of their client that are not in their own name as well."""
        if self._by_client_word is None:
            self._by_client_word = {}
            for known in self.projects:
                for word in set(self.words_within(known.project.client or "")) - set(known.words):
                    self._by_client_word.setdefault(word, []).append(known)
        return self._by_client_word

    def with_id(self, project_id: str) -> Project | None:
        if self._by_id is None:
            self._by_id = {known.project.id: known.project for known in self.projects if known.project.id}
        return self._by_id.get(project_id)

    def of_client(self, said: str) -> Sequence[Known]:
        """Projects of the client of this name, folded."""
        if self._by_client is None:
            self._by_client = {}
            for known in self.projects:
                if known.project.client:
                    self._by_client.setdefault(plain(known.project.client), []).append(known)
        return self._by_client.get(said, ())

    @property
    def clients(self) -> Mapping[str, Sequence[tuple[Words, str]]]:
        """By the first word: the others, with the legal form or without, and the name; of most words first."""
        if self._clients is None:
            self._clients = {}
            for name in {known.project.client: None for known in self.projects if known.project.client}:
                whole = name_words(name)
                for said in {whole, tuple(word for word in whole if word not in LEGAL_FORMS) or whole}:
                    self._clients.setdefault(said[0], []).append((said, name))
            for clients in self._clients.values():
                clients.sort(key=lambda client: -len(client[0]))
        return self._clients

    def client_at(self, words: Sequence[str], i: int) -> tuple[str, int] | None:
        """The client whose name stands at `i`, and where it ends."""
        for client, name in self.clients.get(words[i], ()):
            run, ends = _name_run(words, i, len(client))
            if tuple(run) == client:
                return name, ends[-1]
        return None

    @property
    def _words_in_order(self) -> Sequence[str]:
        if self._sorted_words is None:
            self._sorted_words = sorted(self.by_word)
        return self._sorted_words

    @property
    def plain_names(self) -> Sequence[str]:
        """Of `projects`, in their order, for comparing by letters; made when first needed."""
        if self._plain_names is None:
            self._plain_names = [known.plain for known in self.projects]
        return self._plain_names

    def spelt_like(self, said: str, least: float) -> Sequence[tuple[str, float, int]]:
        """Names with so much of 100 in common by their letters, the nearest first: name, how much, its place.

        Kept for a while: one text asks several times, and people write the same words again.
        """
        found = self._spelt_like.get((said, least))
        if found is None:
            if len(self._spelt_like) >= _MOST_COMPARED:
                self._spelt_like.clear()
            found = process.extract(said, self.plain_names, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=least)
            self._spelt_like[said, least] = found
        return found

    def with_rarest_of(self, words: Words) -> Sequence[Known]:
        """Projects with the one of these words that fewest have, in their name or in their client's."""
        groups = ((self.by_word.get(word, ()), self.by_client_word.get(word, ())) for word in words)
        of_name, of_client = min(groups, key=lambda group: len(group[0]) + len(group[1]))
        return (*of_name, *of_client)

    def with_a_word_like(self, said: str, least: float) -> Sequence[tuple[float, Known]]:
        """Projects of which one word, or one of their client's, has so much of 100 in common with one that is said."""
        every_word = [*self.by_word, *(word for word in self.by_client_word if word not in self.by_word)]
        alike = (
            (score, known)
            for one in said.split()
            if len(one) >= _LONG_ENOUGH
            for word, score, _ in process.extract(
                one, every_word, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=least
            )
            if len(word) >= _LONG_ENOUGH
            for known in (*self.by_word.get(word, ()), *self.by_client_word.get(word, ()))
        )
        return sorted(alike, key=lambda each: -each[0])

    def tasks_of(self, project: Project) -> Sequence[tuple[Words, str]]:
        """Its tasks by their words, those of most words first."""
        tasks = self._tasks.get(id(project))
        if tasks is None:
            named = [(words, task.name) for task in project.tasks if (words := words_of(task.name))]
            tasks = self._tasks[id(project)] = sorted(named, key=lambda task: -len(task[0]))
        return tasks

    def with_task(self, said: str, least: float) -> Sequence[Known]:
        """Projects that have a task of this name, or else one with so much of 100 in common by its letters."""
        exact = self.by_task.get(said)
        if exact is not None:
            return exact
        near = process.extract(said, list(self.by_task), scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=least)
        return list({id(known): known for name, _, _ in near for known in self.by_task[name]}.values())

    @property
    def by_task(self) -> Mapping[str, list[Known]]:
        """Projects by the names of their tasks, as `plain` has them."""
        if self._by_task is None:
            self._by_task = {}
            for known in self.projects:
                for name in {plain(task.name) for task in known.project.tasks}:
                    self._by_task.setdefault(intern(name), []).append(known)
        return self._by_task

    def words_within(self, name: str) -> Words:
        """Of a client's name: told apart when first asked for, since most never are."""
        words = self._within.get(name)
        if words is None:
            words = self._within[name] = words_of(name)
        return words

    def tag_end(self, words: Sequence[str], i: int) -> int | None:
        for tag in self._tag_words.get(words[i], ()):
            if tuple(words[i : i + len(tag)]) == tag:
                return i + len(tag)
        return None


def _spellings(known: Known) -> Iterable[Words]:
    """An umlaut may be written with an e: "Gruen" for Grün."""
    name = known.project.name.lower()
    with_e = name if name.isascii() else name.translate(_WITH_E)
    return (known.words,) if with_e == name else (known.words, name_words(with_e))


def _name_run(words: Sequence[str], i: int, most: int) -> tuple[list[str], list[int]]:
    """Up to `most` words of a name from `i` on, over the signs that may join them, and where each ends."""
    said: list[str] = []
    ends: list[int] = []
    joined = False
    while len(said) < most:
        raw = words[i]
        word = raw if raw.isalnum() and raw not in AND_SIGNS else name_word(raw)
        i += 1
        if word is not None:
            said.append(word)
            ends.append(i)
            joined = False
        elif raw in _JOINERS and not joined:
            joined = True
        else:
            break
    return said, ends


_of_object: dict[int, tuple["ref[Catalogue]", NameIndex]] = {}
_of_content: WeakValueDictionary[int, NameIndex] = WeakValueDictionary()


def index_of(catalogue: Catalogue) -> NameIndex:
    """The index of this very object, or of one like it: the people of a workspace have a catalogue each, and share one.

    It lives as long as such a catalogue does. Catalogues are frozen, so it cannot grow stale.
    """
    key = id(catalogue)
    held = _of_object.get(key)
    if held is not None and held[0]() is catalogue:
        return held[1]
    content = hash(catalogue)
    index = _of_content.get(content)
    if index is None or index.content != (catalogue.projects, catalogue.tags):
        index = _of_content[content] = NameIndex(catalogue)

    def forget(gone: "ref[Catalogue]") -> None:
        if (held := _of_object.get(key)) is not None and held[0] is gone:  # the number may be another's by now
            del _of_object[key]

    _of_object[key] = ref(catalogue, forget), index
    return index


__all__ = ["Known", "NameIndex", "Words", "fold", "index_of", "name_words", "plain", "words_of"]
