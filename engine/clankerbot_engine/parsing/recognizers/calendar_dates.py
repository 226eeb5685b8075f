"""Dates by number and month: `2026-03-31`, `5/6`, `26.10.2017`, `5 June`, `June 5th, 2026`, `the 3rd`, `2016-11`."""

from dataclasses import replace

from clankerbot_engine.parsing.dates import FIRST_YEAR, LAST_YEAR, Partial
from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, ordinal_at
from clankerbot_engine.parsing.scan import Scan

_SEPARATORS = {"/", "-", "."}
_CLOSING = {":", ",", ";", ")", "!", "?"}
_FAR_YEARS, _LAST_MONTH = 2, 12
_MOST_YEARS_AHEAD = 20


def date_at(scan: Scan, i: int, *, after_weekday: bool = False) -> tuple[Partial, int] | None:
    """The longest date here; with a month but no day it is the month. A year alone is none."""
    the = scan.words[i] in scan.language.the_words
    j = i + 1 if the else i
    if scan.words[j] in scan.language.months:
        return _month_first(scan, j)
    if scan.numbers[j] >= 0:
        found = _numeric(scan, j) or _year_first(scan, j)
        if found is not None:
            return found
    return _day_first(scan, j, bare=the or after_weekday, after_weekday=after_weekday)


def year_at(scan: Scan, i: int) -> int | None:
    """A year in four digits."""
    year = scan.numbers[i]
    if scan.digits(i) != 4 or not FIRST_YEAR <= year <= LAST_YEAR or continues(scan, i + 1):
        return None
    return year


def year_after(scan: Scan, i: int) -> tuple[int, int] | None:
    """`2018`, `, 2018`, `of 2018`, `two thousand and eighteen`: the year, and where it ends."""
    j = i + 1 if scan.words[i] == "," or scan.words[i] in scan.language.of_words else i
    year = year_at(scan, j)
    return (year, j + 1) if year is not None else _spelt_year(scan, j)


def _spelt_year(scan: Scan, i: int) -> tuple[int, int] | None:
    """`two thousand and eighteen`, `twenty twenty-six`, `nineteen ninety nine`"""
    language = scan.language
    number = language.numbers.get(scan.words[i])
    if number is None or number not in {2, 19, 20}:
        return None
    thousand = number == 2
    if thousand and scan.words[i + 1] not in language.thousand_words:
        return None
    j = i + 2 if thousand else i + 1
    joined = thousand and scan.words[j] in language.and_words
    rest = cardinal_at(scan, j + joined) if scan.numbers[j + joined] < 0 else None
    if rest is None or not (0 < rest[0] < 100 if thousand else 10 <= rest[0] < 100):
        return (2000, j) if thousand and not joined else None
    if language.length_units.get(scan.words[rest[1]]) is not None:
        return None
    return (2000 if thousand else number * 100) + rest[0], rest[1]


def full_year(scan: Scan, short: int) -> int:
    """`26` is 2026; `74` is over, too."""
    return 2000 + short if 2000 + short <= scan.today.year + _MOST_YEARS_AHEAD else 1900 + short


def continues(scan: Scan, i: int) -> bool:
    """The number before `i` goes on, or has a unit: it is no day and no year."""
    language = scan.language
    word = scan.words[i]
    if scan.glued[i] and scan.glued[i + 1] and word in {":", ".", ",", "/"} and scan.numbers[i + 1] >= 0:
        return True
    if word in language.half_signs and not scan.glued[i] and scan.glued[i + 1] and scan.digits(i + 1) == 1:
        return False  # "2019 H2"
    if scan.glued[i] and word in language.hour_marks:
        return True
    if word in {"a", "p"}:  # "5 a team": only where am or pm is meant
        return scan.glued[i] or (scan.words[i + 1] == "." and scan.words[i + 2] == "m")
    return word in language.am_words or word in language.pm_words or word in language.length_units or word == "%"


def _numeric(scan: Scan, i: int) -> tuple[Partial, int] | None:
    words, numbers, glued = scan.words, scan.numbers, scan.glued
    if scan.digits(i) == 8:
        return _compact(scan, i)
    if scan.digits(i) == 4 and 0 < scan.digits(i + 1) <= 2 and 0 < scan.digits(i + 2) <= 2:
        partial = _valid(Partial(year=numbers[i], month=numbers[i + 1], day=numbers[i + 2]))  # "2016 10 16"
        return (partial, i + 3) if partial is not None and not (glued[i + 1] or continues(scan, i + 3)) else None
    sign = words[i + 1]
    if sign in {"/", "-"} and not (glued[i + 1] or glued[i + 2]):
        return _spaced(scan, i, sign)
    if sign not in _SEPARATORS or not (glued[i + 1] and glued[i + 2]) or (glued[i] and words[i - 1] == sign):
        return None
    month_named = scan.language.months.get(words[i + 2])
    if month_named is not None:
        return _month_named(scan, i, month_named)
    if numbers[i + 2] < 0:
        return None
    if scan.digits(i) == 4 and words[i + 2] in scan.language.week_signs:
        return None
    three = words[i + 3] == sign and glued[i + 3] and glued[i + 4] and numbers[i + 4] >= 0
    if three:
        found = _three(scan, i, sign)
        return (found, i + 5) if found else None
    return _two(scan, i, sign)


