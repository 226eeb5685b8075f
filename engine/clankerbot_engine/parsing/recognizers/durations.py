"""How long: `2h`, `1h30`, `an hour and a half`, `three quarters of an hour`, `PT1H30M`."""

from dataclasses import dataclass

from clankerbot_engine.actions import MAX_DURATION_S
from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.recognizers.numbers import (
    VULGAR,
    and_part_at,
    cardinal_at,
    decimal_at,
    fraction_at,
    parts_at,
    past_hyphen,
    past_ish,
)
from clankerbot_engine.parsing.recognizers.weeks import numbers_a_week
from clankerbot_engine.parsing.recognizers.working_days import counted_days_at, part_of_day_at
from clankerbot_engine.parsing.scan import Match, Scan

_HOUR, _MINUTE = 3600, 60
_LONG_S = 13 * _HOUR
_NONE: frozenset[str] = frozenset()
_MOST_ABOUT = 3
_PRIMES = {"'", "′"}
_TIMES = {"x", "×", "*", "mal"}


@dataclass(frozen=True, slots=True)
class Duration:
    """`in_days`: told in days, each as long as the person's working hours."""

    seconds: int
    in_days: bool = False


def recognize(scan: Scan, i: int) -> Match[Duration] | None:
    """With what says how exactly it is meant: `about 2h`, `exactly an hour`, `2 hours or so`."""
    if i > 0 and _is_no_length(scan, i):
        return None
    start = past_about(scan, i)
    if start == i and numbers_a_week(scan, i):
        return None
    times = scan.numbers[start] if scan.words[start + 1] in _TIMES else 0
    if times > 0 and (one := duration_at(scan, start + 2)) is not None and times * one[0] <= MAX_DURATION_S:
        return Match(i, one[1], Duration(times * one[0]), 2.0 * (one[1] - i))
    found = duration_at(scan, start)
    if found is None and scan.numbers[start] > 24 and scan.words[i - 1] not in scan.language.at_words:
        # As hours of the day 30:00 cannot be meant, and 25:00-26:00 no more.
        found = colons_at(scan, start)
        found = None if found is not None and _is_within_range(scan, start, found[1]) else found
    in_days = found is None and not scan.present.isdisjoint(scan.language.day_units)
    found = _days(scan, start) if in_days else found
    if found is None or found[0] <= 0:
        return None
    seconds, end = _reduced(scan, *_multiplied(scan, *found))
    if scan.words[end] in scan.language.or_so_openers:
        more_or_less = longest(scan.language.or_so_phrases.start, scan.words, end, scan.size, _NONE)
        end = more_or_less[1] if more_or_less else end
    return Match(i, end, Duration(seconds, in_days), 2.0 * (end - i))


def _is_no_length(scan: Scan, i: int) -> bool:
    """The 8s of "k8s", the day of "what a day"."""
    before = scan.words[i - 1]
    within_word = scan.glued[i] and scan.kinds[i - 1] == "word" and len(before) == 1 and before not in "tp"
    return within_word or (scan.words[i] in scan.language.articles and before in scan.language.question_words)


def _multiplied(scan: Scan, seconds: int, end: int) -> tuple[int, int]:
    """`20 min x 3`"""
    times = scan.numbers[end + 1] if scan.words[end] in _TIMES else 0
    return (times * seconds, end + 2) if times > 0 else (seconds, end)


def _reduced(scan: Scan, seconds: int, end: int) -> tuple[int, int]:
    """`3h minus 15 min`"""
    less = duration_at(scan, end + 1) if scan.words[end] in scan.language.minus_words else None
    return (seconds - less[0], less[1]) if less is not None and less[0] < seconds else (seconds, end)


def _days(scan: Scan, i: int) -> tuple[int, int] | None:
    """`2 days`, `1d 4h`: of the person's working hours. Not in `duration_at`: "2 days ago" is no length."""
    days = counted_days_at(scan, i)
    more = duration_at(scan, days[1]) if days is not None else None
    return (days[0] + more[0], more[1]) if days is not None and more is not None else days


