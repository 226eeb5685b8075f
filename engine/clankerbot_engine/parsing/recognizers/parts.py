"""A part of the day that is said apart from the day: `in the afternoon on Friday`, `evening 6-8`."""

from dataclasses import dataclass

from clankerbot_engine.parsing.recognizers.date_ranges import past_range_sign
from clankerbot_engine.parsing.scan import Match, Scan


@dataclass(frozen=True, slots=True)
class DayPart:
    part: str


def recognize(scan: Scan, i: int) -> Match[DayPart] | None:
    language = scan.language
    if scan.words[i] in language.day_prepositions:
        j = i + 2 if scan.words[i + 1] in language.the_words else i + 1
    elif _is_beside_range(scan, i):
        j = i
    else:
        return None
    part = language.dayparts.get(scan.words[j])
    if part is None or part == "noon":
        return None
    return Match(i, j + 1, DayPart(part), 2.0 * (j + 1 - i) - 0.3)


def _is_beside_range(scan: Scan, i: int) -> bool:
    """`evening 6-8`, `6-8 evening`"""
    if scan.numbers[i + 1] >= 0 and not scan.glued[i + 1]:
        return past_range_sign(scan, i + 2) is not None
    ends = i > 2 and scan.numbers[i - 1] >= 0 and past_range_sign(scan, i - 2) == i - 1 and scan.numbers[i - 3] >= 0
    return ends and not scan.is_noun(i + 1)