def _spaced(scan: Scan, i: int, sign: str) -> tuple[Partial, int] | None:
    """`11 / 2016`, `2016 - 11` where the text ends, `on 2 / 15`."""
    first, second = scan.numbers[i], scan.numbers[i + 2]
    widths = scan.digits(i), scan.digits(i + 2)
    if second < 0 or continues(scan, i + 3):
        return None
    if sign == "/" and widths[1] == 4 and widths[0] <= 2:
        partial = _valid(Partial(year=second, month=first))
    elif widths[0] == 4 and widths[1] == 2 and not scan.words[i + 3][:1].isalnum():
        partial = _valid(Partial(year=first, month=second))
    elif sign == "/" and max(widths) <= 2 and i > 0 and scan.words[i - 1] in scan.language.on_words:
        partial = _ordered(scan, first, second, None, dotted=False)
    else:
        partial = None
    return (partial, i + 3) if partial is not None else None


def _compact(scan: Scan, i: int) -> tuple[Partial, int] | None:
    """`20260430`"""
    year, rest = divmod(scan.numbers[i], 10_000)
    month, day = divmod(rest, 100)
    led = i > 0 and (scan.words[i - 1] in scan.language.number_nouns or _is_within_word(scan, i))
    if led or (scan.glued[i + 1] and scan.words[i + 1][:1].isalnum()):
        return None
    partial = _valid(Partial(year=year, month=month, day=day)) if day else None
    return (partial, i + 1) if partial else None


def _is_within_word(scan: Scan, i: int) -> bool:
    """Not behind a bracket, nor at the end of a range of such dates."""
    ranged = scan.words[i - 1] == "-" and i > 1 and scan.digits(i - 2) == 8
    return scan.glued[i] and scan.words[i - 1] != "(" and not ranged


def _three(scan: Scan, i: int, sign: str) -> Partial | None:
    first, second, third = scan.numbers[i], scan.numbers[i + 2], scan.numbers[i + 4]
    if scan.digits(i) == 4:
        return _valid(Partial(year=first, month=second, day=third))
    if scan.digits(i) > 2 or scan.digits(i + 2) > 2 or scan.digits(i + 4) not in {2, 4}:
        return None
    year = third if scan.digits(i + 4) == 4 else full_year(scan, third)
    if sign == "-" and scan.digits(i) == 2 and abs(year - scan.today.year) > _FAR_YEARS >= _years_off(scan, first):
        return _valid(Partial(year=2000 + first, month=second, day=third))  # "26-05-13"
    return _ordered(scan, first, second, year, dotted=sign == ".")


def _years_off(scan: Scan, short: int) -> int:
    return abs(2000 + short - scan.today.year)


def _two(scan: Scan, i: int, sign: str) -> tuple[Partial, int] | None:
    first, second = scan.numbers[i], scan.numbers[i + 2]
    widths = scan.digits(i), scan.digits(i + 2)
    end = i + 3
    if continues(scan, end) or (scan.words[end] == sign and scan.glued[end] and sign != "."):
        return None
    if widths[0] == 4 and sign != "." and widths[1] <= 2:
        partial = _valid(Partial(year=first, month=second))
        return (partial, end) if partial else None
    if widths[1] == 4 and widths[0] <= 2 and (sign != "-" or year_at(scan, i + 2) is not None):
        partial = _valid(Partial(year=second, month=first))
        return (partial, end) if partial else None
    if widths[0] > 2 or widths[1] > 2:
        return None
    if sign == "/" and (first, second) == (24, 7):  # "24/7 alerts"
        return None
    if sign == "/":
        partial = _ordered(scan, first, second, None, dotted=False)
        return (partial, end) if partial else None
    led = i > 0 and scan.words[i - 1] in scan.language.on_words
    if sign == "-" and led and max(first, second) > _LAST_MONTH >= min(first, second):  # "on 2-15"
        partial = _ordered(scan, first, second, None, dotted=False)
        return (partial, end) if partial else None
    stopped = scan.words[end] == "." and scan.glued[end]
    timed = scan.numbers[end] >= 0 and scan.words[end + 1] == ":" and not scan.glued[end]  # "12.11 10:15"
    if sign == "." and (stopped or timed or (widths == (2, 2) and scan.words[i + 2][0] == "0")):  # "1.6.", "21.04"
        partial = _ordered(scan, first, second, None, dotted=True)
        return (partial, end + 1 if stopped else end) if partial else None
    return None