def _is_within_range(scan: Scan, start: int, end: int) -> bool:
    before, after = scan.words[start - 1] if start > 0 else "", scan.words[end]
    signs = scan.language.until_words | {"-"}
    return (before in signs and start > 1 and scan.numbers[start - 2] >= 0) or (
        after in signs and scan.numbers[end + 1] >= 0
    )


def past_about(scan: Scan, i: int) -> int:
    """Over `about`, `just over`."""
    about = scan.language.about_words
    if scan.numbers[i] >= 0:
        return i
    if scan.bases[i] in scan.language.about_phrases.openers:
        said = longest(scan.language.about_phrases.start, scan.bases, i, scan.size, _NONE)
        i = said[1] if said is not None else i
    for _ in range(_MOST_ABOUT):
        if scan.words[i] not in about:
            break
        i = i + 2 if scan.words[i + 1] == "." and scan.glued[i + 1] and not scan.glued[i + 2] else i + 1
        i = i + 1 if scan.words[i] in scan.language.of_words else i  # "a total of 2h"
    return i


def duration_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """Seconds, and where the words end."""
    if i not in scan.lengths:  # asked for by several recognizers
        scan.lengths[i] = _duration(scan, i)
    return scan.lengths[i]


def _duration(scan: Scan, i: int) -> tuple[int, int] | None:
    language = scan.language
    if scan.numbers[i] < 0:
        if scan.words[i] not in language.length_openers:
            return None
    else:
        plain = language.length_units.get(scan.words[i + 1])
        if plain is not None and scan.numbers[i + 2] < 0 and scan.words[i + 2] not in language.length_goes_on:
            return scan.numbers[i] * plain, i + 2  # most are as plain as this
        if scan.words[i + 1] not in language.length_followers and scan.words[i + 2] != "/":  # "2 1/2 hours"
            return None
    found = _iso(scan, i) or _colons(scan, i)
    if found:
        return found
    if scan.numbers[i] >= 0 and _is_of_a_time(scan, i + 1):
        return None
    first = _bare_unit(scan, i) if scan.words[i] in scan.language.length_units else _quantity(scan, i)
    if first is None:
        return part_of_day_at(scan, i)
    seconds, unit, j = first
    while unit > 1:
        more = _smaller(scan, j, unit)
        if more is None:
            break
        seconds, unit, j = seconds + more[0], more[1], more[2]
    if unit == _MINUTE == first[1]:
        seconds, j = _with_hours(scan, seconds, j)
    return round(seconds), j


def _with_hours(scan: Scan, seconds: float, i: int) -> tuple[float, int]:
    """`20 min and 1 hour`: the smaller one first; with a comma between, they are two."""
    joined = scan.words[i] in scan.language.and_words
    hours = _quantity(scan, i + 1) if joined else None
    return (seconds + hours[0], hours[2]) if hours is not None and hours[1] == _HOUR else (seconds, i)


def _is_of_a_time(scan: Scan, i: int) -> bool:
    """What follows a number makes it one of a time of day, or of a range: `5:30`, `9-11`."""
    return scan.words[i] == ":" or (scan.words[i] == "-" and scan.numbers[i + 1] >= 0 and scan.words[i + 2] != "/")


def _bare_unit(scan: Scan, i: int) -> tuple[float, int, int] | None:
    """`hour and a half`, `Viertelstunde`"""
    unit = scan.language.length_units.get(scan.words[i])
    if unit is not None and scan.words[i] in scan.language.whole_lengths:
        return unit, unit, i + 1
    if unit != _HOUR or len(scan.words[i]) < 3:
        return None
    if scan.words[i - 1] in scan.language.about_words and i > 0:
        return _HOUR, _HOUR, i + 1  # "another hour"
    part = and_part_at(scan, i + 1)
    if part is not None:
        return _HOUR * (1 + part[0]), _HOUR, part[1]
    more = _quantity(scan, i + 2) if scan.words[i + 1] in scan.language.and_words else None
    return (_HOUR, _HOUR, i + 1) if more is not None and more[1] == _MINUTE else None  # "hour and ten minutes"


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


