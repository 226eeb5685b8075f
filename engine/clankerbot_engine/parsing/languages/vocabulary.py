"""What a language must say for itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Words = frozenset[str]
DateOrder = Literal["DMY", "MDY"]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Of one language. Words are folded (`tokens.fold`); phrases are written as `phrases` says."""

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
    tenths: Words
    point_words: Words  # "one point five"
    zero_words: Words  # "eight oh five"
    hundred_words: Words
    thousand_words: Words
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
    minus_words: Words  # between two lengths, of which the second is taken off
    or_words: Words  # between two numbers, either of which it may be
    day_nouns: Words  # of which half or all is a length: "all day"
    rest_words: Words  # of a day: no length that is known
    day_lengths: Mapping[str, float]  # the same in one word
    day_units: Words  # counted, a length in working days: "2 days", "1.5d"
    vague_days: Iterable[str]  # that they were not long ago is all they tell
    few_words: Words  # how many they are must be asked: "a few hours"
    ish_words: Words  # right behind a number: "9ish"
    calendar_units: Mapping[str, str]
    hyphenated_words: Words  # that may be written with a hyphen, too: "week-end"

    # days
    holidays: Mapping[str, Iterable[str]]  # `12-24` or `easter-2` to its names
    months: Mapping[str, int]
    doubtful_months: Words  # words of their own too ("may")
    weekdays: Mapping[str, int]
    noun_days: Words  # of both, those that nouns begin with: "sun icons", "may flies"
    doubtful_weekdays: Words
    relative_days: Mapping[str, int]
    last_words: Words
    previous_words: Words
    last_units: Mapping[str, str]  # the last one in one word: "Vormonat"
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
    nightly_words: Words  # behind an hour: "1 Uhr nachts"
    lunch_words: Words  # noon, where a time begins or ends with it
    am_words: Words
    pm_words: Words
    oclock_words: Words
    zone_offsets: Mapping[str, int]  # minutes east of UTC, of zones that are the same all year
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
    until_leads: Words  # before such a word: "up to"
    until_tails: Words  # behind one: "until and including", "through to"
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
    recipient_words: Words  # before who gets what is sent
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
    leaving_words: Words  # before a word for a point: "out at 5"
    started_words: Words
    number_nouns: Words  # what a number after them counts or names: "page 3"
    possessives: Words

    # the rest
    now_words: Words
    now_leads: Words  # before such a word: "right now"
    going_words: Words  # beside a project: that work on it goes on
    here_words: Words
    me_words: Words
    pronouns: Words
    others: Words  # of those, the ones that are not the writer
    polite: Iterable[str]
    trailing_polite: Iterable[str]
    taking_back: Iterable[str]  # at the end of a text: nothing of it is meant any more
    versus_words: Words  # between two periods that are compared
    fillers: Words
    separators: Words
    question_words: Words
    common_words: Words  # near to a command's word by their letters alone
    suggesting_words: Words  # of polite ones, those said to others: "let's"
    polite_words: Words  # left in the middle of a text
    apology_words: Words  # beside a change: "sorry, wrong project"
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
    grouping_ends: Words  # behind what they part by: "client wise"
    grouping_adverbs: Mapping[str, str]  # both in one word
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
    wrong_words: Words  # what is said of an entry that is to be changed
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
    writing_words: Words  # the ones with which a message is written as well
    charging_words: Words  # of those verbs, the ones behind which a payer may stand: "bill Apollo for 2h"
    having_words: Words  # the ones that say as well how much time there is: "had 2h for Apollo"
    loose_verbs: Words  # the ones that are said of anything: "put Apollo on hold for 2h"
    denying_words: Words  # beside work they say what came of it: "and hired nobody"
    thanking_words: Words
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
    topics: Mapping[str, Words]
    """Kind of what is only read to the words that speak of it, where no phrase asks for it."""
    mere_time_words: Words  # as a topic too, where it is said whose
    hour_words: Words  # in what a report is called
    showing_words: Words  # what somebody wants to see, or to know
    wanting_words: Words  # the same of `report_nouns` alone
    report_nouns: Words
    lacking_words: Words  # that hours are missing
    whose_lack_words: Words  # to somebody
    unasked_words: Words  # they make it no question about what was tracked
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
    event_time_words: Words = frozenset()
    """Behind "every" they say when it happens: "every time a project is deleted"."""
    event_night_words: Words = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)  # by the English ones; of English none
    date_order: DateOrder | None = None  # None: `5/6` is doubtful
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)  # by region
