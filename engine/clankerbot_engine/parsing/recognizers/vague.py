"""Times that are told without a number, so that they must be asked for: `a few hours`, `several days ago`."""

from dataclasses import dataclass
from typing import Literal

from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.clocks import Clock
from clankerbot_engine.parsing.recognizers.days import day_at
from clankerbot_engine.parsing.recognizers.durations import duration_at
from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, decimal_at, past_ago
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan

_NOON = Clock(12, exact=True)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vague:
    """`field`: what of the action is told so."""

    field: Literal["duration_s", "start", "date"]


def recognize(scan: Scan, i: int) -> Match[ClockRange] | Match[Vague] | None:
    return _few(scan, i) or _half_of_day(scan, i)


def recognize_either(scan: Scan, i: int) -> Match[Vague] | None:
    """`2-3 hours`, `2 or 3 hours`, `between 2 and 3 hours`, `an hour or two`; "13-15h" are times of day."""
    language = scan.language
    between = scan.words[i] in language.between_words
    if i > 0 and scan.words[i] in language.entry_words and scan.words[i - 1] in language.last_entry_words:
        return None  # "extend the last one to 45m"
    least = decimal_at(scan, i + 1 if between else i) or _one_or_more(scan, i)
    if least is None:
        return None
    sign = scan.words[least[1]]
    if scan.words[least[1] - 1] in language.length_units:
        most = cardinal_at(scan, least[1] + 1)
        return Match(i, most[1], Vague("duration_s"), 2.0 * (most[1] - i) + 0.5) if most is not None else None
    hyphen = sign == "-" and scan.numbers[least[1] - 1] < 0  # "three-quarters"
    joins = (sign == "-" and not hyphen) or sign in language.until_words or sign in language.or_words
    joins = joins or (between and sign in language.through_words)
    most = duration_at(scan, least[1] + 1) if joins else None
    if most is None or scan.words[most[1] - 1] in language.hour_marks:
        return None
    return Match(i, most[1], Vague("duration_s"), 2.0 * (most[1] - i) + 0.5)


def _one_or_more(scan: Scan, i: int) -> tuple[float, int] | None:
    """`an hour` of `an hour or two`; `one` of `one or two hours`."""
    language = scan.language
    if scan.words[i] not in language.articles and language.numbers.get(scan.words[i]) is None:
        return None
    j = i + 2 if scan.words[i + 1] in language.length_units else i + 1
    return (1.0, j) if scan.words[j] in language.or_words and cardinal_at(scan, j + 1) is not None else None


def _few(scan: Scan, i: int) -> Match[Vague] | None:
    """`a few hours`, `the last few hours`, `several hours ago`, `a few days ago`, `vor ein paar Tagen`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    lately = scan.words[j] in language.last_words or scan.words[j] in language.previous_words
    before = scan.words[j] in language.ago_before_words
    j = j + 1 if lately or before else j
    j = j + 1 if scan.words[j] in language.articles else j
    if scan.words[j] not in language.few_words:
        return _some_day(scan, i)
    unit = scan.words[j + 1]
    end = j + 2
    behind = past_ago(scan, end)
    ago = before or behind is not None
    end = behind if behind is not None and not before else end
    if language.length_units.get(unit, 0) >= 60 and len(unit) > 1:
        return Match(i, end, Vague("start" if ago else "duration_s"), 2.0 * (end - i))
    if ago and unit in language.calendar_units:
        return Match(i, end, Vague("date"), 2.0 * (end - i))
    return None


def _some_day(scan: Scan, i: int) -> Match[Vague] | None:
    """`the other day`, `recently`"""
    if scan.words[i] not in scan.language.vague_day_phrases.openers:
        return None
    found = longest(scan.language.vague_day_phrases.start, scan.words, i, scan.size, _NONE)
    return Match(i, found[1], Vague("date"), 2.0 * (found[1] - i)) if found is not None else None


def _half_of_day(scan: Scan, i: int) -> Match[ClockRange] | Match[Vague] | None:
    """`all morning`, `the whole afternoon`, `all of yesterday morning`: the half of the working day, most likely."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words or scan.words[i] in language.this_words else i
    if scan.words[j] not in language.whole_words:
        return None
    j += 1
    j = j + 1 if scan.words[j] in language.of_words else j
    k = j + 1 if scan.words[j] in language.the_words else j
    part, end = language.dayparts.get(scan.words[k]), k + 1
    day: When | None = None
    if part is None and (told := day_at(scan, j)) is not None and told[0].part is not None:
        day, part, end = told[0], told[0].part, told[1]
    opens, closes = scan.preferences.day_start, scan.preferences.day_end
    begin, finish = Clock(opens.hour, opens.minute, exact=True), Clock(closes.hour, closes.minute, exact=True)
    match part:
        case "morning" if opens.hour < 12:
            return Match(i, end, ClockRange(begin, _NOON, day, vague=True), 2.0 * (end - i) + 0.5)
        case "afternoon" if closes.hour > 12:
            return Match(i, end, ClockRange(_NOON, finish, day, vague=True), 2.0 * (end - i) + 0.5)
        case "morning" | "afternoon" | "evening" | "night":
            return Match(i, end, Vague("duration_s"), 2.0 * (end - i))
        case _:
            return None
