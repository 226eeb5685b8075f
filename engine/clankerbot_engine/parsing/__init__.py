"""Reading text: pure and deterministic. `parse` is the rules' reading; `llm` asks a model first."""

import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from clankerbot_engine.actions import ActionBase, ParseResult, Unknown
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.parsing.assembly.outcome import PLAN_REASON, NotRead, unknown
from clankerbot_engine.parsing.doubt import asked_if_unsure
from clankerbot_engine.parsing.languages.choice import languages_of
from clankerbot_engine.parsing.name_index import index_of
from clankerbot_engine.parsing.names import resolve_in
from clankerbot_engine.parsing.reading import read
from clankerbot_engine.parsing.scan import Scan
from clankerbot_engine.parsing.wording import in_words_of
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def parse(
    text: str,
    *,
    now: datetime,
    timezone: ZoneInfo,
    catalogue: Catalogue | None = None,
    preferences: Preferences = DEFAULT_PREFERENCES,
) -> ParseResult:
    """The actions that the text asks for, or one `unknown`. Raises for no text, in time linear in its length.

    It is read in the language of the person's locale, and where that makes nothing of it, in English.

    `now` decides what is past, `timezone` what a day is. Half of a surrogate pair, which no store holds, reads as
    U+FFFD.
    """
    began = time.perf_counter_ns()
    text = _HALF_PAIR.sub("\ufffd", text)
    index = index_of(catalogue) if catalogue is not None else None
    languages, date_order = languages_of(preferences.locale)
    best: list[ActionBase] = []
    for language in languages:
        scan = Scan(
            text,
            language=language,
            date_order=preferences.date_order or date_order,
            now=now,
            zone=timezone,
            preferences=preferences,
            index=index,
        )
        try:
            read_as = [resolve_in(index, action, preferences) for action in read(scan)]
            actions = asked_if_unsure(read_as)
        except ValidationError:  # a value beyond what an action may hold, as a year 2100
            actions = [unknown(language, NotRead("It says something that no entry can hold."))]
        best = best or actions
        if not isinstance(actions[0], Unknown) or actions[0].reason == PLAN_REASON:
            best = actions
            break
    return ParseResult(
        text=text,
        parser="rule",
        actions=tuple(in_words_of(languages[0], action) for action in best),
        timezone=timezone.key,
        now=now,
        took_us=(time.perf_counter_ns() - began) // 1000,
    )
