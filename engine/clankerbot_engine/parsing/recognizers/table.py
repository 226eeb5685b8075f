"""All recognizers, and which words each may begin with: a token is shown to those alone that can make use of it.

Some cannot do without a word of their own, where they begin or later ("ago"): where none is left they are not asked.

Their order decides between readings that win the same: the first keeps the place.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.recognizers import (
    clock_phrases,
    date_ranges,
    durations,
    listed_days,
    marks,
    names,
    parts,
    recurrences,
    relative,
    vague,
)
from clankerbot_engine.parsing.recognizers.date_ranges import ARROWS
from clankerbot_engine.parsing.recognizers.numbers import VULGAR
from clankerbot_engine.parsing.scan import Match, Scan

Recognizer = Callable[[Scan, int], Match[object] | None]


Rows = Sequence[tuple[int, Recognizer]]
"""Recognizers, the last first, with the bit of each."""

_NO_ROWS: Rows = ()
_OF_MENTIONS: Rows = ((-1, marks.recognize_mention),)
_WITHIN_NUMBERS = {":", "."}


class Table:
    def __init__(self, language: Language) -> None:
        counts = {*language.numbers, *language.decimals, *language.articles, *language.couple}
        parts_of_hours = language.half | language.quarter | language.thirds
        clock_leads = (
            language.at_words
            | language.from_words
            | language.since_words
            | language.between_words
            | language.until_words
            | language.end_words
            | language.leaving_words
            | language.started_words
            | language.about_words
            | language.about_phrases.openers
        )
        spoken = {*counts, *parts_of_hours, *language.noon_words, *language.midnight_words, *language.lunch_words}
        day_words = {
            *counts,
            *language.ago_before_words,
            *language.ordinals,
            *language.the_words,
            *language.possessives,
            *language.months,
            *language.weekdays,
            *language.holiday_phrases.openers,
            *language.inner_words,
            *language.edge_words,
            *language.relative_days,
            *language.tonight_words,
            *language.last_words,
            *language.previous_words,
            *language.before_last_words,
            *language.last_units,
            *language.this_words,
            *language.next_words,
            *language.whole_words,
            *language.first_words,
            *language.final_words,
            *language.calendar_units,
            *language.calendar_words,
            *language.weekdays_words,
            *language.week_signs,
            *language.quarter_signs,
            *language.half_signs,
            *language.to_date_signs,
            *language.between_words,
            *language.from_words,
            *language.since_words,
            *language.early_words,
            *language.dayparts,
            *language.sofar_words,
        }
        day_leads = (
            language.possessives
            | language.articles
            | language.last_words
            | language.previous_words
            | language.this_words
            | language.next_words
            | language.whole_words
            | language.sofar_words
        ) & day_words
        dated = (day_words - day_leads - language.half_signs) | language.date_followers
        relative_leads = (
            language.the_words
            | language.this_words
            | language.last_words
            | language.previous_words
            | language.day_prepositions
        )
        lengths = {
            *counts,
            *parts_of_hours,
            *language.about_words,
            *language.about_phrases.openers,
            *language.point_words,
            *language.full_words,
            ".",
            *VULGAR,
        }
        lengths |= language.whole_words | set(language.day_lengths) | language.couple
        ranges = language.until_words | language.since_words | language.through_words | ARROWS | {"-", ".", "="}
        halves = {word for word in language.am_words | language.pm_words if len(word) > 1}
        recurring = (
            language.every_words | set(language.recurrences) | language.weekdays_words | language.plural_weekdays
        )
        recurring |= {word for word, unit in language.calendar_units.items() if unit == "month"}
        vague_words = language.few_words | language.whole_words | language.vague_day_phrases.words - language.the_words
        vague_leads = (
            relative_leads - language.day_prepositions | vague_words | language.articles | language.ago_before_words
        )
        rows: list[tuple[Recognizer, AbstractSet[str], bool, AbstractSet[str] | None]] = [
            (marks.recognize_quote, {'"', "'"}, False, None),
            (marks.recognize_sign, {"#", "@"}, False, None),
            (marks.recognize_tag_list, language.tag_lead_phrases.openers, False, None),
            (marks.recognize_named_tag, language.the_words | language.articles, False, language.tag_nouns),
            (marks.recognize_tag_before_noun, language.tag_nouns, False, None),
            (marks.recognize_billable, language.billable_phrases.openers, False, None),
            (marks.recognize_away, language.away_phrases.openers, False, language.away_words),
            (marks.recognize_grouping, language.grouped_words | language.grouping_leads, False, None),
            (marks.recognize_grouping_end, language.grouping_ends, False, None),
            (marks.recognize_grouping_adverb, language.grouping_adverbs.keys(), False, None),
            (
                recurrences.recognize,
                recurring
                | language.day_prepositions
                | language.the_words
                | language.final_words
                | set(language.ordinals),
                True,
                recurring,
            ),
            (
                relative.recognize_ago,
                lengths | language.started_words | language.ago_before_words,
                True,
                language.told_from_now,
            ),
            (relative.recognize_before_now, language.now_words, False, language.minus_words | {"-"}),
            (relative.recognize_lately, relative_leads, False, language.last_words | language.previous_words),
            (relative.recognize_lately, language.since_words, False, set(language.length_units)),
            (clock_phrases.recognize_range, spoken | clock_leads, True, ranges),
            (clock_phrases.recognize_side_by_side, set(), True, halves | {":"}),
            (clock_phrases.recognize_point, spoken | clock_leads, True, None),
            (durations.recognize, lengths | {"p", "pt"} | _spelt_out(language.length_units), True, None),
            (date_ranges.recognize, day_words - day_leads, True, None),
            (date_ranges.recognize, day_leads, False, dated),
            (listed_days.recognize, set(), True, None),
            (vague.recognize_either, language.between_words | counts, True, ranges | language.or_words),
            (vague.recognize, vague_leads, False, vague_words),
            (parts.recognize, language.day_prepositions | set(language.dayparts), False, set(language.dayparts)),
        ]
        rows.reverse()  # as `matches` goes through them
        self._numbers: Rows = [(1 << row, recognizer) for row, (recognizer, _, digits, _) in enumerate(rows) if digits]
        self._always = sum(1 << row for row, (_, _, _, needs) in enumerate(rows) if needs is None)
        self._by_word: dict[str, list[tuple[int, Recognizer]]] = {}
        self._needed_by: dict[str, int] = {}
        for row, (recognizer, words, _, needs) in enumerate(rows):
            for word in words:
                self._by_word.setdefault(word, []).append((1 << row, recognizer))
            for word in needs or ():
                self._needed_by[word] = self._needed_by.get(word, 0) | 1 << row

    def matches(self, scan: Scan) -> list[Match[object]]:
        """Every reading of every place, in order.

        It goes backwards, so that it is known which words stand there or later that a recognizer cannot do without:
        `able` are the rows that find theirs, as bits.
        """
        words, numbers, name_starts = scan.words, scan.numbers, scan.name_starts
        by_word, needed_by, able = self._by_word, self._needed_by, self._always
        matches: list[Match[object]] = []
        for i in range(scan.size - 1, -1, -1):
            word = words[i]
            if word in needed_by:
                able |= needed_by[word]
            if numbers[i] >= 0:
                recognizers = _NO_ROWS if _goes_on(scan, i) else self._numbers
            elif word in by_word:
                recognizers = by_word[word]
            else:
                recognizers = _OF_MENTIONS if scan.kinds[i] == "mention" else _NO_ROWS
            for row, recognizer in recognizers:
                if able & row and (found := recognizer(scan, i)) is not None:
                    matches.append(found)
            if i in name_starts and (name := names.recognize(scan, i)) is not None:
                matches.append(name)
        matches.reverse()
        return matches


def _goes_on(scan: Scan, i: int) -> bool:
    """The 30 of `11:30`, the 5 of `1.5` and the 2 of `Q2` begin nothing."""
    if i == 0 or not scan.glued[i]:
        return False
    if scan.words[i - 1] in scan.language.quarter_signs:
        return True
    if i < 2 or not scan.glued[i - 1]:
        return False
    return scan.words[i - 1] in _WITHIN_NUMBERS and scan.numbers[i - 2] >= 0


def _spelt_out(words: Iterable[str]) -> set[str]:
    """A mere "h" begins no length."""
    return {word for word in words if len(word) > 2}


@lru_cache(maxsize=8)
def table_of(language: Language) -> Table:
    """Made once for each language, when first asked for."""
    return Table(language)
