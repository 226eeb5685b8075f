"""Lengths that are told in days: `2 days`, `1.5d`, `half a day`, `all day`: of the person's working hours."""

from clankerbot_engine.parsing.recognizers.numbers import and_part_at, decimal_at, past_hyphen
from clankerbot_engine.parsing.scan import Scan


def part_of_day_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """`half a day`, `a full day`, `all day`: of the person's working hours."""
    language = scan.language
    share = language.day_lengths.get(scan.words[i])
    if share is None:
        j = i + 1 if scan.words[i] in language.articles or scan.words[i] in language.the_words else i
        if scan.words[j] in language.half:
            share = 0.5
        elif scan.words[j] in language.whole_words:
            share = 1.0
        else:
            return None
        j = past_hyphen(scan, j + 1)
        of = j + 1 if scan.words[j] in language.of_words else j
        if scan.words[of] in language.weekdays or scan.words[of] in language.relative_days:  # "all of Monday"
            told = of > j or (i > 0 and scan.words[i - 1] in language.the_words)  # "all of Monday", "the whole Monday"
            return (round(_working_day(scan) * share), of) if told and scan.norms[of] == scan.words[of] else None
        j = j + 1 if scan.words[j] in language.articles or scan.words[j] in language.the_words else j
        if scan.words[j] not in language.day_nouns or scan.words[j + 1] in language.ago_words:
            return None
    else:
        j = i
    return round(_working_day(scan) * share), j + 1


def counted_days_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """`2 days`, `1.5d`, `a day and a half`; what is counted back or on from a day is none ("2 days ago")."""
    language = scan.language
    if scan.words[i] in language.articles:
        amount, j = 1.0, i + 1
    elif (number := decimal_at(scan, i)) is not None:
        amount, j = number
        tail = and_part_at(scan, j)
        amount, j = (amount + tail[0], tail[1]) if tail is not None else (amount, j)
    else:
        return None
    j = past_hyphen(scan, j)
    word = scan.words[j]
    if word not in language.day_units or (len(word) < 2 and not _stands_alone(scan, j + 1)):
        return None
    j += 1
    tail = and_part_at(scan, j)
    amount, j = (amount + tail[0], tail[1]) if tail is not None else (amount, j)
    after = scan.words[j]
    if after in language.last_words or after in language.this_words:  # "one day last week"
        return None
    if after in language.ago_words or after in language.before_words or after in language.after_words:
        return None
    return round(_working_day(scan) * amount), j


def _stands_alone(scan: Scan, i: int) -> bool:
    """Nothing that "3d" may describe follows: "3d printing"."""
    if i >= scan.size or scan.kinds[i] != "word" or scan.index is None:
        return True
    return scan.words[i] in scan.language.work_prepositions or i in scan.name_starts


def _working_day(scan: Scan) -> int:
    """Seconds; 0, which no length is, where it ends before it begins."""
    opens, closes = scan.preferences.day_start, scan.preferences.day_end
    return max(0, (closes.hour - opens.hour) * 3600 + (closes.minute - opens.minute) * 60)