def _colons(scan: Scan, i: int) -> tuple[int, int] | None:
    """`1:30:00`, and with a unit that makes it sure: `1:30h`, `1:30 hours`."""
    found = colons_at(scan, i)
    if found is None:
        return None
    seconds, j = found
    if scan.words[j] == ":" and scan.glued[j] and scan.glued[j + 1] and scan.digits(j + 1) == 2:
        of_a_day = seconds >= _LONG_S  # "20:32:13" is a time of day, most likely
        return (seconds + scan.numbers[j + 1], j + 2) if scan.numbers[j + 1] < 60 and not of_a_day else None
    return (seconds, j + 1) if scan.language.length_units.get(scan.words[j]) == _HOUR else None


_ISO_UNITS = {"h": _HOUR, "m": _MINUTE, "s": 1}


def _iso(scan: Scan, i: int) -> tuple[int, int] | None:
    """`PT1H30M`, `P0DT1H`."""
    word = scan.words[i]
    if word == "pt":
        j = i + 1
    elif word == "p" and scan.numbers[i + 1] == 0 and scan.words[i + 2] == "dt":
        j = i + 3
    else:
        return None
    first, seconds = j, 0.0
    while scan.glued[j] and (amount := decimal_at(scan, j)):
        unit = _ISO_UNITS.get(scan.words[amount[1]])
        if unit is None or not scan.glued[amount[1]]:
            return None
        seconds, j = seconds + amount[0] * unit, amount[1] + 1
    return (round(seconds), j) if j > first else None


def _quantity(scan: Scan, i: int) -> tuple[float, int, int] | None:
    """An amount and its unit: seconds, the unit's seconds, where it ends."""
    amount = _amount(scan, i)
    if amount is None:
        return None
    value, j, by_article = amount
    if scan.digits(i) == 4 and past_hyphen(scan, j) > j:
        return None  # "2019-H2"
    j = past_hyphen(scan, j)
    j = j + 1 if scan.words[j] in scan.language.full_words else j
    j = _past_billable(scan, j)
    unit = scan.language.length_units.get(scan.words[j])
    if unit is None and scan.words[j] in _PRIMES and scan.glued[j] and not by_article and scan.numbers[j - 1] > 0:
        return (value * _MINUTE, _MINUTE, j + 1) if scan.closing_quote(j) is None else None
    if unit is None or (by_article and unit != _HOUR and len(scan.words[j]) < 2):  # "a m", "a s" are no lengths
        return None
    j += 1
    tail = and_part_at(scan, j) or _part_behind(scan, j)
    if tail is not None and unit > 1:
        value, j = value + tail[0], tail[1]
    elif scan.words[j] == "." and scan.glued[j] and unit > 1 and scan.numbers[j + 1] >= 0 and not scan.glued[j + 1]:
        j += 1  # "1 hr. 20 min."
    return value * unit, unit, j


def _past_billable(scan: Scan, i: int) -> int:
    """`2 non-billable hours`: the mark is read for itself (`marks.billable_within`)."""
    if scan.words[i] not in scan.language.billable_phrases.openers:
        return i
    mark = longest(scan.language.billable_phrases.start, scan.words, i, scan.size, _NONE)
    return mark[1] if mark is not None and scan.words[mark[1]] in scan.language.length_units else i


def _amount(scan: Scan, i: int) -> tuple[float, int, bool] | None:
    """A number before a unit, where it ends, and whether it is a mere `an`."""
    language = scan.language
    if scan.numbers[i] >= 0 and scan.words[i + 1] in language.length_units:
        return float(scan.numbers[i]), i + 1, False
    part = _part_of(scan, i)
    if part is not None:
        return part[0], part[1], False
    i = i + 1 if scan.words[i] in language.full_words else i
    if scan.words[i] in language.couple:
        return 2.0, i + 2 if scan.words[i + 1] in language.of_words else i + 1, False
    if scan.words[i] in language.articles and scan.words[i + 1] not in language.hundred_words:
        j = i + 2 if scan.words[i + 1] in language.full_words else i + 1
        part = _part_of(scan, j)
        if part is not None:
            return part[0], part[1], False
        if scan.words[j] in language.couple:
            return 2.0, j + 2 if scan.words[j + 1] in language.of_words else j + 1, False
        tail = and_part_at(scan, j)
        if tail is not None:
            return 1 + tail[0], tail[1], False  # "eine und eine halbe Stunde"
        number = decimal_at(scan, j) if j > i + 1 else None  # "a good 2 hours"
        return (number[0], number[1], False) if number else (1.0, i + 1, True)
    number = decimal_at(scan, i)
    if number is None:
        return None
    tail = and_part_at(scan, number[1])
    if tail is not None:
        return number[0] + tail[0], tail[1], False
    return number[0], past_ish(scan, number[1]), False


