"""One text under reading: its tokens as columns that may be looked past the end, and what the reading depends on."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from clankerbot_engine.parsing.languages import DateOrder, Language
from clankerbot_engine.parsing.name_index import Known, NameIndex, Words, name_words, words_of
from clankerbot_engine.parsing.tokens import Tokens, joined, parted, tokenize
from clankerbot_engine.preferences import Preferences

V_co = TypeVar("V_co", covariant=True)

_PAD = 16
"""No recognizer looks further ahead than this from a token it holds."""
_PAD_WORDS, _PAD_NUMBERS, _PAD_GLUED = [""] * _PAD, [-1] * _PAD, [False] * _PAD
_QUOTES = {'"', "'"}


@dataclass(slots=True)
class Match(Generic[V_co]):
    """Tokens `start` up to `end` read as `value`; `weight` is how much is won by reading them so."""

    start: int
    end: int
    value: V_co
    weight: float


class Scan:
    """`words` are folded, without a possessive 's, slips mended; `norms` keep the 's; `bases` are as they were spelt.

    Past the end there are empty words.
    """

    def __init__(
        self,
        text: str,
        *,
        language: Language,
        now: datetime,
        zone: ZoneInfo,
        preferences: Preferences,
        date_order: DateOrder | None = None,
        index: NameIndex | None = None,
    ) -> None:
        self.text = text
        self.language = language
        self.zone = zone
        self.now: datetime = now if now.tzinfo is zone else now.astimezone(zone)
        self.today: date = self.now.date()
        self.preferences = preferences
        self.index = index
        tokens = tokenize(text)
        if "-" in tokens.norms:
            named = index.by_word.keys() if index is not None else frozenset[str]()
            tokens = joined(tokens, language.hyphenated_words, named)
        unknown = self._unknown(tokens)
        if (cuts := self._cuts(tokens, unknown)) is not None:
            tokens = parted(tokens, cuts)
            unknown = self._unknown(tokens)
        self.size = len(tokens.kinds)
        self.starts, self.ends, self.kinds = tokens.starts, tokens.ends, tokens.kinds
        self.bases = [*tokens.bases, *_PAD_WORDS]
        present = frozenset(tokens.bases)
        mended = self._mended(unknown)
        self.words = [mended.get(word, word) for word in self.bases] if mended else self.bases
        norms = [mended.get(norm, norm) for norm in tokens.norms] if mended else tokens.norms
        self.norms = [*norms, *_PAD_WORDS]
        self.present = frozenset(self.words[: self.size]) if mended else present
        self.numbers = [*tokens.numbers, *_PAD_NUMBERS]
        self.glued = [*tokens.glued, *_PAD_GLUED]
        self.date_order = date_order or (_date_order_shown(text) if "/" in self.present else None)
        self.lengths: dict[int, tuple[int, int] | None] = {}
        self.days: dict[int, Any] = {}
        self.clocks: dict[tuple[int, bool, bool], Any] = {}
        self.asks = text.rstrip().rstrip("!").endswith("?")
        self._quotes = {} if self.present.isdisjoint(_QUOTES) else self._paired_quotes()
        self._aliases = self._alias_words() if preferences.aliases and index is not None else {}
        self.name_starts = self._name_starts(tokens.bases)

    def _unknown(self, tokens: Tokens) -> AbstractSet[str]:
        """Words that are neither the grammar's nor a name's."""
        spelt = frozenset(tokens.bases).difference(self.language.vocabulary)
        return spelt.difference(self.index.by_word) if self.index is not None else spelt

    def _cuts(self, tokens: Tokens, unknown: AbstractSet[str]) -> Mapping[int, int] | None:
        """Which tokens are two words that were run together, `lastweek`, and after how many letters."""
        parted_at = self.language.run_together.parted_at
        run = {word: cut for word in unknown if (cut := parted_at(word))}
        if not run:
            return None
        as_spelt = (i for i, word in enumerate(tokens.norms) if len(word) == tokens.ends[i] - tokens.starts[i])
        return {i: run[tokens.norms[i]] for i in as_spelt if tokens.norms[i] in run}

    def _mended(self, unknown: AbstractSet[str]) -> Mapping[str, str]:
        """`yesteday` as yesterday; not in `bases`, so that a name or a description keeps its spelling."""
        nearest = self.language.time_words.nearest
        return {word: meant for word in unknown if (meant := nearest(word)) is not None}

    def digits(self, i: int) -> int:
        """How many digits the number at `i` is written with; 0 where there is none."""
        return len(self.words[i]) if self.numbers[i] >= 0 else 0

    def skip(self, i: int, *words: str) -> int:
        return i + 1 if self.words[i] in words else i

    def source(self, start: int, end: int) -> str:
        """The text as it was written, from the first to the last of these tokens."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""

    def written(self, i: int) -> str:
        """The token as it is spelt in the text, with its capitals."""
        return self.text[self.starts[i] : self.ends[i]]

    def is_like_a_name(self, i: int) -> bool:
        """With a capital, or with a possessive 's."""
        return self.text[self.starts[i]].isupper() or self.norms[i].endswith("'s")

    def closing_quote(self, i: int) -> int | None:
        """Where the quote that opens at `i` closes."""
        return self._quotes.get(i)

    def _paired_quotes(self) -> dict[int, int]:
        """A single quote opens after a space and closes before one, or it is an apostrophe."""
        pairs: dict[int, int] = {}
        opened: dict[str, int] = {}
        for i in range(self.size):
            sign = self.words[i]
            if sign not in _QUOTES:
                continue
            begun = opened.get(sign)
            if begun is None:
                if sign == '"' or not self.glued[i]:
                    opened[sign] = i
            elif sign == '"' or not self.glued[i + 1] or not self.words[i + 1][:1].isalnum():
                pairs[begun] = i
                del opened[sign]
        return pairs

    def _name_starts(self, bases: Sequence[str]) -> AbstractSet[int]:
        """Where a word stands that a project's name, or an alias, begins with."""
        if self.index is None:
            return frozenset()
        begins, aliases = self.index.begins, self._aliases
        starts = {i for i, word in enumerate(bases) if word in begins}
        if aliases:
            starts |= {i for i in range(self.size) if self.words[i] in aliases}
        if self.words is not self.bases:  # "firday demo"
            starts |= {i for i in range(self.size) if self.words[i] in begins}
        return starts

    def project_at(self, i: int) -> tuple[Sequence[Known], int] | None:
        """The projects whose name, or whose alias, stands at `i`, and where it ends."""
        if self.index is None:
            return None
        for words, known in self._aliases.get(self.words[i], ()) if self._aliases else ():
            if tuple(self.norms[i : i + len(words)]) == words:
                return known, i + len(words)
        return self.index.longest_at(self.bases, i)

    def _alias_words(self) -> dict[str, list[tuple[Words, Sequence[Known]]]]:
        assert self.index is not None
        found: dict[str, list[tuple[Words, Sequence[Known]]]] = {}
        for alias, name in self.preferences.aliases.items():
            words, known = words_of(alias), self.index.named.get(name_words(name))
            if words and known:
                found.setdefault(words[0], []).append((words, known))
        return found

    def client_at(self, i: int) -> tuple[str, int] | None:
        """The client whose name stands at `i`, and where it ends."""
        return self.index.client_at(self.bases, i) if self.index is not None else None

    def is_noun(self, i: int) -> bool:
        """A word that no rule knows and no name begins with: what stands before it may say which, and not when."""
        if i >= self.size or self.kinds[i] != "word" or i in self.name_starts or self.index is None:
            return False
        word = self.words[i]
        return word not in self.language.beside_times and not word.endswith(self.language.activity_endings)

    def tag_end(self, i: int) -> int | None:
        """Where the known tag that begins at `i` ends."""
        return self.index.tag_end(self.norms, i) if self.index is not None else None


_NUMERIC_DATE = re.compile(r"(?<![\d./:])(\d{1,2})/(\d{1,2})(?:/\d{2,4})?(?![\d./:])")


def _date_order_shown(text: str) -> DateOrder | None:
    """A date that can be read in one way only shows how its writer means the others."""
    for match in _NUMERIC_DATE.finditer(text):
        first, second = int(match[1]), int(match[2])
        if 12 < first <= 31 and second <= 12:
            return "DMY"
        if 12 < second <= 31 and first <= 12:
            return "MDY"
    return None
