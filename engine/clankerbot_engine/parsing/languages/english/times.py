"""Numbers, lengths, and the calendar."""

from collections.abc import Mapping

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]


NUMBERS: Mapping[str, int] = {word: value for value, word in enumerate(_UNITS)} | TENS
ORDINALS: Mapping[str, int] = {word: value for value, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
LENGTH_UNITS: Mapping[str, int] = {
    **dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], 3600),
    **dict.fromkeys(["m", "min", "mins", "minute", "minutes"], 60),
    **dict.fromkeys(["s", "sec", "secs", "second", "seconds"], 1),
}
CALENDAR_UNITS: Mapping[str, str] = {
    **dict.fromkeys(["day", "days", "d"], "day"),
    **dict.fromkeys(["week", "weeks", "wk", "wks"], "week"),
    **dict.fromkeys(["fortnight", "fortnights"], "fortnight"),
    **dict.fromkeys(["weekend", "weekends", "wkend", "wkends"], "weekend"),
    **dict.fromkeys(["month", "months", "mo"], "month"),
    **dict.fromkeys(["quarter", "quarters", "qtr"], "quarter"),
    **dict.fromkeys(["year", "years", "yr", "yrs"], "year"),
}
_SHORTEST, _NAMES_OF_PEOPLE = 4, {"marc"}


def _cut_short(name: str) -> list[str]:
    """`febr`, `novem`: what a name may be cut short to, from four letters on."""
    return [name[:n] for n in range(_SHORTEST, len(name) + 1) if name[:n] not in _NAMES_OF_PEOPLE]


MONTHS: Mapping[str, int] = {
    **dict.fromkeys([*_cut_short("january"), "jan"], 1),
    **dict.fromkeys([*_cut_short("february"), "feb", "febuary"], 2),
    **dict.fromkeys([*_cut_short("march"), "mar"], 3),
    **dict.fromkeys([*_cut_short("april"), "apr"], 4),
    "may": 5,
    **dict.fromkeys([*_cut_short("june"), "jun"], 6),
    **dict.fromkeys([*_cut_short("july"), "jul"], 7),
    **dict.fromkeys([*_cut_short("august"), "aug"], 8),
    **dict.fromkeys([*_cut_short("september"), "sept", "sep"], 9),
    **dict.fromkeys([*_cut_short("october"), "oct"], 10),
    **dict.fromkeys([*_cut_short("november"), "nov"], 11),
    **dict.fromkeys([*_cut_short("december"), "dec"], 12),
}
WEEKDAYS: Mapping[str, int] = {
    **dict.fromkeys([*_cut_short("monday"), "mon", "mondays"], 0),
    **dict.fromkeys([*_cut_short("tuesday"), "tue", "tues", "tuesdays"], 1),
    **dict.fromkeys([*_cut_short("wednesday"), "wed", "weds", "wednesdays"], 2),
    **dict.fromkeys([*_cut_short("thursday"), "thu", "thur", "thurs", "thursdays"], 3),
    **dict.fromkeys([*_cut_short("friday"), "fri", "fridays"], 4),
    **dict.fromkeys([*_cut_short("saturday"), "sat", "saturdays"], 5),
    **dict.fromkeys([*_cut_short("sunday"), "sun", "sundays"], 6),
}
DAYPARTS: Mapping[str, str] = {
    "morning": "morning",
    "forenoon": "morning",
    "noon": "noon",
    "lunchtime": "noon",
    "afternoon": "afternoon",
    "arvo": "afternoon",
    "evening": "evening",
    "night": "night",
    "nite": "night",
}
ZONE_OFFSETS: Mapping[str, int] = {
    **dict.fromkeys(["utc", "gmt"], 0),
    **{"cet": 60, "cest": 120, "bst": 60, "eet": 120, "eest": 180},
    **{"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420},
    **{"jst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780},
}
RECURRENCES: Mapping[str, str] = {
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "hourly": "hour",
    "quarterly": "quarter",
    "fortnightly": "fortnight",
    "biweekly": "fortnight",
}
HOLIDAYS: Mapping[str, tuple[str, ...]] = {
    "01-01": ("new (year's|years) day",),
    "12-24": ("(christmas|xmas) eve",),
    "12-25": ("(christmas|xmas) day",),
    "12-26": ("boxing day",),
    "12-31": ("new (year's|years) eve",),
    "easter-2": ("good friday",),
    "easter+0": ("easter (sunday|day)",),
    "easter+1": ("easter monday",),
}
"""Names that no work has; a mere "Christmas" may be what it was for."""
