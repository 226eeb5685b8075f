"""Reading text: pure and deterministic. `parse` is the rules' reading; `llm` asks a model first."""

import re
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from clankerbot_engine.actions import ActionBase, CreateSchedule, ParseResult, Unknown
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.parsing.assembly.outcome import (
    PLAN_REASON,
    REST_REASON,
    TAKEN_BACK_REASON,
    TALK_REASON,
    NotRead,
    unknown,
)
from clankerbot_engine.parsing.doubt import asked_if_unsure
from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.languages.choice import languages_of, languages_shown, talk_shown
from clankerbot_engine.parsing.name_index import index_of
from clankerbot_engine.parsing.names import resolve_in
from clankerbot_engine.parsing.reading import read
from clankerbot_engine.parsing.scan import Scan
from clankerbot_engine.parsing.wording import in_words_of, with_own_project
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences

_HALF_PAIR = re.compile("[\ud800-\udfff]")

_LEFT_OVER = ("description", "text", "unread")
"""Fields of what no rule knows the meaning of."""


def parse(
    text: str,
    *,
    now: datetime,
    timezone: ZoneInfo,
    catalogue: Catalogue | None = None,
    preferences: Preferences = DEFAULT_PREFERENCES,
) -> ParseResult:
    """The actions that the text asks for, or one `unknown`. Raises for no text, in time linear in its length.

    It is read in the language of the person's locale, and in English, or the one that its words show, where that makes
    more of it: who types commands in English in a German Slack must not get "yesterday" as a description of today.

    `now` decides what is past, `timezone` what a day is. Half of a surrogate pair, which no store holds, reads as
    U+FFFD.
    """
    began = time.perf_counter_ns()
    if not text.isascii():
        text = _HALF_PAIR.sub("\ufffd", text)
    index = index_of(catalogue) if catalogue is not None else None
    languages, date_order = languages_of(preferences.locale)
    order = preferences.date_order or date_order

    def read_in(language: Language) -> tuple[list[ActionBase], Scan]:
        scan = Scan(
            text, language=language, date_order=order, now=now, zone=timezone, preferences=preferences, index=index
        )
        try:
            read_as = [resolve_in(index, action, preferences) for action in read(scan)]
            return asked_if_unsure(read_as), scan
        except ValidationError:  # a value beyond what an action may hold, as a year 2100
            return [unknown(language, NotRead("It says something that no entry can hold."))], scan

    own, scan = read_in(languages[0])
    others = languages[1:] or languages_shown(scan.present, but=languages[0])
    if others and _is_talk(own) and not talk_shown(languages[0]).isdisjoint(scan.present):
        others = ()  # "Apollo dauert 2h" is no work on "dauert"
    readings = [own, *(read_in(language)[0] for language in others)]
    best = own
    if len(readings) > 1:  # of those that are alike, the person's own
        best = max(readings, key=partial(_worth, known_names=index is not None))
    return ParseResult(
        text=text,
        parser="rule",
        actions=tuple(
            in_words_of(languages[0], with_own_project(action, languages[0], index, preferences)) for action in best
        ),
        timezone=timezone.key,
        now=now,
        took_us=(time.perf_counter_ns() - began) // 1000,
    )


def _is_talk(actions: Sequence[ActionBase]) -> bool:
    """It is talk for sure, or perhaps: a language that does not know the words would be none the wiser."""
    return any(
        action.reason == TALK_REASON
        if isinstance(action, Unknown)
        else any(need.code == "confirm" for need in action.needs)
        for action in actions
    )


def _worth(actions: Sequence[ActionBase], *, known_names: bool) -> tuple[bool, bool, int, int, bool, float]:
    """The more of the text means something, the better, and the less is left over."""
    first = actions[0]
    known = not isinstance(first, Unknown)
    is_settled = isinstance(first, Unknown) and first.reason in (PLAN_REASON, REST_REASON, TAKEN_BACK_REASON)
    is_asked = any(need.code == "confirm" for action in actions for need in action.needs)
    meant, left_over = set[tuple[int, int]](), set[tuple[int, int]]()
    for action in actions:
        not_there = {need.field for need in action.needs if need.code == "unknown_name"}
        for span in (*action.spans, *(action.action.spans if isinstance(action, CreateSchedule) else ())):
            is_left = span.field in _LEFT_OVER or span.field in not_there
            is_left = is_left or (span.field == "project" and not known_names)  # any words may be a name
            (left_over if is_left else meant).add((span.start, span.end))
    confidence = min(action.confidence for action in actions)
    return is_settled, known, _letters(meant), -_letters(left_over), not is_asked, confidence


def _letters(spans: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)
