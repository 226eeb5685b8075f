"""How long: `2h`, `1h30`, `an hour and a half`, `three quarters of an hour`, `PT1H30M`."""

from dataclasses import dataclass

from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, decimal_at
from clankerbot_engine.parsing.scan import Match, Scan

_HOUR, _MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class Duration:
    seconds: int


def recognize(scan: Scan, i: int) -> Match[Duration] | None:
    found = duration_at(scan, i)
    if found is None and scan.numbers[i] > 24:  # as hours of the day 30:00 cannot be meant
        found = colons_at(scan, i)
    return Match(i, found[1], Duration(found[0]), 2.0 * (found[1] - i)) if found and found[0] > 0 else None


def duration_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """Seconds, and where the words end."""
    if i not in scan.lengths:  # asked for by several recognizers
        scan.lengths[i] = _duration(scan, i)
    return scan.lengths[i]


def _duration(scan: Scan, i: int) -> tuple[int, int] | None:
    found = _iso(scan, i) or _three_colons(scan, i)
    if found:
        return found
    first = _quantity(scan, i)
    if first is None:
        return None
    seconds, unit, j = first
    while unit > 1:
        more = _smaller(scan, j, unit)
        if more is None:
            break
        seconds, unit, j = seconds + more[0], more[1], more[2]
    return round(seconds), j


def colons_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """`1:30` as hours and minutes."""
    if (
        scan.numbers[i] >= 0
        and scan.words[i + 1] == ":"
        and scan.glued[i + 1]
        and scan.glued[i + 2]
        and scan.digits(i + 2) == 2
        and scan.numbers[i + 2] < 60
        and scan.digits(i) <= 3
    ):
        return scan.numbers[i] * _HOUR + scan.numbers[i + 2] * _MINUTE, i + 3
    return None


def _three_colons(scan: Scan, i: int) -> tuple[int, int] | None:
    found = colons_at(scan, i)
    if found is None:
        return None
    seconds, j = found
    if scan.words[j] == ":" and scan.glued[j] and scan.glued[j + 1] and scan.digits(j + 1) == 2:
        return (seconds + scan.numbers[j + 1], j + 2) if scan.numbers[j + 1] < 60 else None
    return None


def _iso(scan: Scan, i: int) -> tuple[int, int] | None:
    if scan.words[i] not in {"pt", "p"}:
        return None
    j = i + 1
    if scan.words[i] == "p":
        return None
    seconds = 0.0
    units = {"h": _HOUR, "m": _MINUTE, "s": 1}
    while scan.glued[j] and (amount := decimal_at(scan, j)):
        unit = units.get(scan.words[amount[1]])
        if unit is None or not scan.glued[amount[1]]:
            return None
        seconds, j = seconds + amount[0] * unit, amount[1] + 1
    return (round(seconds), j) if j > i + 1 else None


def _quantity(scan: Scan, i: int) -> tuple[float, int, int] | None:
    """An amount and its unit: seconds, the unit's seconds, where it ends."""
    amount = _amount(scan, i)
    if amount is None:
        return None
    value, j, by_article = amount
    if scan.words[j] == "-" and scan.glued[j]:
        j += 1
    unit = scan.language.length_units.get(scan.words[j])
    if unit is None or (by_article and len(scan.words[j]) < 3):  # "a m", "a s" are no lengths
        return None
    j += 1
    tail = _and_part(scan, j)
    if tail is not None and unit > 1:
        value, j = value + tail[0], tail[1]
    return value * unit, unit, j


def _amount(scan: Scan, i: int) -> tuple[float, int, bool] | None:
    """A number before a unit, where it ends, and whether it is a mere `an`."""
    part = _part_of(scan, i)
    if part is not None:
        return part[0], part[1], False
    if scan.words[i] in scan.language.articles:
        part = _part_of(scan, i + 1)
        if part is not None:
            return part[0], part[1], False
        if scan.words[i + 1] in scan.language.couple:
            return 2.0, i + 3 if scan.words[i + 2] in scan.language.of_words else i + 2, False
        return 1.0, i + 1, True
    number = decimal_at(scan, i)
    if number is None:
        return None
    tail = _and_part(scan, number[1])
    if tail is not None:
        return number[0] + tail[0], tail[1], False
    return number[0], number[1], False


def _part_of(scan: Scan, i: int) -> tuple[float, int] | None:
    """`half an`, `quarter of an`, `three quarters of an`, `a half`: before a unit."""
    language = scan.language
    times = cardinal_at(scan, i)
    if times is not None and times[0] <= 3 and scan.words[times[1]] in language.quarter:
        value, j = times[0] * 0.25, times[1] + 1
    elif scan.words[i] in language.half:
        value, j = 0.5, i + 1
    elif scan.words[i] in language.quarter:
        value, j = 0.25, i + 1
    else:
        return None
    if scan.words[j] in language.of_words:
        j += 1
    if scan.words[j] in language.articles:
        j += 1
    return (value, j) if scan.words[j] in language.length_units else None


def _and_part(scan: Scan, i: int) -> tuple[float, int] | None:
    """`and a half`, `and three quarters`, `and quarter`."""
    language = scan.language
    if scan.words[i] not in language.and_words:
        return None
    j = i + 2 if scan.words[i + 1] in language.articles else i + 1
    if scan.words[j] in language.half:
        value, j = 0.5, j + 1
    elif scan.words[j] in language.quarter:
        value, j = 0.25, j + 1
    else:
        times = cardinal_at(scan, j)
        if times is None or times[0] > 3 or scan.words[times[1]] not in language.quarter:
            return None
        value, j = times[0] * 0.25, times[1] + 1
    if scan.words[j] in language.articles or scan.words[j] in language.of_words:  # "and half an hour": a length itself
        return None
    return value, j


def _smaller(scan: Scan, i: int, unit: int) -> tuple[float, int, int] | None:
    """What follows a length and belongs to it: `30 min`, `, 5 minutes`, `and 20 s`, or, after hours, `30`, `thirty`."""
    j = scan.skip(i, ",")
    if scan.words[j] in scan.language.and_words:
        j += 1
    following = _quantity(scan, j)
    if following is not None and following[1] < unit:
        return following
    if unit != _HOUR or j > i:
        return None
    bare = cardinal_at(scan, i)
    if bare is None or not 0 < bare[0] < 60 or scan.words[bare[1]] in scan.language.length_units:
        return None
    if scan.numbers[i] < 0:
        return (bare[0] * _MINUTE, _MINUTE, bare[1]) if scan.words[i - 1] not in {"h"} else None
    if scan.digits(i) == 2 and not _leads_on(scan, i + 1):
        return bare[0] * _MINUTE, _MINUTE, i + 1
    return None


def _leads_on(scan: Scan, i: int) -> bool:
    """What follows makes the number part of something else: a time, a date, a decimal."""
    language = scan.language
    word = scan.words[i]
    return (
        (scan.glued[i] and (word in {":", "/", ".", ","} or word.isalpha()) and scan.numbers[i + 1] >= 0)
        or word in language.am_words
        or word in language.pm_words
        or word in language.months
        or word in language.ordinal_endings
        or (word == "-" and scan.numbers[i + 1] >= 0)
    )
