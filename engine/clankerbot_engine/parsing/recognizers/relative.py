"""Times that are told from now: `20 minutes ago`, `the last 40 minutes`, `for the past 2 hours`."""

from dataclasses import dataclass

from clankerbot_engine.actions import MAX_DURATION_S
from clankerbot_engine.parsing.recognizers.durations import duration_at
from clankerbot_engine.parsing.scan import Match, Scan


@dataclass(frozen=True, slots=True)
class Ago:
    """A point: `seconds` before now."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Lately:
    """A stretch: the `seconds` that end now."""

    seconds: int


def recognize_ago(scan: Scan, i: int) -> Match[Ago] | None:
    start = i + 1 if scan.words[i] in scan.language.about_words else i
    found = duration_at(scan, start)
    if found is None or found[0] > MAX_DURATION_S or scan.words[found[1]] not in scan.language.ago_words:
        return None
    return Match(i, found[1] + 1, Ago(found[0]), 2.0 * (found[1] + 1 - i) + 0.5)


def recognize_lately(scan: Scan, i: int) -> Match[Lately] | None:
    """`last 40 minutes`, `the past hour`; a count may be left out before a single unit."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    if scan.words[j] not in language.last_words and scan.words[j] not in language.previous_words:
        return None
    j += 1
    found = duration_at(scan, j)
    if found is None:
        unit = language.length_units.get(scan.words[j])
        if unit is None or len(scan.words[j]) < 3:
            return None
        found = unit, j + 1
    if found[0] > MAX_DURATION_S:
        return None
    return Match(i, found[1], Lately(found[0]), 2.0 * (found[1] - i) + 0.5)