def _ordered(scan: Scan, first: int, second: int, year: int | None, *, dotted: bool) -> Partial | None:
    """With dots the day comes first; else as only one order allows, as the person prefers, or it is a question."""
    day_first = _valid(Partial(year=year, month=second, day=first))
    month_first = _valid(Partial(year=year, month=first, day=second))
    if dotted or month_first is None or day_first is None:
        return day_first or (None if dotted and year is None else month_first)  # "4.20.2026"
    if scan.date_order is not None:
        return day_first if scan.date_order == "DMY" else month_first
    return replace(day_first, swappable=first != second)


def _month_named(scan: Scan, i: int, month: int) -> tuple[Partial, int] | None:
    """`30-Mar-11`, `10/August/2012`, `8/May`."""
    j = i + 3
    year = None
    if scan.words[j] == scan.words[i + 1] and scan.glued[j] and scan.glued[j + 1] and scan.digits(j + 1) in {2, 4}:
        year = full_year(scan, scan.numbers[j + 1]) if scan.digits(j + 1) == 2 else scan.numbers[j + 1]
        j += 2
    partial = _valid(Partial(year=year, month=month, day=scan.numbers[i]))
    return (partial, j) if partial else None


def _year_first(scan: Scan, i: int) -> tuple[Partial, int] | None:
    """`2009 May 22nd`, `2016, nov`, `2023 Sept`."""
    year = year_at(scan, i)
    if year is None:
        return None
    j = scan.skip(i + 1, ",", "-", "/")
    if scan.words[j] not in scan.language.months:
        return None
    found = _month_first(scan, j)
    if found is None or found[0].year is not None:
        return None
    partial = _valid(replace(found[0], year=year))
    return (partial, found[1]) if partial else None


def _month_first(scan: Scan, i: int) -> tuple[Partial, int] | None:
    """`June`, `June 2026`, `June of 2026`, `June 5`, `Jun. 5th, 2026`, `Sep-23-2020`, `May/8`."""
    language = scan.language
    month = language.months[scan.words[i]]
    j = scan.skip(i + 1, ".") if scan.glued[i + 1] else i + 1
    k = j + 1 if scan.words[j] in {"-", "/"} and scan.glued[j] and scan.glued[j + 1] else j
    sign = scan.words[j] if k > j else None
    k = k + 1 if scan.words[k] in language.the_words else k
    spelt = year_after(scan, j) if scan.numbers[j] < 0 else None  # "May twenty twenty-six"
    if spelt is not None:
        return Partial(year=spelt[0], month=month), spelt[1]
    day = ordinal_at(scan, k) or cardinal_at(scan, k)
    goes_on = day is not None and continues(scan, day[1]) and not _is_comma_of_year(scan, day[1])
    if day is not None and 1 <= day[0] <= 31 and scan.digits(k) <= 2 and not goes_on:
        year, end = _year_after(scan, day[1], sign)
        partial = _valid(Partial(year=year, month=month, day=day[0]))
        return (partial, end) if partial else None
    k = j + 1 if scan.words[j] in language.of_words or scan.words[j] in {",", "-", "/"} else j
    year = year_at(scan, k)
    if year is not None:
        return Partial(year=year, month=month), k + 1
    if scan.words[k] == "'" and scan.digits(k + 1) == 2 and scan.glued[k + 1]:  # "May '26"
        return Partial(year=full_year(scan, scan.numbers[k + 1]), month=month), k + 2
    return Partial(month=month), i + 1 if k == j and scan.words[i + 1] != "." else j


def _is_comma_of_year(scan: Scan, i: int) -> bool:
    """`Oct 1,2025`, `Oct/1/2025`"""
    return scan.words[i] in {",", "/"} and year_at(scan, i + 1) is not None


