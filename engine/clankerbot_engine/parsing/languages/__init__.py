"""What a language must say for itself; each is one package beside this module.

Words are folded (`tokens.fold`); phrases are written as `phrases` says. Everything else of the grammar is the same for
all languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from clankerbot_engine.parsing.phrases import Phrases
from clankerbot_engine.parsing.spelling import Spellings

Words = frozenset[str]
DateOrder = Literal["DMY", "MDY"]
_LONG_WORD = 6
_TELLING_LETTERS = 4


@dataclass(frozen=True, eq=False)
class Language:
    code: str

    # numbers
    numbers: Mapping[str, int]
    decimals: Mapping[str, float]  # one and a half in one word
    tens: Words
    ordinals: Mapping[str, int]
    ordinal_endings: Words
    dotted_ordinals: bool  # "am 3." is the third
    articles: Words
    half: Words
    half_is_before: bool  # "half three" is 2:30
    quarter: Words
    thirds: Words
    hundred_words: Words
    couple: Words
    and_words: Words
    of_words: Words

    # lengths, and units of the calendar
    length_units: Mapping[str, int]
    whole_lengths: Words  # of those units, the ones that need no count: "Viertelstunde"
    about_words: Words  # before a length: how exactly it is meant
    about_lines: Iterable[str]  # the same in more words
    full_words: Words  # within one: "a full hour", "2 more hours"
    or_so: Iterable[str]  # behind one
    day_nouns: Words  # of which half or all is a length: "all day"
    day_lengths: Mapping[str, float]  # the same in one word
    day_units: Words  # counted, a length in working days: "2 days", "1.5d"
    vague_days: Iterable[str]  # that they were not long ago is all they tell
    few_words: Words  # how many they are must be asked: "a few hours"
    ish_words: Words  # right behind a number: "9ish"
    calendar_units: Mapping[str, str]

    # days
    holidays: Mapping[str, Iterable[str]]  # `12-24` or `easter-2` to its names
    months: Mapping[str, int]
    doubtful_months: Words  # words of their own too ("may")
    weekdays: Mapping[str, int]
    doubtful_weekdays: Words
    relative_days: Mapping[str, int]
    last_words: Words
    previous_words: Words
    before_last_words: Words  # the one before that: "vorletzte Woche"
    plural_units: Words  # without a count, "the last days" are no certain ones
    this_words: Words
    next_words: Words
    whole_words: Words
    early_words: Words  # before a day: "earlier today"
    sofar_words: Words  # beside a period that runs: "so far this week"
    rolling_words: Words  # before one unit: those days that end today ("past month")
    ago_words: Words
    ago_before_words: Words  # in front of the length: "vor 2 Stunden"
    before_words: Words
    after_words: Words
    the_words: Words
    night_words: Words
    weekdays_words: Words
    to_date_words: Words
    first_words: Words
    final_words: Words

    # times of day
    dayparts: Mapping[str, str]  # to morning | noon | afternoon | evening | night
    tonight_words: Words
    noon_words: Words
    midnight_words: Words
    lunch_words: Words  # noon, where a time begins or ends with it
    am_words: Words
    pm_words: Words
    oclock_words: Words
    hour_marks: Words
    respelt_words: Words  # short ones, for a slip in them to be mended; of long ones all are
    past_words: Words
    to_words: Words

    # prepositions by what they lead to
    at_words: Words
    since_words: Words
    from_words: Words
    starting_words: Words  # of those, the ones that leave the end open
    until_words: Words
    between_words: Words
    through_words: Words
    day_prepositions: Words
    for_words: Words
    work_prepositions: Words
    companion_words: Words  # before whom somebody worked with
    name_prepositions: Words  # a name is due after them, known or not
    loose_prepositions: Words  # a name may follow, or what it was for
    every_words: Words
    apiece_words: Words  # beside a length: that of each project
    sharing_words: Words  # what follows is said of all that was listed: "both non-billable"
    neither_words: Words  # of those, the ones that deny it
    tail_words: Words  # at the edge of a description they say nothing
    recurrences: Mapping[str, str]  # daily -> day
    single_words: Words
    other_words: Words  # after "every": each second one
    on_words: Words
    sending_words: Words  # what they ask for may be meant for each month's day: "post it on the 1st of the month"
    plural_weekdays: Words
    described_nouns: Words  # "weekly" before them says what kind, not how often
    begin_week_words: Words
    end_week_words: Words
    ordinal_words: Words  # between "week" and its number
    working_words: Words  # before "day": one that is worked
    calendar_words: Words  # before a unit: "calendar week 10", "fiscal year"
    far_words: Words
    onwards_words: Words
    inner_words: Words  # somewhere else in it: "mid June"
    edge_words: Words  # where a period begins
    week_signs: Words
    quarter_signs: Words
    half_signs: Words
    to_date_signs: Mapping[str, str]

    end_words: Words
    started_words: Words
    number_nouns: Words  # what a number after them counts or names: "page 3"
    possessives: Words

    # the rest
    now_words: Words
    here_words: Words
    me_words: Words
    pronouns: Words
    others: Words  # of those, the ones that are not the writer
    polite: Iterable[str]
    trailing_polite: Iterable[str]
    fillers: Words
    separators: Words
    question_words: Words
    common_words: Words  # near to a command's word by their letters alone
    suggesting_words: Words  # of polite ones, those said to others: "let's"
    polite_words: Words  # left in the middle of a text
    project_words: Words
    particles: Words  # of verbs, that may stand apart from them
    parted_verbs: Mapping[str, str]  # to the one that ends their sentence: "lege ein Projekt X an"
    work_nouns: Words  # behind a project's name they say nothing more
    task_words: Words
    tag_leads: Iterable[str]
    description_leads: Words
    unbillable: Iterable[str]
    billable: Iterable[str]
    groupings: Mapping[str, str]
    grouping_leads: Words
    grouped_words: Words
    team_words: Words
    last_entry_words: Words
    entry_words: Words
    entry_nouns: Words  # of those, the ones that are said of entries alone
    timer_words: Words
    edit_fields: Mapping[str, str]
    adding_words: Words  # verbs that add tags to those an entry has
    appending_words: Words  # those that add to the description it has
    by_words: Words  # before a length: by so much
    moving_words: Words  # verbs with which both ends of an entry move
    later_words: Words
    earlier_words: Words
    either_way_words: Mapping[str, int]  # which way they mean is doubtful: 1 later, most likely, or -1
    lengthening_words: Words  # beside such a length: the entry becomes longer
    shortening_words: Words
    yes_words: Words
    no_words: Words
    become_words: Words  # what follows is the new value
    be_words: Words  # the same, where none of those is said: "my last entry, it was 2h"
    should_words: Words  # with which what an entry should be begins, behind what names it
    contrast_words: Words  # what follows is the old one: "Apollo, not Hermes"
    negated_words: Words  # of copulas: "isn't billable"
    nothing_words: Words  # as a new value: none at all
    made_words: Words  # beside an entry: "the one I just logged"
    schedule_words: Words  # beside a verb that ends or deletes: what it ends
    tag_nouns: Words  # behind a tag's name: "the urgent tag"
    all_words: Words
    everyone_words: Words
    who_words: Words
    person_word: str  # what stands for somebody's name: "what did they log"
    person_leads: Words  # before whose hours are asked for
    report_words: Words  # in a question about tracked time they add nothing
    tracking_words: Words  # of those, the ones that speak of tracking itself
    plan_nouns: Words  # what is said of work to come: "budget for Apollo: 40h"
    planned_words: Words  # the same of a length: "3h estimated for Apollo"
    planning_words: Words  # the same of a person: "we're planning 2h"
    affairs: Words  # before a length: what is billed, announced, kept free or hoped for, or the work: "outage: 2h"
    doubt_words: Words  # near a time they make a text something else than a log
    took_words: Words  # of those, the ones that report if somebody is said beside them
    timing_words: Words  # said of timers as well as of time that is over: "track Apollo"
    log_verbs: Words  # they are said of time alone
    compared_words: Words  # behind a length: how far off something is
    infinitive_words: Words  # before a verb: "starting to hate it", "ask Ben to log 2h"
    reserving_words: Words  # verbs of logs that are said of rooms and flights too
    activities: Words  # what work is called, where it might be taken for a person's name: "Standup: 30m"
    activity_endings: tuple[str, ...]  # words that end so are such ones too
    report_verbs: Words  # what somebody else did is not the writer's own work
    copulas: Words
    talk_words: Words  # in a text without a command they make it talk
    ahead_words: Words  # before a length: that far from now
    that_words: Words
    away: Iterable[str]  # with a day: that day was not worked
    digest_words: Words
    subscription_words: Words
    help_topics: Words
    client_leads: Words
    client_words: Words
    client_nouns: Words
    named_words: Words
    conditions: Mapping[str, Iterable[str]]
    cues: Mapping[str, Iterable[str]]
    """Intent to the phrases that open it. A `$` at a phrase's end: only where nothing follows.

    An intent with a question mark (`stop_timer?`): phrases that may be talk as well, read with less confidence.
    """
    closing_cues: Mapping[str, Iterable[str]]  # ones that stand at the end: "2h an Apollo buchen"
    cue_fillers: Words  # may stand between the words of such a phrase
    suggestions: Mapping[str, str]
    event_things: Mapping[str, str] = field(default_factory=dict)
    """What events are about, by its word: `entry`, `timer`, `project`, ..., `time_off`, `person`."""
    event_made_words: Words = frozenset()
    event_changed_words: Words = frozenset()
    event_gone_words: Words = frozenset()
    """What happens to it."""
    event_start_words: Words = frozenset()
    event_stop_words: Words = frozenset()
    """Of timers."""
    event_over_words: Words = frozenset()
    event_under_words: Words = frozenset()
    unless_words: Words = frozenset()
    group_words: Words = frozenset()
    """Behind the name of people who belong together: "the design team"."""
    about_period_words: Words = frozenset()
    """Before the days that a reminder is about: "about last week"."""
    event_than_words: Words = frozenset()
    event_to_words: Words = frozenset()
    event_by_words: Words = frozenset()
    event_my_words: Words = frozenset()
    event_except_words: Words = frozenset()
    event_when_words: Words = frozenset()
    event_night_words: Words = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)  # by the English ones; of English none
    date_order: DateOrder | None = None  # None: `5/6` is doubtful
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)  # by region

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
    def length_goes_on(self) -> Words:
        """What after a number and its unit may belong to the same length: `2h and a half`, `1 hour thirty`."""
        counts = frozenset(self.numbers) | frozenset(self.decimals) | self.articles | self.couple | self.full_words
        parts = self.half | self.quarter | self.thirds
        return counts | parts | self.and_words | frozenset({",", ".", ":", "-", "/", "½", "¼", "¾", "⅓", "⅔"})

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
            | self.inner_words
            | self.edge_words
        )

    @cached_property
    def period_followers(self) -> Words:
        """What comes after a number of one to three digits that begins a period: `3rd quarter`, `1Q26`."""
        dot = frozenset(".") if self.dotted_ordinals else frozenset[str]()
        return self.ordinal_endings | self.quarter_signs | dot

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
            self.about_phrases,
        )
        words = {word for each in phrases for word in each.words}
        for value in vars(self).values():
            if isinstance(value, frozenset | Mapping):
                words.update(word for word in value if isinstance(word, str))
        return frozenset(words)

    @cached_property
    def time_words(self) -> Spellings:
        """Words of times, for a slip in one to be mended."""
        said = {*self.weekdays, *self.relative_days, *self.months, *self.length_units, *self.calendar_units}
        return Spellings({word for word in said if len(word) >= _LONG_WORD} | self.respelt_words)

    @cached_property
    def command_words(self) -> Spellings:
        """First words of cues that are no talk, for a typo to be near to."""
        surely = Phrases({intent: lines for intent, lines in self.cues.items() if not intent.endswith("?")})
        return Spellings(word for word in surely.openers if len(word) > 2)

    @cached_property
    def greeting_words(self) -> Spellings:
        return Spellings(self.polite_phrases.openers)
