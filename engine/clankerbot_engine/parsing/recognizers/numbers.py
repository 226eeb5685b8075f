"""Numbers in digits and in words."""

from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.scan import Scan

_MOST_QUARTERS = 7
_MOST_PARTS = 4
"""What is divided into more is a date: "2h 5/12"."""
_NO_FILLERS: frozenset[str] = frozenset()
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


def cardinal_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """Whole numbers: `3`, `three`, `twenty-five`."""
    if scan.numbers[i] >= 0:
        return scan.numbers[i], i + 1
    language = scan.language
    if scan.words[i] in language.articles and scan.words[i + 1] in language.hundred_words:
        return _hundreds(scan, 100, i + 2)
    small = _below_hundred(scan, i)
    if small is None or scan.words[small[1]] not in language.hundred_words or not 0 < small[0] < 10:
        return small
    return _hundreds(scan, 100 * small[0], small[1] + 1)


def _below_hundred(scan: Scan, i: int) -> tuple[int, int] | None:
    language = scan.language
    word = scan.words[i]
    value = language.numbers.get(word)
    if value is None:
        return None
    if word in language.tens:
        j = past_hyphen(scan, i + 1)
        unit = language.numbers.get(scan.words[j])
        if unit is not None and 0 < unit < 10:
            return value + unit, j + 1
    return value, i + 1


def _hundreds(scan: Scan, hundreds: int, i: int) -> tuple[int, int]:
    rest = _below_hundred(scan, i + 1 if scan.words[i] in scan.language.and_words else i)
    return (hundreds + rest[0], rest[1]) if rest is not None else (hundreds, i)


def past_hyphen(scan: Scan, i: int) -> int:
    """Over one that joins two words: `half-hour`."""
    return i + 1 if scan.words[i] == "-" and scan.glued[i] and scan.glued[i + 1] else i


