"""Quarters and halves: `Q3`, `third quarter of 2018`, `H2 2016`, `1Q26`, `first half of the year`, `1. Halbjahr`."""

from datetime import timedelta

from clankerbot_engine.parsing.dates import Days, Partial
from clankerbot_engine.parsing.recognizers.calendar_dates import year_at
from clankerbot_engine.parsing.recognizers.counted_days import month_said_at
from clankerbot_engine.parsing.recognizers.days import year_told
from clankerbot_engine.parsing.recognizers.numbers import ordinal_at
from clankerbot_engine.parsing.recognizers.weeks import year_of
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan


def quarter_or_half_at(scan: Scan, i: int) -> tuple[When, int] | None:
    """`Q3`, `2019-Q1`, `Q3 this year`, `third quarter of 2018`, `H2 2016`, `1Q26`, `first half of the year`."""
    language = scan.language
    year = year_at(scan, i) if scan.numbers[i] >= 0 and scan.words[i + 1] != "." else None
    j = scan.skip(i + 1, "-", "/", ",") if year is not None else i
    said = year_told(scan, i)
    if said is not None:  # "last year's Q4"
        year, j = said
    word, number = scan.words[j], scan.numbers[j + 1]
    if scan.digits(j) == 1 and word in "1234" and scan.glued[j + 1] and scan.words[j + 1] in language.quarter_signs:
        return _numbered_quarter(scan, scan.numbers[j], j + 2, year)
    spoken = language.numbers.get(scan.words[j + 1], 0) if word in language.quarter_signs else 0
    if 1 <= spoken <= 4:
        return _numbered_quarter(scan, spoken, j + 2, year)
    quarters = word in language.quarter_signs and scan.digits(j + 1) == 1 and 1 <= number <= 4
    halves = word in language.half_signs and scan.digits(j + 1) == 1 and 1 <= number <= 2
    if quarters or halves:
        if not scan.glued[j + 1] and not quarters:
            return None
        end = j + 2
    else:
        ordinal = ordinal_at(scan, j) or ((-1, j + 1) if word in language.final_words else None)
        if ordinal is None or (ordinal[0] < 0 and scan.words[ordinal[1] + 1] not in language.of_words):
            return None
        number, end = ordinal[0], ordinal[1] + 1
        quarters = language.calendar_units.get(scan.words[end - 1]) == "quarter" and -1 <= number <= 4
        halves = scan.words[end - 1] in language.half or language.calendar_units.get(scan.words[end - 1]) == "half"
        halves = halves and number <= 2
        if halves and scan.words[end] in language.of_words and (part := _half_of_month(scan, number, end + 1)):
            return part
        if not (quarters or halves):
            return None
        number = (4 if quarters else 2) if number < 0 else number
    if year is None:
        year, end = year_of(scan, end)
    partial = Partial(year=year, quarter=number) if quarters else Partial(year=year, half=number)
    return When(partial=partial), end


def _numbered_quarter(scan: Scan, number: int, end: int, year: int | None) -> tuple[When, int]:
    if year is None:
        year, end = year_of(scan, end)
    return When(partial=Partial(year=year, quarter=number)), end


def _half_of_month(scan: Scan, number: int, i: int) -> tuple[When, int] | None:
    """`first half of April`: up to the 15th."""
    whole = month_said_at(scan, i)
    days = When(partial=whole[0]).settled(scan) if whole is not None else None
    if whole is None or days is None:
        return None
    middle = days.first.replace(day=15)
    half = Days(middle + timedelta(days=1), days.last) if number in {2, -1} else Days(days.first, middle)
    return When(days=half), whole[1]
