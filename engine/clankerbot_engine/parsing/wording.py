"""Reasons and questions in the person's own language, whichever the text was read in."""

import re
from itertools import chain, islice

from clankerbot_engine.actions import ActionBase, CreateSchedule, Unknown
from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.name_index import NameIndex, name_words
from clankerbot_engine.preferences import Preferences

_EXAMPLE = "Apollo"
"""The project that suggestions are on where there is no catalogue."""
_EASY_NAME = re.compile(r"[^\W\d_][^\W_]*(?: [^\W_]+){0,3}")
"""Words alone: what has signs in it may not be read as it is written."""
_MOST_TRIED = 100
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


def with_own_project(action: ActionBase, language: Language, index: NameIndex | None, said: Preferences) -> ActionBase:
    """Suggestions that are commands for this very person: on a project of theirs, the usual or the last used one."""
    if not isinstance(action, Unknown) or index is None or name_words(_EXAMPLE) in index.named:
        return action
    usual = [said.default_project] if said.default_project else []
    used = (project.name for recent in said.recent_projects if (project := index.with_id(recent)) is not None)
    names = chain(usual, used, (known.project.name for known in islice(index.projects, _MOST_TRIED)))
    name = next((each for each in names if _EASY_NAME.fullmatch(each)), None)
    if name is None:
        return action
    kept = language.suggestions.get("create_project")
    named = (each if each == kept else each.replace(_EXAMPLE, name) for each in action.suggestions)
    return action.model_copy(update={"suggestions": tuple(named)})


def said_in(language: Language, reason: str) -> str:
    """As it is where the language has no words for it. What was quoted is quoted again."""
    words = language.reasons.get(_QUOTED.sub("“{}”", reason))
    return reason if words is None else words.format(*_QUOTED.findall(reason))