def count_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """How many: a whole number, `a`, `a couple of`; `a few` is none."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.articles else i
    if scan.words[j] in language.couple:
        return 2, j + 2 if scan.words[j + 1] in language.of_words else j + 1
    return (1, j) if j > i else cardinal_at(scan, i)


def decimal_at(scan: Scan, i: int) -> tuple[float, int] | None:
    """`1.5`, `1,5`, `.5`, `3/4`, `2 1/2`, `2½`, and whole numbers."""
    words, numbers, glued = scan.words, scan.numbers, scan.glued
    if words[i] in VULGAR:
        return VULGAR[words[i]], i + 1
    decimal = scan.language.decimals.get(words[i])
    if decimal is not None:
        return decimal, i + 1
    if words[i] == "." and numbers[i + 1] >= 0 and glued[i + 1] and not glued[i]:
        return float("0." + words[i + 1]), i + 2
    if words[i] in scan.language.point_words:
        return _spoken_decimal(scan, 0, i)
    whole = cardinal_at(scan, i)
    if whole is not None and words[whole[1]] in scan.language.point_words:
        return _spoken_decimal(scan, *whole) or (float(whole[0]), whole[1])
    part = scan.language.decimals.get(words[whole[1]], 1.0) if whole is not None else 1.0
    if whole is not None and part < 1:  # "zwei dreiviertel"
        return whole[0] + part, whole[1] + 1
    if whole is None or numbers[i] < 0:
        return (float(whole[0]), whole[1]) if whole else None
    if words[i + 1] in {".", ","} and glued[i + 1] and numbers[i + 2] >= 0 and glued[i + 2]:
        return float(f"{words[i]}.{words[i + 2]}"), i + 3
    if words[i + 1] in VULGAR:
        return whole[0] + VULGAR[words[i + 1]], i + 2
    if words[i + 1] == "/":
        fraction = fraction_at(scan, i)
        if fraction is not None:
            return fraction, i + 3
    j = past_hyphen(scan, i + 1)
    if words[j + 1] == "/":
        fraction = fraction_at(scan, j)
        if fraction is not None:
            return whole[0] + fraction, j + 3
    return float(whole[0]), i + 1


def _spoken_decimal(scan: Scan, whole: int, i: int) -> tuple[float, int] | None:
    """`point five`, `point seven five`, behind a number or alone."""
    digits, j = "", i + 1
    while (digit := scan.language.numbers.get(scan.words[j], scan.numbers[j])) in range(10) and len(digits) < 2:
        digits, j = f"{digits}{digit}", j + 1
    return (float(f"{whole}.{digits}"), j) if digits else None


def fraction_at(scan: Scan, i: int) -> float | None:
    above, below = scan.numbers[i], scan.numbers[i + 2]
    if scan.words[i + 1] == "/" and scan.glued[i + 1] and scan.glued[i + 2] and 0 < above < below <= _MOST_PARTS:
        return above / below
    return None


def ordinal_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """`3rd`, `third`, `twenty-second`."""
    language = scan.language
    if scan.numbers[i] >= 0:
        if scan.words[i + 1] in language.ordinal_endings and scan.glued[i + 1]:
            return scan.numbers[i], i + 2
        return (scan.numbers[i], i + 2) if language.dotted_ordinals and _is_dotted(scan, i) else None
    value = language.ordinals.get(scan.words[i])
    if value is not None:
        return value, i + 1
    if scan.words[i] in language.tens:
        j = past_hyphen(scan, i + 1)
        unit = language.ordinals.get(scan.words[j])
        if unit is not None and unit < 10:
            return language.numbers[scan.words[i]] + unit, j + 1
    return None


def _is_dotted(scan: Scan, i: int) -> bool:
    """`am 3.`, `1. Quartal`"""
    language, after = scan.language, scan.words[i + 2]
    if scan.words[i + 1] != "." or not scan.glued[i + 1] or (scan.glued[i + 2] and after not in {":", ",", ")"}):
        return False
    led = scan.words[_row_start(scan, i) - 1] in language.on_words
    return led or after in language.calendar_units or after in language.week_signs


def _row_start(scan: Scan, i: int) -> int:
    """Where the first of the numbers stands that this one is named with: `am 3., 4. und 5.`"""
    joins = scan.language.and_words
    while i >= 3 and scan.numbers[i - 3] >= 0 and scan.words[i - 2] == ".":
        if scan.words[i - 1] != "," and scan.words[i - 1] not in joins:
            break
        i -= 3
    return i


def parts_at(scan: Scan, i: int) -> tuple[float, int] | None:
    """`half`, `quarter`, `three quarters`, `two thirds`, `seven tenths`: of anything."""
    language = scan.language
    word = scan.words[i]
    if word in language.half:
        return 0.5, i + 1
    if word in language.quarter:
        return (0.25, i + 1) if scan.norms[i] == scan.bases[i] else None  # not "last quarter's hours"
    if word in language.thirds:
        return 1 / 3, i + 1
    times = cardinal_at(scan, i)
    if times is None:
        return None
    j = past_hyphen(scan, times[1])
    if scan.words[j] in language.tenths:
        return (times[0] / 10, j + 1) if times[0] < 10 else None
    if times[0] > _MOST_QUARTERS:
        return None
    if scan.words[j] in language.quarter:
        return times[0] * 0.25, j + 1
    return (times[0] / 3, j + 1) if scan.words[j] in language.thirds and times[0] < 3 else None


def past_ago(scan: Scan, i: int) -> int | None:
    """Over `ago`, `before now`, or `before` with no more behind it, behind a count of units.

    `or so` may stand before and after.
    """
    language = scan.language
    dotted = scan.words[i] == "." and scan.glued[i] and not scan.glued[i + 1]  # "20 mins. ago"
    i = past_or_so(scan, i + 1 if dotted else i)
    if scan.words[i] in language.ago_words:
        return past_or_so(scan, i + 1)
    if scan.words[i] not in language.before_words:
        return None
    ends = not scan.words[i + 1][:1].isalnum() and not language.ago_before_words  # "vor" stands in front
    return i + 1 if ends else past_now(scan, i + 1)


def past_now(scan: Scan, i: int) -> int | None:
    """Over `now`, `right now`, `just now`, `gerade eben`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.now_leads else i
    if scan.words[j] in language.now_words:
        return j + 1
    return i + 1 if scan.words[i] in language.now_words else None


def past_or_so(scan: Scan, i: int) -> int:
    """Over `or so`, `exactly`, behind a length or a time."""
    if scan.words[i] not in scan.language.or_so_openers:
        return i
    said = longest(scan.language.or_so_phrases.start, scan.words, i, scan.size, _NO_FILLERS)
    return said[1] if said is not None else i


def and_part_at(scan: Scan, i: int) -> tuple[float, int] | None:
    """`and a half`, `and three quarters`, `and quarter`, `and 1/2`."""
    language = scan.language
    i = past_hyphen(scan, i)
    if scan.words[i] not in language.and_words:
        return None
    j = past_hyphen(scan, i + 1)
    if scan.words[j + 1] == "/" and (fraction := fraction_at(scan, j)) is not None:
        return fraction, j + 3
    j = past_hyphen(scan, j + 1) if scan.words[j] in language.articles else j
    part = parts_at(scan, j)
    if part is None:
        return None
    after = part[1] + 1 if scan.words[part[1]] in language.of_words else part[1]
    if scan.words[after] in language.articles or (after > part[1] and scan.words[after] in language.length_units):
        return None  # "and half an hour" is a length in itself
    return part


def past_ish(scan: Scan, i: int) -> int:
    """Over what makes a number a rough one: `2ish`, `9-ish`, `9 ish`."""
    if not scan.glued[i]:
        return i + 1 if scan.words[i] in scan.language.ish_words else i
    j = past_hyphen(scan, i)
    return j + 1 if scan.glued[j] and scan.words[j] in scan.language.ish_words else i
