"""What several pieces of work share: `2h each on Apollo and Hermes`, `1h Apollo; 40m Hermes; both not billable`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clankerbot_engine.actions import ActionBase, LogTime, Span
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.scan import Match

_APART = {",", ";", "\n", ".", "-", "("}
SHARED_PROJECT = 0.9
_NEAR = 16
"""Tokens at most of what is said of all pieces."""


def apiece(clause: Clause) -> list[Clause]:
    """One clause for each project where the length is that of each one; else the clause as it is."""
    scan = clause.scan
    each = _apiece_word(clause)
    if each is None:
        return [clause]
    names = _row_of_names(clause)
    if len(names) < 2:
        return [clause]
    last = names[-1].end
    sharing = [i for i in range(last, clause.end) if scan.words[i] in scan.language.sharing_words]
    said = [(i, i + 1, "duration_s") for i in (each, *sharing) if not clause.within(i)]
    pieces = []
    for name in names:
        others = [match for match in names if match is not name]
        taken = [*said, *((match.start, match.end, "project") for match in others)]
        matches = [match for match in clause.matches if match not in others]
        pieces.append(Clause(scan, clause.start, clause.end, matches, clause.cue, taken=[*clause.taken, *taken]))
    return pieces


def under_heading(pieces: Sequence[Clause]) -> list[Clause]:
    """`Apollo: 2h design, 1h review`: the name before the colon is that of all pieces which name none."""
    first = pieces[0]
    heading = first.matches[0] if first.matches and len(pieces) > 1 else None
    opens = heading is not None and isinstance(heading.value, ProjectName) and heading.start == first.start
    if heading is None or not opens or first.scan.words[heading.end] != ":":
        return list(pieces)
    return [
        piece
        if piece is first or any(isinstance(match.value, ProjectName) for match in piece.matches)
        else Clause(piece.scan, piece.start, piece.end, [heading, *piece.matches], piece.cue, taken=piece.taken)
        for piece in pieces
    ]


def _apiece_word(clause: Clause) -> int | None:
    """Where it stands; it is no part of "each day"."""
    words, apiece_words = clause.scan.words, clause.scan.language.apiece_words
    if clause.scan.present.isdisjoint(apiece_words):
        return None
    places = (i for i in range(clause.start, clause.end) if words[i] in apiece_words)
    return next((i for i in places if not clause.within(i)), None)


def leaves_apiece(clause: Clause) -> bool:
    """It says `2h each`, and nobody knows of what."""
    each = _apiece_word(clause)
    of_days = [(start, end) for start, end, name in clause.used if name == "date"]  # "2h each on Mon and Tue"
    said = [*of_days, *((start, end) for start, end, _ in clause.taken)]
    taken = {place for start, end in said for place in range(start, end)}
    if each is None or each in taken:
        return False
    return any(isinstance(match.value, Duration) and each in {match.start - 1, match.end} for match in clause.matches)


def _row_of_names(clause: Clause) -> list[Match[ProjectName]]:
    """The first names that follow each other with no more than `and` or a comma between them."""
    scan = clause.scan
    row: list[Match[ProjectName]] = []
    for name in clause.of(ProjectName):
        between = scan.words[row[-1].end : name.start] if row else []
        if row and not all(word in scan.language.and_words or word in {",", "/", "+"} for word in between):
            break
        row.append(name)
    return row


@dataclass(frozen=True, slots=True)
class Shared:
    """`fields` of all entries that do not tell them apart, with the words that say so."""

    fields: dict[str, Any]
    spans: tuple[Span, ...] = ()

    def given_to(self, action: ActionBase) -> ActionBase:
        if not isinstance(action, LogTime):
            return action
        missing = {name: value for name, value in self.fields.items() if getattr(action, name) in (None, ())}
        if "project" in missing:
            missing["confidence"] = max(action.confidence, SHARED_PROJECT)
        spans = tuple(sorted({*action.spans, *self.spans}, key=lambda span: span.start))
        return action.model_copy(update={**missing, "spans": spans})


def without_shared(pieces: Sequence[Clause]) -> tuple[list[Clause], Shared | None]:
    """The pieces, the last or the first of them without what it says of all; and that."""
    whole = list(pieces)
    if len(whole) < 2:
        return whole, None
    first, last = whole[0], whole[-1]
    tail = _tail(last)
    if tail is not None and (shared := _shared(last, *tail, whole[:-1])) is not None:
        return [*whole[:-1], last.part(last.start, tail[0], last.cue)], shared
    head = _head(first)
    if head is not None and (shared := _shared(first, first.start, head, whole[1:])) is not None:
        return [first.part(head, first.end, None), *whole[1:]], shared
    return whole, None


def _tail(clause: Clause) -> tuple[int, int] | None:
    """From a sign or `both` on, where nothing but marks and such words follow up to the end."""
    scan, language = clause.scan, clause.scan.language
    begins = {match.end: match for match in clause.matches}
    opens, i = None, clause.end
    while i > max(clause.start, clause.end - _NEAR):
        match = begins.get(i)
        if match is not None:
            if not isinstance(match.value, Billable | TagNames | ProjectName):
                break
            i = match.start
            continue
        word = scan.words[i - 1]
        if word in language.sharing_words or word in _APART:
            opens = i - 1
        elif word not in language.fillers and word not in language.work_prepositions and not _is_sign(clause, i - 1):
            break
        i -= 1
    return (opens, clause.end) if opens is not None and opens > clause.start else None


def _head(clause: Clause) -> int | None:
    """`non-billable: 1h Apollo, 2h Hermes`"""
    scan = clause.scan
    if clause.cue is not None:
        return None
    colon = next((i for i in range(clause.start, min(clause.end, clause.start + _NEAR)) if scan.words[i] == ":"), None)
    if colon is None or clause.within(colon):
        return None
    inside = [match for match in clause.matches if match.end <= colon]
    idle = scan.language.sharing_words | scan.language.fillers
    marked = any(isinstance(match.value, Billable | TagNames) for match in inside)
    marked = marked and all(isinstance(match.value, Billable | TagNames) for match in inside)
    words = [scan.words[i] for i in range(clause.start, colon) if not clause.within(i)]
    return colon + 1 if marked and all(word in idle for word in words) else None


def _shared(clause: Clause, start: int, end: int, others: Sequence[Clause]) -> Shared | None:
    """None where the words are those of one piece: others have marks of their own, or a project is but added."""
    scan, language = clause.scan, clause.scan.language
    part = clause.part(start, end, None)
    of_all = any(scan.words[i] in language.sharing_words for i in range(start, end) if not part.within(i))
    fields: dict[str, Any] = {}
    for mark in part.of(Billable)[:1]:
        none = any(scan.words[i] in language.neither_words for i in range(start, mark.start))
        fields["billable"] = mark.value.value and not none
        part.use(mark, "billable")
    tags = part.of(TagNames)
    if tags:
        fields["tags"] = tuple(dict.fromkeys(name for match in tags for name in match.value.names))
        for match in tags:
            part.use(match, "tags")
    for name in part.of(ProjectName)[:1]:
        if not of_all or len(name.value.known) > 1:
            return None
        known = name.value.known[0].project
        fields["project"], fields["project_id"] = known.name, known.id
        part.use(name, "project")
    kinds = {Billable: "billable", TagNames: "tags", ProjectName: "project"}
    apart = any(kinds.get(type(match.value)) in fields for other in others for match in other.matches)
    return Shared(fields, part.spans()) if fields and not (apart and not of_all) else None


def _is_sign(clause: Clause, i: int) -> bool:
    return clause.scan.kinds[i] == "symbol"
