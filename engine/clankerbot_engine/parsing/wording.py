"""Reasons and questions in the person's own language, whichever the text was read in."""

import re

from clankerbot_engine.actions import ActionBase, CreateSchedule, Unknown
from clankerbot_engine.parsing.languages import Language

_QUOTED = re.compile("“([^”]*)”")


def in_words_of(language: Language, action: ActionBase) -> ActionBase:
    if not language.reasons:
        return action
    if isinstance(action, Unknown):
        return action.model_copy(update={"reason": said_in(language, action.reason)})
    if isinstance(action, CreateSchedule) and action.action.needs:
        return action.model_copy(update={"action": in_words_of(language, action.action)})
    if not action.needs:
        return action
    asked = (need.model_copy(update={"reason": said_in(language, need.reason)}) for need in action.needs)
    return action.model_copy(update={"needs": tuple(asked)})


def said_in(language: Language, reason: str) -> str:
    """As it is where the language has no words for it. What was quoted is quoted again."""
    words = language.reasons.get(_QUOTED.sub("“{}”", reason))
    return reason if words is None else words.format(*_QUOTED.findall(reason))
