"""The further days of a list whose month is said once: `May 13, 14 and 15`, `13, 14 and 15 May`."""

from dataclasses import replace

from clankerbot_engine.parsing.dates import Partial
from clankerbot_engine.parsing.recognizers.calendar_dates import continues, date_at
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan

_LONGEST_DATE, _LAST_DAY, _MOST_DAYS = 5, 31, 14
_JOINS = {",", "&", "+"}


def recognize(scan: Scan, i: int) -> Match[When] | None:
    """A mere number is a day beside a date with a month, where the list has an `and` before its last."""
    if scan.present.isdisjoint(scan.language.list_words) or scan.present.isdisjoint(scan.language.month_words):
        return None
    end = _number_end(scan, i)
    if end is None or not _has_and(scan, i, end):
        return None
    month = _month_before(scan, i) or _month_after(scan, end)
    if month is None:
        return None
    return Match(i, end, When(partial=replace(month, day=scan.numbers[i], weekday=None)), 2.0 * (end - i))


def _number_end(scan: Scan, i: int) -> int | None:
    """Of `14` or `14th`, where nothing is counted with it."""
    if not 1 <= scan.numbers[i] <= _LAST_DAY or scan.digits(i) > 2 or scan.glued[i]:
        return None
    ordinal = scan.words[i + 1] in scan.language.ordinal_endings and scan.glued[i + 1]
    end = i + 2 if ordinal else i + 1
    goes_on = scan.glued[end] and scan.words[end] not in _JOINS | {":", ";", ")"}
    return None if goes_on or continues(scan, end) or scan.is_noun(end) else end


def _join_end(scan: Scan, i: int) -> int | None:
    """Over `,`, `and`, `, and` or a stroke that stands apart."""
    if _is_stroke(scan, i):
        return i + 1
    j = i + 1 if scan.words[i] in _JOINS else i
    j = j + 1 if scan.words[j] in scan.language.and_words else j
    return j if j > i else None


def _is_stroke(scan: Scan, i: int) -> bool:
    """`29 / 30 August`"""
    return scan.words[i] == "/" and not scan.glued[i] and not scan.glued[i + 1]


def _has_and(scan: Scan, i: int, end: int) -> bool:
    """Before the number or behind it, perhaps with further ones between."""
    if i > 0 and scan.words[i - 1] in scan.language.and_words:
        return True
    at: int | None = end
    for _ in range(_MOST_DAYS):
        following = _join_end(scan, at) if at is not None else None
        if at is None or following is None:
            return False
        if scan.words[following - 1] in scan.language.and_words or _is_stroke(scan, at):
            return True
        at = _number_end(scan, following)
    return False


def _month_before(scan: Scan, i: int) -> Partial | None:
    """Of the date that the list begins with, further back in it."""
    for _ in range(_MOST_DAYS):
        last = i
        while last > 0 and (scan.words[last - 1] in _JOINS or scan.words[last - 1] in scan.language.and_words):
            last -= 1
        if last == i or last == 0:
            return None
        for start in range(last - 1, max(last - _LONGEST_DATE, -1), -1):
            found = date_at(scan, start) if not scan.glued[start] or start == 0 else None
            if found is not None and found[1] == last and found[0].month is not None and found[0].day is not None:
                return found[0]
        i = last - 2 if scan.words[last - 1] in scan.language.ordinal_endings else last - 1
        if i <= 0 or _number_end(scan, i) != last:
            return None
    return None


def _month_after(scan: Scan, end: int) -> Partial | None:
    """Of the date that the list ends with."""
    at: int | None = end
    for _ in range(_MOST_DAYS):
        following = _join_end(scan, at) if at is not None else None
        if following is None:
            return None
        found = date_at(scan, following)
        if found is not None and found[0].month is not None and found[0].day is not None:
            return found[0]
        at = _number_end(scan, following)
    return None
