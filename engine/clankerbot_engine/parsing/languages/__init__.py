"""A language: its vocabulary, which it says for itself, and what follows from that.

Each is one package beside this module. Everything else of the grammar is the same for all languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from clankerbot_engine.parsing.languages.vocabulary import DateOrder, Vocabulary, Words
from clankerbot_engine.parsing.phrases import Phrases
from clankerbot_engine.parsing.spelling import RunTogether, Spellings

_LONG_WORD = 6
_TELLING_LETTERS = 4
_VULGAR = frozenset("½¼¾⅓⅔")


@dataclass(frozen=True, eq=False)
class Language(Vocabulary):
    """What the recognizers ask for, made from the vocabulary when first asked for."""

    @cached_property
    def cue_phrases(self) -> Phrases:
        return Phrases(self.cues)

    @cached_property
    def closing_phrases(self) -> Phrases:
        return Phrases(self.closing_cues)

    @cached_property
    def polite_phrases(self) -> Phrases:
        return Phrases({"polite": self.polite})

    @cached_property
    def trailing_polite_phrases(self) -> Phrases:
        return Phrases({"polite": self.trailing_polite})

    @cached_property
    def taking_back_phrases(self) -> Phrases:
        return Phrases({"nothing": self.taking_back})

    @cached_property
    def holiday_phrases(self) -> Phrases:
        return Phrases(self.holidays)

    @cached_property
    def vague_day_phrases(self) -> Phrases:
        return Phrases({"date": self.vague_days})

    @cached_property
    def about_phrases(self) -> Phrases:
        return Phrases({"about": self.about_lines})

    @cached_property
    def or_so_phrases(self) -> Phrases:
        return Phrases({"or so": self.or_so})

    @cached_property
    def or_so_openers(self) -> Words:
        return self.or_so_phrases.openers

    @cached_property
    def away_phrases(self) -> Phrases:
        return Phrases({"away": self.away})

    @cached_property
    def away_words(self) -> Words:
        """One of these is in each such phrase."""
        return self.away_phrases.words - self.work_prepositions - self.articles

    @cached_property
    def length_openers(self) -> Words:
        """What a length begins with that does not begin with digits."""
        counts = frozenset(self.numbers) | frozenset(self.decimals) | self.articles | self.couple | self.full_words
        parts = self.half | self.quarter | self.thirds | self.point_words | _VULGAR
        days = self.the_words | self.whole_words | frozenset(self.day_lengths)
        return counts | parts | days | frozenset(self.length_units) | frozenset({".", "p", "pt"})

    @cached_property
    def length_followers(self) -> Words:
        """What comes after a number in digits that begins a length."""
        parts = self.and_words | self.quarter | self.thirds | self.tenths | frozenset(self.decimals) | _VULGAR
        parts = parts | self.point_words
        within = self.full_words | self.ish_words | self.billable_phrases.openers
        return frozenset(self.length_units) | parts | within | frozenset({":", "-", "/", ".", ",", "'", "′"})

    @cached_property
    def length_goes_on(self) -> Words:
        """What after a number and its unit may belong to the same length: `2h and a half`, `1 hour thirty`."""
        counts = frozenset(self.numbers) | frozenset(self.decimals) | self.articles | self.couple | self.full_words
        parts = self.half | self.quarter | self.thirds
        return counts | parts | self.and_words | _VULGAR | frozenset({",", ".", ":", "-", "/"})

    @cached_property
    def told_from_now(self) -> Words:
        """Without one of these no time is told from now."""
        return self.ago_words | self.ago_before_words | self.before_words

    @cached_property
    def clock_followers(self) -> Words:
        """What comes after a number of one or two digits that is a time of day although nothing calls for one."""
        after = {word for word, seconds in self.length_units.items() if seconds == 60} | {":", "."}
        return (
            frozenset(after)
            | self.hour_marks
            | self.am_words
            | self.pm_words
            | self.oclock_words
            | self.past_words
            | self.to_words
            | self.day_prepositions
            | self.this_words
            | self.last_words
            | frozenset(self.relative_days)
            | frozenset(self.weekdays)
            | self.tonight_words
        )

    @cached_property
    def day_openers(self) -> Words:
        """What a day begins with that does not begin with digits, holidays aside."""
        counts = frozenset(self.numbers) | frozenset(self.ordinals) | self.tens | self.articles | self.couple
        named = frozenset(self.weekdays) | frozenset(self.relative_days) | frozenset(self.months) | self.tonight_words
        beside = self.last_words | self.previous_words | self.before_last_words | self.this_words | self.next_words
        units = frozenset(self.calendar_units) | self.final_words | self.ago_before_words | frozenset(self.dayparts)
        return counts | named | beside | units | self.the_words | self.early_words

    @cached_property
    def date_leads(self) -> Words:
        """What stands before the number that a date ends with."""
        signs = frozenset({"/", "-", ".", ",", "'"})
        return signs | frozenset(self.months) | frozenset(self.weekdays) | self.the_words | self.on_words

    @cached_property
    def hour_names(self) -> Words:
        """Words that an hour may be called by, or begin with."""
        return self.noon_words | self.midnight_words | self.lunch_words | self.inner_words

    @cached_property
    def behind_hours(self) -> Words:
        """What may stand right behind an hour, and says which it is: `o'clock`, `noon`, `nachts`."""
        return self.oclock_words | self.zero_words | self.noon_words | self.midnight_words | self.nightly_words

    @cached_property
    def beside_words(self) -> Words:
        """What leads from a length to the time or the day that it is counted from."""
        return self.before_words | self.after_words

    @cached_property
    def list_words(self) -> Words:
        return self.and_words | {"/"}

    @cached_property
    def month_words(self) -> Words:
        return frozenset(self.months)

    @cached_property
    def day_closers(self) -> Words:
        """What a day may end with, beside digits."""
        named = frozenset(self.relative_days) | frozenset(self.weekdays)
        units = frozenset(self.months) | frozenset(self.dayparts) | frozenset(self.calendar_units)
        return named | units | frozenset(self.ordinals) | self.ordinal_endings | self.ago_words | {".", ")"}

    @cached_property
    def date_followers(self) -> Words:
        """What comes after a number of one to three digits that begins a date, or a range of dates."""
        return (
            frozenset({"/", "-", ".", ",", "'", "→", "~", "…", "⇒", "➔"})
            | frozenset(self.months)
            | frozenset(self.weekdays)
            | frozenset(self.calendar_units)
            | self.ordinal_endings
            | self.of_words
            | self.until_words
            | self.through_words
            | self.quarter_signs
            | self.week_signs
            | self.half_signs
            | self.working_words
            | self.weekdays_words
            | self.night_words
        )

    @cached_property
    def period_openers(self) -> Words:
        """Words that a period may begin with, once the ones that may lead to any are skipped."""
        return (
            frozenset(self.to_date_signs)
            | frozenset(self.calendar_units)
            | frozenset(self.ordinals)
            | self.tens
            | self.quarter_signs
            | self.half_signs
            | self.week_signs
            | self.first_words
            | self.final_words
            | self.last_words
            | self.previous_words
            | self.this_words
            | self.next_words
            | self.whole_words
            | self.before_last_words
            | frozenset(self.last_units)
            | self.inner_words
            | self.edge_words
        )

    @cached_property
    def period_leads(self) -> Words:
        """Words that a period, or what leads to one, may begin with."""
        return self.period_openers | self.possessives | self.the_words | self.calendar_words | self.early_words

    @cached_property
    def period_followers(self) -> Words:
        """What comes after a number of one to three digits that begins a period: `3rd quarter`, `1Q26`."""
        dot = frozenset(".") if self.dotted_ordinals else frozenset[str]()
        return self.ordinal_endings | self.quarter_signs | self.last_words | self.previous_words | dot

    @cached_property
    def condition_phrases(self) -> Phrases:
        return Phrases(self.conditions)

    @cached_property
    def tag_lead_phrases(self) -> Phrases:
        return Phrases({"tags": self.tag_leads})

    @cached_property
    def billable_phrases(self) -> Phrases:
        return Phrases({"unbillable": self.unbillable, "billable": self.billable})

    @cached_property
    def telling_words(self) -> Words:
        """Words of times and commands, which show that a text is in this language; short ones are in many."""
        times = {*self.relative_days, *self.weekdays, *self.months, *self.calendar_units}
        words = times | self.cue_phrases.openers | self.closing_phrases.openers | self.log_verbs
        long = {word for word in words if len(word) >= _TELLING_LETTERS}
        return frozenset(long | {unit for unit in self.length_units if len(unit) > 2})

    @cached_property
    def entry_names(self) -> Words:
        """Of the words for entries those that are no commands as well: "log" is."""
        return self.entry_nouns - self.log_verbs - self.reserving_words - self.timing_words

    @cached_property
    def vocabulary(self) -> Words:
        """All single words that the grammar speaks of."""
        phrases = (
            self.cue_phrases,
            self.closing_phrases,
            self.polite_phrases,
            self.trailing_polite_phrases,
            self.taking_back_phrases,
            self.about_phrases,
        )
        words = {word for each in phrases for word in each.words}
        for value in vars(self).values():
            if isinstance(value, frozenset | Mapping):
                words.update(word for word in value if isinstance(word, str))
        return frozenset(words)

    @cached_property
    def beside_times(self) -> Words:
        """What may follow a day and is not what the day belongs to, as "level" is in "2nd level support"."""
        leads = self.day_prepositions | self.work_prepositions | self.for_words | self.of_words | self.through_words
        clocks = self.until_words | self.since_words | self.from_words | self.at_words | self.between_words
        clocks |= self.am_words | self.pm_words | self.started_words | self.end_words | self.about_words
        dates = {*self.weekdays, *self.months, *self.relative_days, *self.dayparts, *self.numbers, *self.ordinals}
        units = {*self.length_units, *self.calendar_units}
        around = self.the_words | self.articles | self.possessives | self.pronouns | self.fillers | self.tail_words
        told = self.report_verbs | self.log_verbs | self.took_words | self.copulas | self.separators | self.polite_words
        lasts = self.last_words | self.previous_words | self.this_words | self.next_words | self.ago_words
        marks = self.billable_phrases.openers | self.tag_nouns | self.now_words | self.apiece_words | self.every_words
        reports = self.report_words | self.digest_words | self.grouping_leads | self.grouped_words
        return leads | clocks | dates | units | around | told | lasts | marks | reports

    @cached_property
    def time_words(self) -> Spellings:
        """Words of times, for a slip in one to be mended."""
        said = {*self.weekdays, *self.relative_days, *self.months, *self.length_units, *self.calendar_units}
        return Spellings({word for word in said if len(word) >= _LONG_WORD} | self.respelt_words)

    @cached_property
    def run_together(self) -> RunTogether:
        """Words of times, of which two may be written as one."""
        units = self.length_units.keys() | self.calendar_units.keys()
        beside = self.last_words | self.this_words | self.next_words | self.ago_words | self.articles | self.half
        said = units | beside | self.weekdays.keys() | self.months.keys() | self.dayparts.keys() | self.numbers.keys()
        return RunTogether(word for word in said if len(word) > 1 and word not in self.doubtful_weekdays)

    @cached_property
    def command_words(self) -> Spellings:
        """First words of cues that are no talk, for a typo to be near to."""
        surely = Phrases({intent: lines for intent, lines in self.cues.items() if not intent.endswith("?")})
        return Spellings(word for word in surely.openers if len(word) > 2)

    @cached_property
    def greeting_words(self) -> Spellings:
        return Spellings(self.polite_phrases.openers)


__all__ = ["DateOrder", "Language", "Words"]
