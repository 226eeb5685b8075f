"""A piece of the text that asks for one thing: its tokens, what was read in them, and what is left over."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from clankerbot_engine.actions import Span
from clankerbot_engine.parsing.scan import Match, Scan

V = TypeVar("V")

_SPEAKING_SIGNS = frozenset("()[]#€£")
"""Any other sign or picture at an edge says nothing."""


def _begin(match: Match[object]) -> int:
    return match.start


@dataclass(slots=True)
class Cue:
    """The words that say what is asked for, tokens `start` up to `end`; a typo in them lowers `worth`.

    `of_subject`: what stands before them is what they speak of ("yesterday's standup should be 20 min").
    """

    intent: str
    start: int
    end: int
    worth: float = 1.0
    of_subject: bool = False


@dataclass(slots=True)
class Clause:
    """`used`: what made it into the action, with the field it gave. The rest of `matches` is left over like any word.

    `taken`: tokens that belong to what this clause stands in (when a schedule fires, to what it does).
    """

    scan: Scan
    start: int
    end: int
    matches: Sequence[Match[object]]
    cue: Cue | None = None
    used: list[tuple[int, int, str]] = field(default_factory=list)
    taken: list[tuple[int, int, str]] = field(default_factory=list)
    _used_bits: int = 0
    _matched_tokens: set[int] | None = None
    _by_kind: dict[type[object], list[Match[object]]] | None = None

    def __post_init__(self) -> None:
        for start, end, _ in (*self.used, *self.taken):
            self._used_bits |= (1 << end) - (1 << start)

    @property
    def verb(self) -> str:
        """The word that says what is asked for, at the beginning or at the end; none where there is no cue."""
        if self.cue is None:
            return ""
        said = (*self.used, *self.taken)
        closing = next((start for start, _, name in said if name == "kind" and start >= self.end), None)
        return self.scan.words[self.cue.start if closing is None else closing]

    def part(self, start: int, end: int, cue: Cue | None) -> "Clause":
        """A clause within this one; nothing of it is used yet."""
        first = bisect_left(self.matches, start, key=_begin)
        last = bisect_left(self.matches, end, key=_begin)
        inside = self.matches[first:last]
        if inside and inside[-1].end > end:
            inside = inside[:-1]
        return Clause(self.scan, start, end, inside, cue)

    def of(self, kind: type[V], *, end: int | None = None) -> list[Match[V]]:
        """The matches of a kind, in order, that are not used yet."""
        if self._by_kind is None:
            self._by_kind = {}
            for match in self.matches:
                self._by_kind.setdefault(type(match.value), []).append(match)
        matches = self._by_kind.get(kind)
        if matches is None:
            return []
        limit, used = self.end if end is None else end, self._used_bits
        return [
            match  # type: ignore[misc]  # of this kind
            for match in matches
            if match.end <= limit and not (used and used & ((1 << match.end) - (1 << match.start)))
        ]

    def is_used(self, start: int, end: int) -> bool:
        return bool(self._used_bits & ((1 << end) - (1 << start)))

    def use(self, match: Match[object], name: str) -> None:
        self.use_tokens(match.start, match.end, name)

    def use_tokens(self, start: int, end: int, name: str) -> None:
        if start < end and not self.is_used(start, end):
            self.used.append((start, end, name))
            self._used_bits |= (1 << end) - (1 << start)

    def join(self, name: str) -> None:
        """What gave this field, as one span where it stands side by side: "30 minutes" and "later"."""
        joined: list[tuple[int, int, str]] = []
        for start, end, field_name in sorted(self.used):
            if field_name == name and joined and joined[-1][1:] == (start, name):
                start = joined.pop()[0]
            joined.append((start, end, field_name))
        self.used = joined

    def within(self, i: int) -> bool:
        """Whether the token lies inside a match."""
        if self._matched_tokens is None:
            self._matched_tokens = {token for match in self.matches for token in range(match.start, match.end)}
        return i in self._matched_tokens

    def gaps(self, start: int | None = None, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Runs of tokens that nothing used, in order, without the cue."""
        taken = [*self.used, *self.taken]
        if self.cue is not None:
            taken.append((self.cue.start, self.cue.end, "kind"))
        at = self.start if start is None else start
        limit = self.end if end is None else end
        for taken_start, taken_end, _ in sorted(taken):
            stop = taken_start if taken_start < limit else limit
            if at < stop:
                yield at, stop
            if at < taken_end:
                at = taken_end
        if at < limit:
            yield at, limit

    def trimmed(self, start: int, end: int, words: Iterable[frozenset[str]]) -> tuple[int, int]:
        """Without punctuation and these words at both edges."""
        sets = tuple(words)
        while start < end and self._idle(start, sets):
            start += 1
        while end > start and self._idle(end - 1, sets):
            end -= 1
        return start, end

    def _idle(self, i: int, sets: Sequence[frozenset[str]]) -> bool:
        scan = self.scan
        word = scan.words[i]
        if scan.kinds[i] == "symbol":
            return word not in _SPEAKING_SIGNS
        if scan.glued[i + 1] and (scan.words[i + 1] == "-" or (scan.words[i + 1] == "/" and scan.glued[i + 2])):
            return False  # a part of "my-project", of "A/B test"
        for each in sets:  # noqa: SIM110  # called most of all, and any() takes three times as long
            if word in each:
                return True
        return False

    def unread(self, words: Iterable[frozenset[str]] = ()) -> list[tuple[int, int]]:
        """What is left over and may matter: more than punctuation, fillers and these words."""
        language = self.scan.language
        idle = (language.fillers, language.work_prepositions, language.day_prepositions, language.polite_words, *words)
        left = [self.trimmed(start, end, idle) for start, end in self.gaps()]
        return [(start, end) for start, end in left if start < end]

    def unread_words(self, idle: frozenset[str] = frozenset()) -> bool:
        """Whether a word stands outside of all that was read in the clause."""
        return any(
            self.scan.kinds[i] != "symbol" and not self.within(i)
            for i in range(self.start, self.end)
            if self.scan.words[i] not in self.scan.language.fillers and self.scan.words[i] not in idle
        )

    def mark_unread(self, words: Iterable[frozenset[str]] = ()) -> int:
        """Names what is left over in the spans; how many words it is."""
        count = 0
        for start, end in self.unread(words):
            self.use_tokens(start, end, "unread")
            count += sum(self.scan.kinds[i] != "symbol" for i in range(start, end))
        return count

    def spans(self) -> tuple[Span, ...]:
        """What was read as what, in the text's characters; a cue gave the `kind`."""
        taken = list(self.used)
        if self.cue is not None and self.cue.start < self.cue.end and not self.is_used(self.cue.start, self.cue.end):
            taken.append((self.cue.start, self.cue.end, "kind"))
        starts, ends = self.scan.starts, self.scan.ends
        return tuple([Span(starts[start], ends[end - 1], name) for start, end, name in sorted(taken)])
