"""From one day or period to another: `May 1 to May 12`, `since Monday`, `13-15 July`, `from May 1 on`."""

from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.parsing.dates import Days, Partial, earliest, latest, months_days, unit_days
from clankerbot_engine.parsing.recognizers.calendar_dates import continues, year_after, year_at
from clankerbot_engine.parsing.recognizers.counted_days import month_said_at
from clankerbot_engine.parsing.recognizers.days import cardinal_day_at
from clankerbot_engine.parsing.recognizers.periods import when_at
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan

_MOST_IN_A_ROW, _MOST_WEEKS = 11, 53
_SOON = timedelta(days=92)
ARROWS = {"→", "~", "…", "⇒", "➔"}


def recognize(scan: Scan, i: int) -> Match[When] | None:
    """A day, a period, or a range of either."""
    if scan.numbers[i] >= 0 and scan.words[i + 1] in scan.language.length_units and continues(scan, i + 1):
        return None
    if scan.numbers[i] >= 0 and len(scan.words[i]) < 4 and scan.words[i + 1] not in scan.language.date_followers:
        return None
    if scan.words[i] in scan.language.half_signs and scan.numbers[i + 1] < 0:
        return None
    found = when_at(scan, i)
    ranged = _range(scan, i, found)
    if ranged is not None:
        led = found is None and not ranged[0].open
        return Match(i, ranged[1], ranged[0], 2.0 * (ranged[1] - i) + (1 if led else 0))
    if found is None:
        return None
    when, end = found
    doubtful = end == i + 1 and (
        scan.words[i] in scan.language.doubtful_months or scan.words[i] in scan.language.doubtful_weekdays
    )
    if doubtful and i > 0 and scan.words[i - 1] in scan.language.pronouns:  # "I may"
        return None
    first = i + 1 if scan.words[i] in scan.language.the_words else i
    alone = end == first + 1 and scan.words[first] in scan.language.noun_days
    if alone and scan.is_noun(end) and not _is_led(scan, i):
        return None  # "sun icons"
    return Match(i, end, when, 2.0 * (end - i) - (0.5 if doubtful else 0.1))


def _is_led(scan: Scan, i: int) -> bool:
    return i > 0 and scan.words[i - 1] in scan.language.on_words | scan.language.this_words | scan.language.last_words


def _range(scan: Scan, i: int, found: tuple[When, int] | None) -> tuple[When, int] | None:
    """From one day or period to another; what one end leaves out the other tells. `found`: what was read at `i`."""
    language = scan.language
    between = scan.words[i] in language.between_words
    since = scan.words[i] in language.since_words
    led = between or since or scan.words[i] in language.from_words
    j = i + 1 if led else i
    first = (_edge_of(scan, j) or when_at(scan, j) or _year_end(scan, j)) if led else found or _year_end(scan, j)
    first_day = cardinal_day_at(scan, j) if first is None else None
    if first is not None:
        at = first[1]
    elif first_day is not None:
        at = first_day[1]
    else:
        return None
    if first is not None and not since and (month := first[0].partial) is not None and month.month and not month.day:
        within = _month_with_days(scan, month, at)
        if within is not None:
            return within
    then = past_range_sign(scan, at, between=between)
    if first is not None and since and (then is None or when_at(scan, then) is None):
        return _until_today(scan, first[0], at)
    if then is None:
        return _open(scan, i, first) or (_next_to(scan, first[0], at) if first is not None and not led else None)
    if first is not None and (scan.words[then] in language.now_words or scan.words[then] in language.to_date_words):
        return _until_today(scan, first[0], then + 1)
    last = when_at(scan, then) or _year_end(scan, then)
    weeks = _weeks(scan, first[0], then) if first is not None else None
    if weeks is not None:
        return weeks
    last_day = cardinal_day_at(scan, then)
    if last is not None and (last_day is None or last_day[1] < last[1]):
        days = _between(scan, first[0] if first else Partial(day=first_day[0] if first_day else None), last[0])
        doubtful = first is not None and first[0].doubtful and last[0].doubtful  # "5/6 - 7/6"
        return (When(days=days, ranged=True, unsure=doubtful), last[1]) if days else None
    if last_day is not None and first is not None and first[0].partial is not None and first[0].is_day:
        return _same_month(scan, first[0].partial, last_day)
    if last_day is not None and first_day is not None:
        return _days_of_month(scan, first_day[0], last_day)
    return _open(scan, i, first)


