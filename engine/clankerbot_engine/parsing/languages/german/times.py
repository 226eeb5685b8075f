"""Numbers, lengths, and the calendar."""

from collections.abc import Mapping

from clankerbot_engine.parsing.languages.german.spelling import each, lines

_UNITS = (
    *("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    *("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)

_TENS = {
    **{20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig"},
    **{60: "sechzig", 70: "siebzig", 80: "achtzig", 90: "neunzig"},
}

_ORDINALS = (
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft"),
    *("dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt", "zwanzigst"),
)


def _numbers() -> dict[str, int]:
    named = {word: value for value, word in enumerate(_UNITS) if value != 1}
    named |= {word: value for value, word in _TENS.items()}
    for tens, word in _TENS.items():
        named |= {f"{unit}und{word}": tens + value for value, unit in enumerate(_UNITS[1:10], 1)}
    return each({"eins": 1, **named})


def _halves() -> dict[str, float]:
    counted = {f"{unit}einhalb": value + 0.5 for value, unit in enumerate(_UNITS[2:10], 2)}
    quarters = {f"{unit}einviertel": value + 0.25 for value, unit in enumerate(_UNITS[1:10], 1)}
    quarters |= {f"{unit}dreiviertel": value + 0.75 for value, unit in enumerate(_UNITS[1:10], 1)}
    return each({"anderthalb eineinhalb einundeinhalb": 1.5, "einhalb": 0.5, **counted, **quarters})


NUMBERS: Mapping[str, int] = _numbers()
DECIMALS: Mapping[str, float] = _halves() | {"dreiviertel": 0.75}
ORDINALS: Mapping[str, int] = each(
    {" ".join(stem + ending for ending in ("e", "en", "er", "es")): n for n, stem in enumerate(_ORDINALS, 1)}
)
LENGTH_UNITS: Mapping[str, int] = each(
    {
        "h std stdn stunde stunden stündig stündige stündiger stündiges stündigen": 3600,
        "m min mins minute minuten minütig minütige minütiger minütiges minütigen": 60,
        "s sek sekunde sekunden": 1,
        "viertelstunde viertelstunden": 900,
        "dreiviertelstunde": 2700,
    }
)
CALENDAR_UNITS: Mapping[str, str] = each(
    {
        "tag tage tagen tags": "day",
        "woche wochen": "week",
        "wochenende wochenenden": "weekend",
        "monat monate monaten monats": "month",
        "quartal quartale quartalen quartals": "quarter",
        "halbjahr halbjahre halbjahres hj jahreshälfte": "half",
        "jahr jahre jahren jahres": "year",
    }
)
MONTHS: Mapping[str, int] = each(
    {
        "januar jänner jan": 1,
        "februar feber feb": 2,
        "märz mär mrz": 3,
        "april apr": 4,
        "mai": 5,
        "juni jun": 6,
        "juli jul": 7,
        "august aug": 8,
        "september sept sep": 9,
        "oktober okt": 10,
        "november nov": 11,
        "dezember dez": 12,
    }
)
WEEKDAYS: Mapping[str, int] = each(
    {
        "montag montags mo": 0,
        "dienstag dienstags di": 1,
        "mittwoch mittwochs mi": 2,
        "donnerstag donnerstags do": 3,
        "freitag freitags fr": 4,
        "samstag samstags sonnabend sa": 5,
        "sonntag sonntags": 6,
    }
)
RELATIVE_DAYS: Mapping[str, int] = each({"heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1, "übermorgen": 2})
DAYPARTS: Mapping[str, str] = each(
    {
        "früh morgen vormittag": "morning",
        "mittag": "noon",
        "nachmittag": "afternoon",
        "abend": "evening",
        "nacht": "night",
    }
)
RECURRENCES: Mapping[str, str] = each(
    {
        "täglich": "day",
        "wöchentlich": "week",
        "monatlich": "month",
        "stündlich": "hour",
        "vierteljährlich": "quarter",
    }
)
HOLIDAYS: Mapping[str, tuple[str, ...]] = {
    "01-01": lines("neujahr", "neujahrstag"),
    "05-01": lines("tag der arbeit"),
    "10-03": lines("tag der deutschen einheit"),
    "12-24": lines("heiligabend", "heiliger abend"),
    "12-25": lines("(erster|ersten) weihnachtstag", "(erster|ersten) weihnachtsfeiertag"),
    "12-26": lines("(zweiter|zweiten) weihnachtstag", "(zweiter|zweiten) weihnachtsfeiertag"),
    "12-31": lines("silvester"),
    "easter-2": lines("karfreitag"),
    "easter+0": lines("ostersonntag"),
    "easter+1": lines("ostermontag"),
    "easter+39": lines("(christi)? himmelfahrt"),
    "easter+50": lines("pfingstmontag"),
    "easter+60": lines("fronleichnam"),
}
"""Names that no work has; a mere "Weihnachten" may be what it was for."""
