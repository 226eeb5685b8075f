"""A part of the day that is said apart from the day: `in the afternoon on Friday`."""

from dataclasses import dataclass

from clankerbot_engine.parsing.scan import Match, Scan


@dataclass(frozen=True, slots=True)
class DayPart:
    part: str


def recognize(scan: Scan, i: int) -> Match[DayPart] | None:
    language = scan.language
    if scan.words[i] not in language.day_prepositions:
        return None
    j = i + 2 if scan.words[i + 1] in language.the_words else i + 1
    part = language.dayparts.get(scan.words[j])
    if part is None or part == "noon":
        return None
    return Match(i, j + 1, DayPart(part), 2.0 * (j + 1 - i) - 0.3)
