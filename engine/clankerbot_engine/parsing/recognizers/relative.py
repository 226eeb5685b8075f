"""Times that are told from now: `20 minutes ago`, `the last 40 minutes`, `for the past 2 hours`."""

from dataclasses import dataclass

from clankerbot_engine.actions import MAX_DURATION_S
from clankerbot_engine.parsing.recognizers.counted_days import calendar_parts_at, shifted_back
from clankerbot_engine.parsing.recognizers.durations import duration_at, past_about
from clankerbot_engine.parsing.recognizers.numbers import and_part_at, cardinal_at, past_ago
from clankerbot_engine.parsing.scan import Match, Scan

_MINUTE, _DAY = 60, 24 * 3600


@dataclass(frozen=True, slots=True)
class Ago:
    """A point: `seconds` before now."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Lately:
    """A stretch: the `seconds` that end now."""

    seconds: int


def recognize_ago(scan: Scan, i: int) -> Match[Ago] | None:
    """`20 minutes ago`, `started about an hour ago`; `vor 20 Minuten`, where the language says it in front."""
    language = scan.language
    start = past_about(scan, i + 1 if scan.words[i] in language.started_words else i)
    before = scan.words[start] in language.ago_before_words
    found = (
        duration_at(scan, past_about(scan, start + 1) if before else start)
        or _with_days(scan, start)
        or _colons(scan, start)
    )
    if found is None or found[0] > MAX_DURATION_S:
        return None
    if before:
        return Match(i, found[1], Ago(found[0]), 2.0 * (found[1] - i) + 0.5)
    end = past_ago(scan, found[1])
    return Match(i, end, Ago(found[0]), 2.0 * (end - i) + 0.5) if end is not None else None


def recognize_before_now(scan: Scan, i: int) -> Match[Ago] | None:
    """`now - 20 min`, `now minus an hour`."""
    sign = scan.words[i + 1] in scan.language.minus_words or scan.words[i + 1] == "-"
    found = duration_at(scan, i + 2) if sign else None
    if found is None or found[0] > MAX_DURATION_S:
        return None
    return Match(i, found[1], Ago(found[0]), 2.0 * (found[1] - i) + 0.5)


def _colons(scan: Scan, i: int) -> tuple[int, int] | None:
    """`1:10`, which is a length before `ago` and after `the last`."""
    joined = scan.words[i + 1] == ":" and scan.glued[i + 1] and scan.glued[i + 2]
    if scan.numbers[i] < 0 or not joined or scan.digits(i + 2) != 2 or scan.numbers[i + 2] > 59:
        return None
    return scan.numbers[i] * 3600 + scan.numbers[i + 2] * 60, i + 3


def _with_days(scan: Scan, i: int) -> tuple[int, int] | None:
    """`1 day and 3 hours`, before `ago`: the seconds from then until now."""
    parts, j = calendar_parts_at(scan, i)
    k = scan.skip(j, ",")
    k = k + 1 if scan.words[k] in scan.language.and_words else k
    length = duration_at(scan, k) if parts else None
    day = shifted_back(scan.today, parts) if length is not None else None
    if length is None or day is None:
        return None
    return (scan.today - day).days * _DAY + length[0], length[1]


def recognize_lately(scan: Scan, i: int) -> Match[Lately] | None:
    """`last 40 minutes`, `the 5 last minutes`, `last hour and a half`: one unit needs no count."""
    language = scan.language
    if scan.words[i] in language.since_words:
        return _since_length(scan, i)
    j = i + 1 if scan.words[i] in language.day_prepositions else i
    j = j + 1 if scan.words[j] in language.the_words or scan.words[j] in language.this_words else j
    counted = _counted_last(scan, j) if j > i else None
    if counted is not None:
        return Match(i, counted[1], Lately(counted[0]), 2.0 * (counted[1] - i) + 0.5)
    if scan.words[j] not in language.last_words and scan.words[j] not in language.previous_words:
        return None
    j += 1
    found = duration_at(scan, j) or _one(scan, j) or _colons(scan, j)
    if found is not None and found[0] == _MINUTE and found[1] == j + 1 and scan.is_noun(found[1]):
        return None  # "last minute fixes"
    if found is None:
        return None
    if found[0] > MAX_DURATION_S or scan.norms[found[1] - 1].endswith("'s"):  # "last quarter's hours"
        return None
    return Match(i, found[1], Lately(found[0]), 2.0 * (found[1] - i) + 0.5)


def _counted_last(scan: Scan, i: int) -> tuple[int, int] | None:
    """`5 last minutes`, behind `the`"""
    language = scan.language
    count = cardinal_at(scan, i)
    if count is None or scan.words[count[1]] not in language.last_words | language.previous_words:
        return None
    unit = language.length_units.get(scan.words[count[1] + 1])
    seconds = count[0] * unit if unit is not None else 0
    return (seconds, count[1] + 2) if 0 < seconds <= MAX_DURATION_S else None


def _since_length(scan: Scan, i: int) -> Match[Lately] | None:
    """`since 2 hours ago`, and as it is said in German, `seit 2 Stunden`."""
    found = duration_at(scan, past_about(scan, i + 1))
    if found is None or found[0] > MAX_DURATION_S:
        return None
    end = past_ago(scan, found[1]) or found[1]
    return Match(i, end, Lately(found[0]), 2.0 * (end - i) + 0.5)


def _one(scan: Scan, i: int) -> tuple[int, int] | None:
    """`hour`, `hour and a half`"""
    unit = scan.language.length_units.get(scan.words[i])
    if unit is None or len(scan.words[i]) < 3:
        return None
    tail = and_part_at(scan, i + 1)
    return (round(unit * (1 + tail[0])), tail[1]) if tail is not None else (unit, i + 1)
