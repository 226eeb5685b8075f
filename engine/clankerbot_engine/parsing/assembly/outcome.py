"""What the assemblers share: how sure a reading is, and what is said where none can be made."""

from dataclasses import dataclass

from clankerbot_engine.actions import Unknown
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.languages import Language

SURE = 0.97
_PER_UNREAD_WORD = 0.17
_TOO_MANY_UNREAD = 2
_MAX_SUGGESTIONS = 3

TALK_REASON = "It reads like a question or a plan, and not like work that is done."
PLAN_REASON = "It reads like a plan or an estimate, and not like work that is done."
TAKEN_BACK_REASON = "It is taken back at the end."
REST_REASON = "It does not say how long the rest was."
"""Understood in its language, so that no other language is tried."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why no action was made; `near`: the kind that was meant, perhaps; `final`: it surely is no other one."""

    reason: str
    near: str | None = None
    final: bool = False


def command_confidence(clause: Clause, *, idle: tuple[frozenset[str], ...] = ()) -> float | None:
    """Of a command that takes no free words: one more makes it doubtful, two make it no command."""
    unread = clause.mark_unread(idle)
    if unread >= _TOO_MANY_UNREAD:
        return None
    worth = clause.cue.worth if clause.cue is not None else 1.0
    return round(max(0.1, SURE - _PER_UNREAD_WORD * unread) * worth, 3)


def unknown(language: Language, missing: NotRead) -> Unknown:
    """With up to three commands that would be understood, the likeliest first."""
    likely = [missing.near] if missing.near in language.suggestions else []
    kinds = [*likely, *(kind for kind in ("log_time", "start_timer", "summary", "help") if kind not in likely)]
    suggestions = tuple(language.suggestions[kind] for kind in kinds[:_MAX_SUGGESTIONS] if kind is not None)
    return Unknown(reason=missing.reason, suggestions=suggestions, confidence=1.0)