def _weeks(scan: Scan, first: When, i: int) -> tuple[When, int] | None:
    """`weeks 20-22`"""
    partial, number = first.partial, scan.numbers[i]
    if partial is None or partial.week is None or not partial.week < number <= _MOST_WEEKS or scan.digits(i) > 2:
        return None
    if continues(scan, i + 1):
        return None
    begun = first.settled(scan)
    weeks = number - partial.week
    return (When(days=Days(begun.first, begun.last + timedelta(weeks=weeks)), ranged=True), i + 1) if begun else None


def _next_to(scan: Scan, first: When, i: int) -> tuple[When, int] | None:
    """`May and June`, `Q1, Q2 and Q3`: periods without a gap."""
    begun = first.settled(scan) if not first.is_day else None
    if begun is None:
        return None
    last, end = begun, i
    for _ in range(_MOST_IN_A_ROW):
        if not (scan.words[end] in scan.language.and_words or scan.words[end] in {",", "/", "+"}):
            break
        found = when_at(scan, end + 1)
        days = found[0].settled(scan) if found is not None and not found[0].is_day else None
        if found is None or days is None or (days.first - last.last).days != 1:
            break
        last, end = days, found[1]
    return (When(days=Days(begun.first, last.last)), end) if end > i else None


def _open(scan: Scan, i: int, first: tuple[When, int] | None) -> tuple[When, int] | None:
    """`from May 1 on`, `starting Monday`: to today where a period is due, and else that day."""
    language = scan.language
    if first is None or scan.words[i] not in language.from_words:
        return None
    when, end = first
    onwards = scan.words[end] in language.onwards_words
    end = end + 1 if onwards else end
    if when.part is not None or not when.is_day or (when.relative is not None and not onwards):
        return (when, end) if onwards else None
    surely = onwards or scan.words[i] in language.starting_words
    return replace(when, open="surely" if surely else "perhaps"), end


def _edge_of(scan: Scan, i: int) -> tuple[When, int] | None:
    """`the beginning of the month`, `Anfang April`: its first day."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.the_words else i
    if scan.words[j] not in language.edge_words:
        return None
    if scan.words[j + 1] in language.of_words:
        k = j + 3 if scan.words[j + 2] in language.the_words else j + 2
    elif scan.words[j + 1] in language.months:
        k = j + 1
    else:
        return None
    unit = language.calendar_units.get(scan.words[k])
    if unit is not None:
        return When(days=Days.one(unit_days(unit, scan.today, scan.preferences.week_start).first)), k + 1
    found = when_at(scan, k)
    days = found[0].settled(scan) if found else None
    return (When(days=Days.one(days.first)), found[1]) if found and days else None


def past_range_sign(scan: Scan, i: int, *, between: bool = False) -> int | None:
    """Over what leads from one end of a range to the other: `-`, `to`, `until`, `..`, `->`, `'til`, `-to-`."""
    language = scan.language
    word = scan.words[i]
    if word in language.until_leads and scan.words[i + 1] in language.until_words:
        return _past_tail(scan, i + 2)
    if word in language.until_words:
        return _past_tail(scan, i + 1)
    if word in ARROWS:
        return i + 1
    if word == "/" and scan.glued[i] and scan.digits(i + 1) == 4 and i > 2 and scan.words[i - 2] in {"-", ":"}:
        return i + 1  # an ISO interval
    if word == "=" and scan.words[i + 1] == ">" and scan.glued[i + 1]:
        return i + 2
    if word == "-":
        after = scan.words[i + 1]
        if after == ">" and scan.glued[i + 1]:
            return i + 2
        joined = scan.glued[i] and scan.glued[i + 1] and after in language.until_words and scan.words[i + 2] == "-"
        return i + 3 if joined else i + 1
    if word == "." and scan.words[i + 1] == "." and scan.glued[i + 1]:
        return i + 3 if scan.words[i + 2] == "." else i + 2
    if word == "'" and scan.words[i + 1] in language.until_words:
        return i + 2
    return i + 1 if between and word in language.through_words else None


def _past_tail(scan: Scan, i: int) -> int:
    """`until and including`, `bis zum`: the last day always counts, so that no such word changes it."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.and_words else i
    return j + 1 if scan.words[j] in language.until_tails else i


def _year_end(scan: Scan, i: int) -> tuple[When, int] | None:
    year = year_at(scan, i)
    return (When(days=months_days(year, 1, 12)), i + 1) if year is not None else None


