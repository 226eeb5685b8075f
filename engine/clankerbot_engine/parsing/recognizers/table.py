"""All recognizers, and which words each may begin with: a token is shown to those alone that can make use of it.

Their order decides between readings that win the same: the first keeps the place.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.recognizers import (
    clock_phrases,
    date_ranges,
    durations,
    marks,
    names,
    parts,
    recurrences,
    relative,
)
from clankerbot_engine.parsing.recognizers.numbers import VULGAR
from clankerbot_engine.parsing.scan import Match, Scan

Recognizer = Callable[[Scan, int], Match[object] | None]


class Table:
    def __init__(self, language: Language) -> None:
        counts = {*language.numbers, *language.articles, *language.couple}
        parts_of_hours = language.half | language.quarter | language.thirds
        clock_leads = (
            language.at_words
            | language.from_words
            | language.since_words
            | language.between_words
            | language.until_words
            | language.end_words
            | language.started_words
            | language.about_words
        )
        spoken = {*counts, *parts_of_hours, *language.noon_words, *language.midnight_words}
        day_words = {
            *counts,
            *language.ordinals,
            *language.the_words,
            *language.possessives,
            *language.months,
            *language.weekdays,
            *language.relative_days,
            *language.tonight_words,
            *language.last_words,
            *language.previous_words,
            *language.this_words,
            *language.next_words,
            *language.whole_words,
            *language.first_words,
            *language.final_words,
            *language.calendar_units,
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
        relative_leads = (
            language.the_words
            | language.this_words
            | language.last_words
            | language.previous_words
            | language.day_prepositions
        )
        lengths = {*counts, *parts_of_hours, *language.about_words, *language.full_words, ".", *VULGAR}
        rows: list[tuple[Recognizer, set[str], bool]] = [
            (marks.recognize_quote, {'"', "'"}, False),
            (marks.recognize_sign, {"#", "@"}, False),
            (marks.recognize_tag_list, set(language.tag_lead_phrases.openers), False),
            (marks.recognize_billable, set(language.billable_phrases.openers), False),
            (marks.recognize_away, set(language.away_phrases.openers), False),
            (marks.recognize_grouping, {*language.grouped_words, *language.grouping_leads}, False),
            (
                recurrences.recognize,
                {
                    *language.day_prepositions,
                    *language.every_words,
                    *language.recurrences,
                    *language.weekdays_words,
                    *language.plural_weekdays,
                    *language.the_words,
                    *language.final_words,
                    *language.ordinals,
                },
                True,
            ),
            (relative.recognize_ago, lengths | language.started_words | language.ago_before_words, True),
            (relative.recognize_lately, set(relative_leads), False),
            (clock_phrases.recognize_range, {*spoken, *clock_leads}, True),
            (clock_phrases.recognize_point, {*spoken, *clock_leads}, True),
            (durations.recognize, lengths | {"p", "pt", *language.length_units}, True),
            (date_ranges.recognize, day_words, True),
            (parts.recognize, set(language.day_prepositions), False),
        ]
        self._numbers = tuple(recognizer for recognizer, _, digits in rows if digits)
        by_word: dict[str, list[Recognizer]] = {}
        for recognizer, words, _ in rows:
            for word in words:
                by_word.setdefault(word, []).append(recognizer)
        self._by_word = {word: tuple(recognizers) for word, recognizers in by_word.items()}

    def matches(self, scan: Scan) -> Iterator[Match[object]]:
        """Every reading of every place."""
        by_word, named = self._by_word, scan.index is not None
        for i in range(scan.size):
            if named and (name := names.recognize(scan, i)) is not None:
                yield name
            kind = scan.tokens[i].kind
            if kind == "mention" and (mention := marks.recognize_mention(scan, i)) is not None:
                yield mention
            recognizers = self._numbers if kind == "number" else by_word.get(scan.words[i], ())
            for recognizer in recognizers:
                found = recognizer(scan, i)
                if found is not None:
                    yield found


@lru_cache(maxsize=8)
def table_of(language: Language) -> Table:
    """Made once for each language, when first asked for."""
    return Table(language)
