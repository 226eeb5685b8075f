"""`move my last entry 30 minutes later`: an entry whose start and end move by the same time."""

from dataclasses import dataclass

from clankerbot_engine.actions import ActionBase, Choice, EditEntry, Need
from clankerbot_engine.parsing.assembly.entry_words import entry_said, idle_beside_entry, target_of
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.relative import Ago
from clankerbot_engine.parsing.scan import Match

_EITHER_WAY, _PRONOUN, _NAMED, _UNREAD = 0.85, 0.85, 0.65, 0.15


@dataclass(frozen=True, slots=True)
class Move:
    """`way`: 1 later, -1 earlier, 0 not said; `worth`: how sure that is."""

    length: Match[Duration] | Match[Ago]
    way: int
    worth: float = 1.0


def move_said(clause: Clause) -> Move | None:
    """A verb that moves, and by how much: `shift it by 15 min`; None of "move it to 9"."""
    scan, language = clause.scan, clause.scan.language
    if clause.cue is None:
        return None
    verbs = (*scan.words[clause.cue.start : clause.cue.end], scan.words[clause.end])  # "... um 1h verschieben"
    if language.moving_words.isdisjoint(verbs):
        return None
    lengths = [match for match in clause.matches if isinstance(match.value, Duration | Ago)]
    if len(lengths) != 1 or scan.words[lengths[0].start - 1] in language.become_words:
        return None
    free = scan.words[clause.start : clause.end]  # "an hour earlier" is a point to the recognizers
    later, earlier = not language.later_words.isdisjoint(free), not language.earlier_words.isdisjoint(free)
    length: Match[Duration] | Match[Ago] = lengths[0]  # type: ignore[assignment]  # of these two kinds
    if later != earlier:
        return Move(length, 1 if later else -1)
    either = [language.either_way_words[word] for word in free if word in language.either_way_words]
    if len(either) != 1:
        return Move(length, 0)
    return Move(length, either[0], _EITHER_WAY)


def move_entry(clause: Clause, move: Move) -> list[ActionBase] | NotRead:
    scan, language = clause.scan, clause.scan.language
    if not entry_said(clause):
        return NotRead("It does not say which entry.", "edit_entry")  # "move the meeting an hour later"
    clause.use(move.length, "later_by_s")
    directions = language.later_words | language.earlier_words | language.either_way_words.keys()
    directions = directions | language.by_words | language.after_words  # "nach hinten"
    for i in range(clause.start, clause.end):
        if scan.words[i] in directions:
            clause.use_tokens(i, i + 1, "later_by_s")
    clause.join("later_by_s")
    assert clause.cue is not None
    target, worth = target_of(clause, clause.cue.end, clause.end)
    called = not language.entry_words.isdisjoint(scan.words[clause.start : clause.end])
    if target != "last" and not called:
        worth = min(worth, _NAMED)
    elif not called:
        worth = min(worth, _PRONOUN)  # "move it an hour later" may be a meeting
    worth = min(worth, move.worth, clause.cue.worth) - _UNREAD * clause.mark_unread(idle_beside_entry(clause))
    seconds = move.length.value.seconds
    asked = () if move.way else (_which_way(seconds),)
    return [
        EditEntry(
            target=target,
            later_by_s=seconds * move.way or None,
            needs=asked,
            confidence=round(SURE * max(worth, _UNREAD), 3),
            spans=clause.spans(),
        )
    ]


def _which_way(seconds: int) -> Need:
    length = f"{seconds // 3600}:{seconds // 60 % 60:02} h"
    choices = (Choice(value=seconds, label=f"+{length}"), Choice(value=-seconds, label=f"-{length}"))
    return Need(field="later_by_s", reason="Later or earlier?", code="ambiguous", choices=choices)