def _day_first(scan: Scan, i: int, *, bare: bool, after_weekday: bool) -> tuple[Partial, int] | None:
    """`5 June`, `5th of June 2026`, `16. Nov. 2016`; the 3rd, 24th; `bare`: "the 24", "Saturday 23"."""
    language = scan.language
    ordinal = ordinal_at(scan, i)
    number = ordinal or cardinal_at(scan, i)
    if number is None or not 1 <= number[0] <= 31 or scan.digits(i) > 2:
        return None
    day, j = number
    k = scan.skip(j, ".") if scan.glued[j] else j
    k = k + 1 if scan.words[k] in language.of_words else k
    k = k + 1 if scan.words[k] in language.the_words and k > j else k
    month = language.months.get(scan.words[k])
    if month is not None:
        k += 1
        k = scan.skip(k, ".") if scan.glued[k] and scan.numbers[k + 1] >= 0 else k
        year, end = _year_after(scan, k, None, two_digits=True)
        partial = _valid(Partial(year=year, month=month, day=day))
        return (partial, end) if partial else None
    if ordinal is not None and (scan.numbers[i] >= 0 or _is_a_day(scan, i, j, bare=bare)) and not _counts(scan, i, j):
        return Partial(day=day), j
    digits = scan.numbers[i] >= 0 or (after_weekday and i > 0 and scan.words[i - 1] in language.the_words)
    alone = (
        (bare or _is_of_month(scan, j))
        and digits
        and not continues(scan, j)
        and (not scan.glued[j] or _closes(scan, j))
    )
    alone = alone and not _counts(scan, i, j)
    if after_weekday:  # "Friday 9" begins a time
        alone = alone and day > 12 and scan.words[j] not in language.until_words and scan.words[j] != "-"
    return (Partial(day=day), j) if alone else None


def _closes(scan: Scan, i: int) -> bool:
    """A sign that ends what is said: "on the 22.", but "on the 22.5" goes on."""
    return scan.words[i] in _CLOSING or (scan.words[i] == "." and not scan.glued[i + 1])


def _is_of_month(scan: Scan, i: int) -> bool:
    """`20 of this month`"""
    language = scan.language
    named = language.this_words | language.last_words | language.previous_words
    if scan.words[i] not in language.of_words or scan.words[i + 1] not in named:
        return False
    return language.calendar_units.get(scan.words[i + 2]) == "month"


def _counts(scan: Scan, i: int, end: int) -> bool:
    """`2nd level support`, `the 3 open bugs`; "on the 3rd bug fixes" tells a day."""
    before = i - 2 if i > 0 and scan.words[i - 1] in scan.language.the_words else i - 1
    led = before >= 0 and (scan.words[before] in scan.language.on_words or scan.words[before] in scan.language.weekdays)
    return scan.is_noun(end) and not led


def _is_a_day(scan: Scan, i: int, end: int, *, bare: bool) -> bool:
    """`first of the month`; `the third`, `am dritten`, with no word behind it that it counts: "the third attempt"."""
    language = scan.language
    after = scan.words[end]
    if after in language.of_words:
        return bare or any(language.calendar_units.get(scan.words[k]) == "month" for k in (end + 1, end + 2, end + 3))
    named = scan.index is None or end in scan.name_starts
    counts = end < scan.size and scan.kinds[end] == "word" and not named
    led = bare or (i > 0 and scan.words[i - 1] in language.on_words)
    return led and not (counts and after not in language.vocabulary)


def _year_after(scan: Scan, i: int, sign: str | None, *, two_digits: bool = False) -> tuple[int | None, int]:
    j = i + 1 if scan.words[i] in {",", sign} or scan.words[i] in scan.language.of_words else i
    year = year_after(scan, j)
    if year is not None:
        return year
    if scan.words[j] == "'" and scan.digits(j + 1) == 2:
        return full_year(scan, scan.numbers[j + 1]), j + 2
    timed = scan.words[j + 1] in {"-", ":"} or scan.words[j + 1] in scan.language.zero_words  # "10 o clock"
    short = scan.digits(j) == 2 and not continues(scan, j + 1) and not timed
    last_century = scan.numbers[j] >= FIRST_YEAR % 100 and not scan.is_noun(j + 1)  # "Aug 9, 96"
    if short and ((sign is not None and scan.glued[j]) or (two_digits and j == i) or (last_century and j <= i + 1)):
        return full_year(scan, scan.numbers[j]), j + 1
    return (year_at(scan, past) if (past := year_past_seconds(scan, i)) is not None else None), i


def year_past_seconds(scan: Scan, i: int) -> int | None:
    """Where the year of `May 5 09:30:00 2026` stands, as programs print it; a zone may be before it."""
    if scan.numbers[i] < 0 or scan.words[i + 1] != ":" or scan.words[i + 3] != ":" or scan.numbers[i + 4] < 0:
        return None
    j = i + 6 if scan.words[i + 5] in scan.language.zone_offsets else i + 5
    return j if year_at(scan, j) is not None else None


def _valid(partial: Partial) -> Partial | None:
    year, month, day = partial.year, partial.month, partial.day
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    return partial if day is None or 1 <= day <= 31 else None
