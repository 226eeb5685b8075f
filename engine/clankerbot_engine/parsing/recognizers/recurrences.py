"""How often: `every Friday`, `each weekday`, `on Mondays and Thursdays`, `daily`, `on the 1st of every month`.

Cron cannot count weeks: `every other Friday` is asked about.
"""

from dataclasses import dataclass, replace

from clankerbot_engine.parsing.recognizers.numbers import cardinal_at, ordinal_at
from clankerbot_engine.parsing.scan import Match, Scan


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Cron's fields for days; `*` is each. `hours` or `minutes`: a step within the day. `unit`: day, week or month.

    `every_other`: each second one of those weekdays was said. `perhaps`: or one day that is meant ("on the 1st of the
    month").
    """

    unit: str
    days_of_month: str = "*"
    months: str = "*"
    weekdays: str = "*"
    hours: int | None = None
    minutes: int | None = None
    every_other: bool = False
    perhaps: bool = False


def recognize(scan: Scan, i: int) -> Match[Recurrence] | None:
    found = _every(scan, i) or _adverb(scan, i) or _plural(scan, i) or _day_of_every(scan, i)
    if found is None:
        return None
    end = found[1] + 1 if scan.words[found[1]] in scan.language.dayparts else found[1]  # "every Monday morning"
    return Match(i, end, found[0], 2.0 * (end - i) + 1)


def _every(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    language = scan.language
    j = i + 1 if scan.words[i] in language.day_prepositions else i
    if scan.words[j] not in language.every_words:
        return None
    j += 1
    j = j + 1 if scan.words[j] in language.single_words else j
    other = _every_other(scan, j) or _nth_weekday(scan, j)
    if other is not None:
        return other
    weekdays = _weekday_list(scan, j)
    if weekdays is not None:
        return Recurrence("week", weekdays=weekdays[0]), weekdays[1]
    if scan.words[j] in language.weekdays_words:
        return Recurrence("day", weekdays="1-5"), j + 1
    part = language.dayparts.get(scan.words[j])
    if part is not None:
        return Recurrence("day"), j + 1
    ordinal = ordinal_at(scan, j)
    if ordinal is not None and 1 <= ordinal[0] <= 31:
        return _monthly(scan, ordinal[0], ordinal[1])
    count = cardinal_at(scan, j)
    number, k = count if count is not None else (1, j)
    unit = language.calendar_units.get(scan.words[k])
    if unit is None:
        return _step(scan, number, k)
    if number == 2 and unit == "week":
        return _calendar(scan, "fortnight", k + 1)
    if number != 1:
        return None
    return _calendar(scan, unit, k + 1)


def _every_other(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    """`other Friday`, `second week on Monday`, after `every`."""
    language = scan.language
    second = ordinal_at(scan, i)
    if scan.words[i] in language.other_words:
        j = i + 1
    elif second is not None and second[0] == 2:
        j = second[1]
    else:
        return None
    if language.calendar_units.get(scan.words[j]) == "week":
        return _calendar(scan, "fortnight", j + 1)
    weekdays = _weekday_list(scan, j)
    return (Recurrence("week", weekdays=weekdays[0], every_other=True), weekdays[1]) if weekdays else None


def _nth_weekday(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    """`first Monday`, `last Friday of the month`."""
    language = scan.language
    ordinal = ordinal_at(scan, i)
    final = scan.words[i] in language.final_words
    j = i + 1 if final else ordinal[1] if ordinal is not None else i
    weekday = language.weekdays.get(scan.words[j])
    if weekday is None or not (final or (ordinal is not None and 1 <= ordinal[0] <= 4)):
        return None
    which = "L" if final or ordinal is None else f"#{ordinal[0]}"
    return Recurrence("month", weekdays=f"{(weekday + 1) % 7}{which}"), _past_month(scan, j + 1)


def _step(scan: Scan, number: int, i: int) -> tuple[Recurrence, int] | None:
    length = scan.language.length_units.get(scan.words[i])
    if length == 3600 and 1 <= number <= 23:
        return Recurrence("hour", hours=number), i + 1
    if length == 60 and 1 <= number <= 59:
        return Recurrence("minute", minutes=number), i + 1
    return None


def _calendar(scan: Scan, unit: str, end: int) -> tuple[Recurrence, int] | None:
    match unit:
        case "day":
            return Recurrence("day"), end
        case "weekend":
            return Recurrence("week", weekdays="6,0"), end
        case "week":
            on = end + 1 if scan.words[end] in scan.language.day_prepositions else end
            weekdays = _weekday_list(scan, on)
            return (
                (Recurrence("week", weekdays=weekdays[0]), weekdays[1])
                if weekdays
                else (Recurrence("week", weekdays="1"), end)
            )
        case "fortnight":
            found = _calendar(scan, "week", end)
            return (replace(found[0], every_other=True), found[1]) if found else None
        case "month":
            on = end + 1 if scan.words[end] in scan.language.day_prepositions else end
            on = on + 1 if scan.words[on] in scan.language.the_words else on
            day = ordinal_at(scan, on)
            if day is not None and 1 <= day[0] <= 31:
                return Recurrence("month", days_of_month=str(day[0])), day[1]
            return Recurrence("month", days_of_month="1"), end
        case "quarter":
            return Recurrence("month", days_of_month="1", months="1,4,7,10"), end
        case "year":
            return Recurrence("month", days_of_month="1", months="1"), end
        case _:
            return None


def _monthly(scan: Scan, day: int, end: int) -> tuple[Recurrence, int]:
    return Recurrence("month", days_of_month=str(day)), _past_month(scan, end)


def _past_month(scan: Scan, end: int) -> int:
    """Over `of the month`."""
    language = scan.language
    j = end + 1 if scan.words[end] in language.of_words else end
    j = j + 1 if scan.words[j] in language.the_words else j
    return j + 1 if j > end and language.calendar_units.get(scan.words[j]) == "month" else end


def _weekday_list(scan: Scan, i: int) -> tuple[str, int] | None:
    """`Monday`, `Mon, Wed and Fri`, `Tue Thu`, `Monday to Thursday`, in cron's numbers (Sunday is 0)."""
    language = scan.language
    first = language.weekdays.get(scan.words[i])
    if first is None:
        return None
    last = language.weekdays.get(scan.words[i + 2])
    if last is not None and (scan.words[i + 1] == "-" or scan.words[i + 1] in language.until_words) and first < last:
        return f"{(first + 1) % 7}-{last + 1}", i + 3
    days, j = [first], i + 1
    while j < scan.size and len(days) < 7:
        k = scan.skip(j, ",", "/")
        k = k + 1 if scan.words[k] in language.and_words else k
        weekday = language.weekdays.get(scan.words[k])
        if weekday is None or (k == j and k in scan.name_starts):
            break  # "every Monday Friday Demo 30m"
        days.append(weekday)
        j = k + 1
    return ",".join(str((day + 1) % 7) for day in dict.fromkeys(days)), j


def _adverb(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    """`daily`, `weekly on Friday`; not where it describes: "the weekly report"."""
    language = scan.language
    unit = language.recurrences.get(scan.words[i])
    if unit is None or scan.words[i + 1] in language.described_nouns:
        return None
    if i > 0 and scan.words[i - 1] in language.name_prepositions:
        return None  # "log 2h on daily stanup" names something
    if unit == "hour":
        return Recurrence("hour", hours=1), i + 1
    return _calendar(scan, unit, i + 1)


def _plural(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    """`on Mondays`, `weekdays at 9`."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.day_prepositions else i
    if scan.words[j] in language.weekdays_words and scan.words[j].endswith("s"):
        return Recurrence("day", weekdays="1-5"), j + 1
    if scan.words[j] not in language.plural_weekdays:
        return None
    days = _weekday_list(scan, j)
    return (Recurrence("week", weekdays=days[0]), days[1]) if days else None


def _day_of_every(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    """`on the 1st of every month`, `the last Friday of each month`; `on the 1st of the month` beside what is sent."""
    language = scan.language
    j = i + 1 if scan.words[i] in language.day_prepositions else i
    j = j + 1 if scan.words[j] in language.the_words else j
    found = _nth_weekday(scan, j)
    if found is None:
        found = _day_of_month(scan, j)
    if found is None:
        return None
    often, k = found
    each = k + 1 if scan.words[k] in language.of_words else k
    if scan.words[each] in language.every_words:
        return (often, each + 2) if language.calendar_units.get(scan.words[each + 1]) == "month" else None
    on = scan.words[i] in language.on_words
    of_the_month = language.calendar_units.get(scan.words[k - 1]) == "month"
    sends = not language.sending_words.isdisjoint(scan.present)
    return (replace(often, perhaps=True), k) if on and of_the_month and sends else None


def _day_of_month(scan: Scan, i: int) -> tuple[Recurrence, int] | None:
    language = scan.language
    if scan.words[i] in language.final_words and scan.words[i + 1] in language.day_nouns:
        day, end = "L", i + 2
    else:
        ordinal = ordinal_at(scan, i)
        if ordinal is None or not 1 <= ordinal[0] <= 31:
            return None
        day, end = str(ordinal[0]), ordinal[1]
        end = end + 1 if scan.words[end] in language.day_nouns else end
    return Recurrence("month", days_of_month=day), _past_month(scan, end)
