"""Many phrases matched at once, word by word.

A phrase is a line of words: `(a|b)` chooses, `?` after a word or a group makes it optional, a `$` at the end wants the
text to end there too. Groups hold words or phrases, and do not nest. The lines become one automaton whose states are
made when first reached, so that memory follows what people write and not all that a line could stand for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Edges = dict[str, set[int]]

_MOST_FILLERS = 3
"""Between two words of a phrase."""


class Phrases:
    """Lines by what they mean; where two lines hold the same phrase, the first one's meaning counts."""

    def __init__(self, lines: Mapping[str, Iterable[str]]) -> None:
        self._edges: list[Edges] = [{}]
        self._ends: dict[int, tuple[int, str, bool]] = {}  # state -> rank, meaning, only at the end of the text
        self._known: dict[frozenset[int], State] = {}
        for meaning, group in lines.items():
            for line in group:
                self._add(line, meaning)
        self.start = self._state(frozenset({0}))
        self.openers = frozenset(self._edges[0])
        """All words that a phrase may begin with."""
        self.words = frozenset(word for edges in self._edges for word in edges)

    def _new(self) -> int:
        self._edges.append({})
        return len(self._edges) - 1

    def _add(self, line: str, meaning: str) -> None:
        tails = {0}
        for choices, optional in elements(line.removesuffix("$")):
            after = self._new()
            for words in choices:
                here = tails
                for word in words[:-1]:
                    between = self._new()
                    for tail in here:
                        self._edges[tail].setdefault(word, set()).add(between)
                    here = {between}
                for tail in here:
                    self._edges[tail].setdefault(words[-1], set()).add(after)
            tails = {*tails, after} if optional else {after}
        rank = len(self._ends)
        for tail in tails - {0}:
            self._ends[tail] = (rank, meaning, line.endswith("$"))

    def _state(self, members: frozenset[int]) -> "State":
        state = self._known.get(members)
        if state is None:
            state = self._known[members] = State(self, members)
        return state


class State:
    """Where the automaton stands. `value`: the meaning of what was read; `final`: its meaning if the text ends here."""

    __slots__ = ("_edges", "_next", "_phrases", "final", "value")

    def __init__(self, phrases: Phrases, members: frozenset[int]) -> None:
        self._phrases = phrases
        self._edges: dict[str, set[int]] = {}
        self._next: dict[str, State] = {}
        for member in members:
            for word, targets in phrases._edges[member].items():
                self._edges.setdefault(word, set()).update(targets)
        ends = sorted(phrases._ends[member] for member in members if member in phrases._ends)
        self.value = next((meaning for _, meaning, at_end in ends if not at_end), None)
        self.final = ends[0][1] if ends else None

    def step(self, word: str) -> "State | None":
        state = self._next.get(word)
        if state is None and (targets := self._edges.get(word)) is not None:
            state = self._next[word] = self._phrases._state(frozenset(targets))
        return state


def elements(line: str) -> Iterator[tuple[list[tuple[str, ...]], bool]]:
    """Each place of the line: its choices, each a few words, and whether it may be left out."""
    rest = line.strip()
    while rest:
        if rest.startswith("("):
            inside, _, rest = rest[1:].partition(")")
            choices = [tuple(choice.split()) for choice in inside.split("|")]
            optional = rest.startswith("?")
            rest = rest[1:] if optional else rest
        else:
            word, _, rest = rest.partition(" ")
            optional = word.endswith("?") and len(word) > 1
            choices = [(word.removesuffix("?") if optional else word,)]
        yield choices, optional
        rest = rest.strip()


def longest(start: State, words: Sequence[str], at: int, end: int, fillers: frozenset[str]) -> tuple[str, int] | None:
    """The meaning and the end of the longest phrase at `words[at:end]`; `fillers` may stand between its words."""
    state: State | None = start.step(words[at]) if at < end else None
    if state is None:
        return None
    best: tuple[str, int] | None = None
    branches: list[tuple[State, int, int]] = []
    i, skipped = at + 1, 0
    while True:
        meaning = state.final if i == end else state.value
        if meaning is not None and not skipped and (best is None or i > best[1]):
            best = (meaning, i)
        following = None
        if i < end:
            word = words[i]
            following = state.step(word)
            if skipped < _MOST_FILLERS and word in fillers:
                branches.append((state, i + 1, skipped + 1))
        if following is not None:
            state, i, skipped = following, i + 1, 0
        elif branches:
            state, i, skipped = branches.pop()
        else:
            return best