def _until_today(scan: Scan, first: When, end: int) -> tuple[When, int] | None:
    days = first.settled(scan)
    if days is None or days.first > scan.today:
        return None
    return When(days=Days(days.first, scan.today), unsure=first.unsure), end


def _same_month(scan: Scan, first: Partial, last_day: tuple[int, int]) -> tuple[When, int] | None:
    """`August 10 - 22, 2012`, `April ninth through seventeenth`."""
    number, end = last_day
    if first.month is None:
        days = _between(scan, first, When(partial=Partial(day=number)))
        return (When(days=days, ranged=True), end) if days and first.weekday is None else None
    year = first.year
    if year is None:
        told = year_after(scan, end)
        year, end = told if told is not None else (None, end)
    days = _between(scan, replace(first, year=year), When(partial=replace(first, year=year, day=number)))
    return (When(days=days, ranged=True), end) if days else None


def _days_of_month(scan: Scan, first_day: int, last_day: tuple[int, int]) -> tuple[When, int] | None:
    """`4 to 22 this month`, `from 3 to 9 of last month`: two numbers alone tell no days."""
    number, end = last_day
    j = end + 1 if scan.words[end] in scan.language.of_words else end
    month = month_said_at(scan, j)
    if month is None or month[0].year is None or not first_day < number:
        return None
    days = _between(scan, replace(month[0], day=first_day), When(partial=replace(month[0], day=number)))
    return (When(days=days, ranged=True), month[1]) if days else None


def _month_with_days(scan: Scan, month: Partial, i: int) -> tuple[When, int] | None:
    """`November between 19 and 20`, `March, from the 4th to the 8th`"""
    j = scan.skip(i, ",")
    between = scan.words[j] in scan.language.between_words
    if not between and scan.words[j] not in scan.language.from_words:
        return None
    first = cardinal_day_at(scan, j + 1)
    then = past_range_sign(scan, first[1], between=between) if first is not None else None
    last = cardinal_day_at(scan, then) if then is not None else None
    if first is None or last is None or not first[0] < last[0] or scan.words[last[1]] in scan.language.length_units:
        return None
    year = year_after(scan, last[1])
    dated = replace(month, year=year[0]) if year is not None else month
    days = _between(scan, replace(dated, day=first[0]), When(partial=replace(dated, day=last[0])))
    return (When(days=days, ranged=True), year[1] if year is not None else last[1]) if days else None


def _between(scan: Scan, first: When | Partial, last: When) -> Days | None:
    if isinstance(first, Partial):
        first = When(partial=first)
    begin, finish = first.partial, last.partial
    if begin is not None and finish is not None and begin.month is None and begin.day is not None and finish.month:
        begin = replace(begin, month=finish.month, year=finish.year, weekday=None)
        first = When(partial=begin)
    running = _running(scan, begin, finish)
    if running is not None:
        return running
    if begin is not None and begin.year is not None and finish is not None and finish.year is None:
        opened = first.settled(scan)
        closed = earliest(finish, opened.first) if opened else None
    else:
        closed = last.settled(scan)
        opened = first.settled(scan, closed.last if closed else None)
    if opened is None or closed is None:
        return None
    if finish is not None and finish == Partial(weekday=finish.weekday) and closed.first < opened.first:
        return _to_weekday(scan, opened.first, finish)
    if opened.first < closed.first and closed.last < opened.last:  # "this month until yesterday"
        return Days(opened.first, closed.last)
    ends = sorted([opened, closed], key=lambda days: days.first)
    return Days(ends[0].first, max(opened.last, closed.last))


def _running(scan: Scan, begin: Partial | None, finish: Partial | None) -> Days | None:
    """`June 5 to June 13`, told on the 10th: this year's, and not the last that are over."""
    if begin is None or finish is None or not begin.month or not finish.month or begin.year or finish.year:
        return None
    opened = latest(begin, scan.today)
    closed = earliest(finish, opened.first) if opened is not None else None
    if opened is None or closed is None or not scan.today < closed.last <= scan.today + _SOON:
        return None
    return Days(opened.first, closed.last)


def _to_weekday(scan: Scan, first: date, finish: Partial) -> Days | None:
    """`last Monday to Friday`: on from there, and a week earlier where that is not over yet."""
    closed = earliest(finish, first)
    if closed is None:
        return None
    back = timedelta(days=7 if closed.last > scan.today else 0)
    return Days(first - back, closed.last - back)
