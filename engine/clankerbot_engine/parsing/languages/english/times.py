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
    **dict.fromkeys(["weekend", "weekends"], "weekend"),
    **dict.fromkeys(["month", "months", "mo"], "month"),
    **dict.fromkeys(["quarter", "quarters", "qtr"], "quarter"),
    **dict.fromkeys(["year", "years", "yr", "yrs"], "year"),
}
MONTHS: Mapping[str, int] = {
    **dict.fromkeys(["january", "jan"], 1),
    **dict.fromkeys(["february", "feb", "febuary"], 2),
    **dict.fromkeys(["march", "mar"], 3),
    **dict.fromkeys(["april", "apr"], 4),
    "may": 5,
    **dict.fromkeys(["june", "jun"], 6),
    **dict.fromkeys(["july", "jul"], 7),
    **dict.fromkeys(["august", "aug"], 8),
    **dict.fromkeys(["september", "sept", "sep"], 9),
    **dict.fromkeys(["october", "oct"], 10),
    **dict.fromkeys(["november", "nov"], 11),
    **dict.fromkeys(["december", "dec"], 12),
}
WEEKDAYS: Mapping[str, int] = {
    **dict.fromkeys(["monday", "mon", "mondays"], 0),
    **dict.fromkeys(["tuesday", "tue", "tues", "tuesdays"], 1),
    **dict.fromkeys(["wednesday", "wed", "weds", "wednesdays"], 2),
    **dict.fromkeys(["thursday", "thu", "thur", "thurs", "thursdays"], 3),
    **dict.fromkeys(["friday", "fri", "fridays"], 4),
    **dict.fromkeys(["saturday", "sat", "saturdays"], 5),
    **dict.fromkeys(["sunday", "sun", "sundays"], 6),
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
