"""Days that are called by a holiday's name: `Christmas Eve`, `Easter Monday`, `Karfreitag`."""

from datetime import date

from clankerbot_engine.parsing.dates import Days, add_days, easter
from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan

_NONE: frozenset[str] = frozenset()


def holiday_at(scan: Scan, i: int) -> tuple[When, int] | None:
    """The newest of that name; none where it describes something: "Christmas Eve campaign"."""
    language = scan.language
    if scan.norms[i] not in language.holiday_phrases.openers:
        return None
    found = longest(language.holiday_phrases.start, scan.norms, i, scan.size, _NONE)
    if found is None:
        return None
    rule, end = found
    describes = end < scan.size and scan.kinds[end] == "word" and end not in scan.name_starts
    if describes and scan.words[end] not in language.vocabulary:
        return None
    for year in (scan.today.year, scan.today.year - 1):
        day = _day(rule, year)
        if day is not None and day <= scan.today:
            return When(days=Days.one(day)), end
    return None


def _day(rule: str, year: int) -> date | None:
    """`12-24`, or so many days from Easter: `easter+1`."""
    if rule.startswith("easter"):
        return add_days(easter(year), int(rule.removeprefix("easter") or 0))
    month, day = map(int, rule.split("-"))
    return date(year, month, day)