def _part_of(scan: Scan, i: int) -> tuple[float, int] | None:
    """`half an`, `quarter of an`, `three quarters of an`, `1/2 an`, `a half`: before a unit."""
    language = scan.language
    if scan.words[i + 1] == "/" or scan.words[i] in VULGAR:
        fraction = (VULGAR[scan.words[i]], i + 1) if scan.words[i] in VULGAR else None
        value = fraction_at(scan, i) if fraction is None else None
        part = (value, i + 3) if value is not None else fraction
        if part is None or not (scan.words[part[1]] in language.articles or scan.words[part[1]] in language.of_words):
            return None
    elif scan.words[i + 1] in {".", ","}:
        part = _decimal_part(scan, i)
    else:
        part = parts_at(scan, i)
    if part is None:
        return None
    j = past_hyphen(scan, part[1])
    j = j + 1 if scan.words[j] in language.of_words else j
    j = past_hyphen(scan, j + 1) if scan.words[j] in language.articles else j
    return (part[0], j) if scan.words[j] in language.length_units else None


def _decimal_part(scan: Scan, i: int) -> tuple[float, int] | None:
    """`0.75 of an`"""
    number = decimal_at(scan, i)
    return number if number is not None and number[0] < 1 and scan.words[number[1]] in scan.language.of_words else None


def _part_behind(scan: Scan, i: int) -> tuple[float, int] | None:
    """`1 hour 1/2`, `1h½`"""
    if scan.words[i] in VULGAR:
        return VULGAR[scan.words[i]], i + 1
    if scan.words[i + 1] != "/" or scan.words[i + 3] in scan.language.length_units:
        return None
    fraction = fraction_at(scan, i)
    return (fraction, i + 3) if fraction is not None else None


def _smaller(scan: Scan, i: int, unit: int) -> tuple[float, int, int] | None:
    """What follows a length and belongs to it: `30 min`, `, 5 minutes`, `and 20 s`, or, after hours, `30`, `thirty`."""
    j = scan.skip(i, ",", ":") if scan.glued[i + 1] else scan.skip(i, ",")
    if scan.words[j] in scan.language.and_words:
        j += 1
    following = _quantity(scan, j)
    if following is not None and following[1] < unit:
        return following
    if unit == _HOUR and j > i and scan.words[j - 1] in scan.language.and_words:  # "an hour and thirty"
        odd = cardinal_at(scan, j)
        if odd is None or not (odd[1] >= scan.size or scan.words[odd[1]] in scan.language.work_prepositions):
            return None
        return (odd[0] * _MINUTE, _MINUTE, odd[1]) if 0 < odd[0] < 60 and odd[0] % 5 == 0 else None
    if unit != _HOUR or j > i:
        return None
    bare = cardinal_at(scan, i)
    if bare is None or not 0 < bare[0] < 60:
        return None
    if scan.words[bare[1]] in scan.language.length_units and bare[1] not in scan.name_starts:  # "2h15 HR Portal"
        return None
    if scan.numbers[i] < 0:
        return (bare[0] * _MINUTE, _MINUTE, bare[1]) if scan.words[i - 1] not in scan.language.hour_marks else None
    joined = scan.glued[i] and scan.glued[i - 1]  # "1h5", but not "2019 H2"
    if (scan.digits(i) == 2 or joined) and not _leads_on(scan, i + 1):
        return bare[0] * _MINUTE, _MINUTE, i + 1
    if not scan.glued[i] and (i + 1 >= scan.size or scan.words[i + 1] in scan.language.work_prepositions):
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
