"""English."""

from collections.abc import Mapping

from clankerbot_engine.parsing.languages import Language


def _each(meanings: Mapping[str, str]) -> dict[str, str]:
    """One meaning for all the words of a key."""
    return {word: meaning for words, meaning in meanings.items() for word in words.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
_TENS = {
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

_LAST_ENTRY = "(last|latest|previous|most recent|newest) time? (entry|one|log|record|booking)"
_FIELD = (
    "(start time|end time|project|task|duration|length|date|day|start|end|description|note|comment|title|name|tag|tags)"
)
_SHOULD = (
    "(should be|should have been|should've been|shouldn't be|should not be|has to be|needs to be|must be|ought to be"
    "|should say|should read|belongs|belonged|goes)"
)
_WAS = (
    "(was supposed to be|was meant to be|is supposed to be|was actually|was really|is actually|was|is|isn't|wasn't|took"
    "|lasted|should|should have|actually)"
)
_PARTS = "(tag|tags|label|labels|description|note|notes|comment|project|task)"
_LOG = "(log|add|track|record|book|put|enter|note|register|bill|charge|clock|submit)"
_SHOW = "(show|list|see|display|view|get|give|print|fetch|check|tell|open|pull up|bring up|look up|look at)"
_SOME = "(few|couple|couple of|several|two|three|four|five|ten|2|3|4|5|6|7|8|9|10|15|20|50)?"
_PERIOD_NOUN = "(week|month|day|quarter|year)"
_TIMER = "(timer|tracker|clock|stopwatch|time tracker|tracking|time tracking)"

ENGLISH = Language(
    code="en",
    date_orders={"US": "MDY", **dict.fromkeys(["GB", "IE", "AU", "NZ", "IN", "ZA"], "DMY")},
    numbers={word: value for value, word in enumerate(_UNITS)} | _TENS,
    decimals={},
    tens=frozenset(_TENS),
    ordinals={word: value for value, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30},
    ordinal_endings=_words("st nd rd th"),
    articles=_words("a an"),
    half=_words("half"),
    half_is_before=False,
    quarter=_words("quarter quarters"),
    thirds=_words("third thirds"),
    hundred_words=_words("hundred"),
    couple=_words("couple"),
    and_words=_words("and & n"),
    of_words=_words("of in"),
    length_units={
        **dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], 3600),
        **dict.fromkeys(["m", "min", "mins", "minute", "minutes"], 60),
        **dict.fromkeys(["s", "sec", "secs", "second", "seconds"], 1),
    },
    whole_lengths=frozenset(),
    about_words=_words(
        "about around approx approximately roughly ~ circa ca nearly almost exactly precisely just over another"
    ),
    full_words=_words("full whole good solid extra additional further more straight"),
    or_so=("or so", "(flat|straight|total|exactly|tops|altogether|overall)", "in (total|all)", "more or less"),
    day_nouns=_words("day workday"),
    day_lengths={},
    calendar_units={
        **dict.fromkeys(["day", "days"], "day"),
        **dict.fromkeys(["week", "weeks", "wk", "wks"], "week"),
        **dict.fromkeys(["fortnight", "fortnights"], "fortnight"),
        **dict.fromkeys(["weekend", "weekends"], "weekend"),
        **dict.fromkeys(["month", "months", "mo"], "month"),
        **dict.fromkeys(["quarter", "quarters", "qtr"], "quarter"),
        **dict.fromkeys(["year", "years", "yr", "yrs"], "year"),
    },
    months={
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
    },
    doubtful_months=_words("may march mar jan jun"),
    weekdays={
        **dict.fromkeys(["monday", "mon", "mondays"], 0),
        **dict.fromkeys(["tuesday", "tue", "tues", "tuesdays"], 1),
        **dict.fromkeys(["wednesday", "wed", "weds", "wednesdays"], 2),
        **dict.fromkeys(["thursday", "thu", "thur", "thurs", "thursdays"], 3),
        **dict.fromkeys(["friday", "fri", "fridays"], 4),
        **dict.fromkeys(["saturday", "sat", "saturdays"], 5),
        **dict.fromkeys(["sunday", "sun", "sundays"], 6),
    },
    doubtful_weekdays=_words("sat sun wed mon fri"),
    relative_days={"today": 0, "yesterday": -1, "yday": -1, "yest": -1, "tomorrow": 1},
    last_words=_words("last past"),
    previous_words=_words("previous prior preceding prev"),
    this_words=_words("this current these"),
    next_words=_words("next coming upcoming following"),
    whole_words=_words("whole entire full all"),
    early_words=_words("earlier early late later"),
    sofar_words=_words("so"),
    rolling_words=_words("past"),
    ago_words=_words("ago back earlier"),
    ago_before_words=_words(""),
    before_words=_words("before"),
    after_words=_words("after"),
    the_words=_words("the"),
    night_words=_words("night"),
    weekdays_words=_words("weekday weekdays workday workdays"),
    to_date_words=_words("date"),
    first_words=_words("first"),
    final_words=_words("last final"),
    dayparts={
        "morning": "morning",
        "forenoon": "morning",
        "noon": "noon",
        "lunchtime": "noon",
        "afternoon": "afternoon",
        "evening": "evening",
        "night": "night",
    },
    tonight_words=_words("tonight tonite"),
    noon_words=_words("noon midday"),
    lunch_words=_words("lunch lunchtime"),
    midnight_words=_words("midnight"),
    am_words=_words("am a"),
    pm_words=_words("pm p"),
    oclock_words=_words("o'clock oclock"),
    hour_marks=_words("h"),
    respelt_words=_words("hour hours week weeks month last every"),
    past_words=_words("past after"),
    to_words=_words("to before til till of"),
    at_words=_words("at @"),
    since_words=_words("since"),
    from_words=_words("from starting beginning"),
    starting_words=_words("starting beginning"),
    until_words=_words("to till til until untill through thru"),
    between_words=_words("between"),
    through_words=_words("and &"),
    day_prepositions=_words("on for in from of at during over within since throughout"),
    for_words=_words("for lasting"),
    work_prepositions=_words("on to for in with at of under against towards toward into @"),
    companion_words=_words("with w"),
    name_prepositions=_words("on to under against towards toward into @"),
    loose_prepositions=_words("for of in with at"),
    every_words=_words("every each"),
    apiece_words=_words("each apiece"),
    sharing_words=_words("both all each everything neither none them these those they are two three"),
    neither_words=_words("neither none"),
    tail_words=_words("now instead a an the my our and then plus also so & i we it that was is just w"),
    recurrences={
        "daily": "day",
        "nightly": "day",
        "weekly": "week",
        "monthly": "month",
        "hourly": "hour",
        "quarterly": "quarter",
        "fortnightly": "fortnight",
        "biweekly": "fortnight",
    },
    single_words=_words("single"),
    other_words=_words("other"),
    on_words=_words("on"),
    sending_words=_words("post send share remind nudge ping"),
    plural_weekdays=_words("mondays tuesdays wednesdays thursdays fridays saturdays sundays"),
    described_nouns=_words(
        "summary summaries report reports overview digest digests recap totals total breakdown stats update updates "
        "hours standup stand-up meeting review sync scrum call"
    ),
    week_signs=_words("w wk kw cw"),
    quarter_signs=_words("q quarter"),
    half_signs=_words("h"),
    to_date_signs={"ytd": "year", "qtd": "quarter", "mtd": "month", "wtd": "week"},
    end_words=_words("end ended ending finish finished finishing stopped until till by"),
    started_words=_words("start started starting began beginning"),
    number_nouns=_words(
        "line lines row rows figure section "
        "page pages ticket tickets issue issues version chapter chapters sprint sprints step steps item items part "
        "parts phase room client story pr release"
    ),
    possessives=_words("my our"),
    end_week_words=_words("ending ended"),
    ordinal_words=_words("no no. number nr num"),
    calendar_words=_words("calendar iso business"),
    far_words=_words("far"),
    onwards_words=_words("on onwards onward forward"),
    edge_words=_words("beginning start"),
    begin_week_words=_words("of commencing beginning starting c"),
    now_words=_words("now rn"),
    here_words=_words("here"),
    me_words=_words("me myself us"),
    others=_words("you he she they it u anyone anybody someone somebody"),
    pronouns=_words("i we i've i'm we've he she they you"),
    polite=(
        "(please|pls|plz|kindly|hey|hi|hello|yo|ok|okay|so|well|and|also|just|now|then|again|oh|oops|whoops|actually|sorry)",
        "i (guess|think|believe|suppose|reckon)",
        "(ugh|hmm|hm|uh|um|uhm|umm|thx|thanks|ty|right|alright|cool|great|perfect|yes|yep|yeah|quick|quickly)",
        "(i'm|im|i am|i|we're)? (gonna|going to|about to|gotta)",
        "(hey|hi|hello|ok|okay|yo|dear)? (there|bot|clankerbot|clanker|team)",
        "good (morning|afternoon|evening)",
        "(can|could|would|will) (you|u|ya) (please|pls|kindly|just|also|maybe)?",
        "would you mind",
        "(please|pls|kindly) to",
        "(can|could|may|shall) (i|we) (please|just|also)?",
        "(it)? (would|will) be (great|nice|good|awesome|cool) if you (can|could|would)? (please)?",
        "(no|nope) wait",
        "(no|nope|nah|oh no) ,",
        "(cancel|scratch) (that|it) ,",
        "(never mind|nevermind|nvm)",
        "i? (would|want|need|wanted|wish|have|got) (like)? to (please|just|also)?",
        "(i'd|i) (like|love|want|need) (you)? to (please|just|also)?",
        "(let's|lets|let me|go ahead and|be so kind and|help me|remember to|i have to|i must)",
        "(do|did) me a favor and",
    ),
    trailing_polite=(
        "(please|pls|plz|kindly|thanks|thx|ty|cheers|danke|mate|bot|clankerbot)",
        "thank you (very much|so much)?",
        "(thanks|thx) (a lot|so much|very much|in advance|again|mate|bot)",
        "(if|when) you (can|could|please|have time)",
        "for me",
        "will you",
        "would you",
        "ok",
    ),
    fillers=_words("a an the some my our that it i we is was were then just also so time"),
    separators=_words("and then plus & also"),
    question_words=_words(
        "what who why when where how which whose is are am was were do does did can could will would should has have"
    ),
    common_words=_words(
        "good look book lunch sold told want went like love know hope soon some most more been seen well will still "
        "look loop long blog slog flog clog jogging stuff state store story smart party sport short short paris "
        "ours hors wee eek ever very blast lasts moth tweek loge lodge ads dad mad sad bad had "
        "there their these those thing think today night light right great would could should hello thanks morning"
    ),
    polite_words=_words("please pls plz thanks thx kindly"),
    particles=_words("down up in"),
    work_nouns=_words("work stuff"),
    project_words=_words("project projects proj"),
    task_words=_words("task"),
    tag_leads=(
        "(tags|tag|labels|label) (are|is|:)",
        "(tagged|tag|tags|labelled|labeled|label|labels) (it|this|that|them)? (as|with|:|=)?",
        "(with|using|and|under) (the)? (tag|tags|label|labels) (:|=)?",
        "(add|set) (the)? (tag|tags) (:|=)?",
    ),
    description_leads=_words("about doing re regarding as description desc note notes comment"),
    unbillable=(
        "(non|not|un) -? billable",
        "(nonbillable|unbillable|nb|non-billable|unbilled|unbill)",
        "(no|without) (billing|charge)",
        "(do not|don't) (bill|charge)",
        "not billed",
        "free of charge",
    ),
    billable=("(billable|chargeable|billed|$)",),
    groupings={
        **dict.fromkeys(["project", "projects"], "project"),
        **dict.fromkeys(["client", "clients", "customer", "customers"], "client"),
        **dict.fromkeys(["task", "tasks"], "task"),
        **dict.fromkeys(["tag", "tags", "label", "labels"], "tag"),
        **dict.fromkeys(
            ["user", "users", "person", "people", "member", "members", "teammate", "colleague", "who"], "user"
        ),
        **dict.fromkeys(["day", "days", "date", "daily", "weekday"], "day"),
    },
    grouping_leads=_words("by per"),
    grouped_words=_words("grouped group split broken down sorted divided"),
    team_words=_words("team team's everyone everybody everyone's everybody's teams all we our us"),
    last_entry_words=_words("it that this last latest previous"),
    entry_words=_words("entry entries log logs one record booking timesheet item"),
    entry_nouns=_words("entry booking record log"),
    timer_words=_words("timer timers clock tracker tracking stopwatch time running current working entry it that"),
    edit_fields={
        "project": "project",
        "task": "task",
        "description": "description",
        "note": "description",
        "comment": "description",
        "text": "description",
        "title": "description",
        "name": "description",
        "duration": "duration",
        "length": "duration",
        "hours": "duration",
        "time": "time",
        "times": "time",
        "date": "date",
        "day": "date",
        **dict.fromkeys(["start", "starts", "started", "began", "begun"], "start"),
        **dict.fromkeys(["end", "ends", "ended", "finished", "stopped"], "end"),
        "tag": "tags",
        "tags": "tags",
        "billable": "billable",
        "label": "tags",
        "labels": "tags",
        "retag": "tags",
        "relabel": "tags",
        "untag": "tags",
        "extend": "end",
        "shorten": "end",
        "rename": "description",
        "describe": "description",
        "notes": "description",
    },
    adding_words=_words("add put attach stick apply use tag label mark flag give"),
    by_words=_words("by"),
    lengthening_words=_words("add adding extend lengthen prolong increase raise bump longer more extra another"),
    shortening_words=_words(
        "shorten reduce cut trim lower decrease shorter less off take knock shave subtract deduct remove"
    ),
    yes_words=_words("yes on true"),
    no_words=_words("no off false not"),
    become_words=_words("to as into = : with"),
    be_words=_words("be been is was it's should"),
    should_words=_words("should should've has needs must"),
    contrast_words=_words("not instead rather"),
    negated_words=_words("isn't wasn't aren't weren't shouldn't not"),
    nothing_words=_words("nothing none empty blank"),
    made_words=_words(
        "thing things most recent recently newest just made logged added entered created booked tracked did recorded "
        "put set flag field status mine over long up what by accident mistake accidentally"
    ),
    schedule_words=_words("schedule schedules scheduled reminder reminders"),
    tag_nouns=_words("tag label"),
    all_words=_words("all every everything entries"),
    everyone_words=_words("everyone everybody team people them"),
    person_word="they",
    person_leads=_words("for of by from"),
    who_words=_words("who"),
    report_words=_words(
        "hours hrs time log logged logging track tracked work worked working book booked spend spent record recorded "
        "entry entries total totals summary report overview breakdown week month day quarter year been billed billable "
        "much many long grouped group project projects timesheet"
    ),
    tracking_words=_words(
        "hours hrs log logged logging track tracked work worked working book booked spend spent record recorded entry "
        "entries total totals summary report overview breakdown billed billable timesheet"
    ),
    plan_nouns=_words(
        "estimate estimates estimation quote quotes quotation budget budgets forecast forecasts plan plans target "
        "targets limit cap allowance quota proposal allocation"
    ),
    planned_words=_words(
        "estimated budgeted quoted planned allocated allotted reserved forecast forecasted scheduled expected proposed "
        "earmarked left remaining"
    ),
    planning_words=_words(
        "planning plan planned expecting expect expected estimating estimate estimated hoping aiming intending intend "
        "hope aim budgeting quoting forecasting reckon"
    ),
    doubt_words=_words(
        "if not don't didn't won't can't cannot wasn't isn't will i'll we'll should shall might could would gonna "
        "going until till need needs wait waiting remaining left takes take took ago than saved saves saving"
    ),
    took_words=_words("took"),
    compared_words=_words(
        "slower faster late later behind early earlier ahead away longer shorter max maximum tops delay delayed"
    ),
    log_verbs=_words("log logged logging track tracked tracking record recorded clock clocked"),
    reserving_words=_words("book booked booking reserve"),
    activities=_words(
        "standup standups stand-up daily meeting meetings call calls review reviews sync retro design development dev "
        "research support admin bug bugs bugfix bugfixes fix fixes hotfix test tests qa docs documentation email "
        "emails mail mails workshop workshops interview interviews travel lunch break deployment deploy release demo "
        "demos analysis notes note work misc other done log time today yesterday hours update status project task "
        "client code feature features incident ops maintenance sales presentation"
    ),
    activity_endings=("ing", "tion", "ment"),
    report_verbs=_words("logged tracked worked spent did recorded booked billed clocked had"),
    copulas=_words("is was are were has had"),
    talk_words=_words(
        "i i'm i've i'd we we're we've he he's she she's they they're you you're it it's me him her them us is are am "
        "later moved rescheduled postponed leaves arrives arrive shows ran runs brb afk bbl eta "
        "was were be been being do does did has have had let's lets who whose which that's this there there's"
    ),
    ahead_words=_words("in within after"),
    that_words=_words("that saying says"),
    away=(
        "(on|annual|paid|sick|parental)? leave",
        "(on|a)? (vacation|holiday|holidays|pto)",
        "(off|called in|out)? sick",
        "(took|taking)? (day|days) off",
        "out of office",
    ),
    digest_words=_words("digest digests summary summaries report reports recap overview"),
    subscription_words=_words(
        "updates update notifications notification notify changes change events event everything new all posts "
        "us starts stops is gets clockify channel this about when whenever created updated deleted started stopped is "
        "are someone anyone somebody anybody an a time request requests"
    ),
    help_topics=_words(
        "log logging time timer timers start stop track tracking entry entries project projects schedule schedules "
        "summary report reports reminder reminders connect clockify edit delete undo commands tag tags billable "
        "subscribe subscriptions"
    ),
    client_leads=_words("for under client"),
    client_words=_words("client customer the"),
    named_words=_words("called named"),
    conditions={
        "missing_hours": (
            "(if|who|when) (i|they|he|she|someone|anyone|we|you)? "
            "(haven't|hasn't|have not|has not|did not|didn't|forgot to) (logged|log|tracked|track|booked) "
            "(anything|any|enough)? (time|hours)? yet?",
            "(if|with|who|who has|who have) (i|they|he|she|someone|anyone|you)? (have|has|had|are|is)? "
            "(missing|no|too few) hours",
            "(missing|too few) hours",
            "(if|when) (my|our|their|any|some|the)? (hours|time) (are|is) (missing|incomplete|not logged)",
        ),
        "no_timer": (
            "(if|when) (i|we|they|he|she|someone|anyone|nobody)? (have|has) no timer (running|on)?",
            "(if|when) no timer (is|are)? (running|on)",
            "(if|when|with|who has) (there is|i have|they have)? no timer",
            "(if|when) timer (is not|isn't) (running|on)",
        ),
    },
    cues={
        # Where two kinds hold the same phrase, the first has it.
        "create_project": (
            "(create|add|make|set up|open|new) new? project",
            "start new project",  # "start project Apollo" is a timer on it
            "start project (called|named)",
            "project (create|add|new)",
            "i? (need|want) new? project (called|named)",
        ),
        "list_projects": (
            f"{_SHOW} (active|available|open)? projects",
            f"{_SHOW} projects that? (i|we) can (log|book|track|use) (time|hours)? (on|to)?",
            "(what|which) (can|could|should) (i|we) (log|track|book) (time|hours)? on?",
            "(what|which) projects (are there|do i have|do we have|exist|can i log|can i use)?",
            "what are projects",
            f"{_SHOW}? (projects|project) list$",
            f"{_SHOW}? list of (projects|project names)",
            "projects$",
        ),
        "list_schedules": (
            f"{_SHOW} (active|current)? (schedules|reminders|schedule|scheduled jobs|scheduled posts)",
            "(what|which) (schedules|reminders) (are there|do i have|do we have|exist|are set|have i got|have we got)?",
            "what have i got scheduled",
            "(what is|what's|whats) scheduled",
            "what (have|did) (i|we) (scheduled|schedule)",
            f"{_SHOW} scheduled (stuff|things|posts|messages|jobs)?",
            "(do i have|do we have|are there) (schedules|reminders)",
            "(schedules|reminders)$",
            f"{_SHOW} (active|current)? (subscriptions|feeds)",
            "(what|which) (subscriptions|feeds) (are there|do i have|do we have|exist)?",
            "(what is|what's|whats|what gets) posted (in)? (here|this channel|channel)?",
            "(what is this channel|what's this channel|what am i|what are we) (subscribed to|following)",
            "what (do i|do we|does this channel) (follow|subscribe to)",
            "(my)? (subscriptions|feeds)$",
        ),
        "delete_schedule": (
            "(delete|remove|cancel|drop|disable|stop|clear|turn off) (that|this)? "
            "(schedule|schedules|reminder|reminders) (number|no)?",
            "(stop|quit) (reminding|nudging)",
        ),
        "list_entries": (
            f"{_SHOW} (this|last)? (time|recent|last|latest|timesheet)? (entries|entry|logs|log|bookings)",
            f"{_SHOW}? the? (last|latest|recent|newest) {_SOME} of? (entries|logs|bookings|time entries)",
            f"{_SHOW} (timesheet|time sheet)",
            f"{_SHOW}? list of (entries|logs|bookings)",
            "(list|show|display|see) me?$",
            f"{_SHOW}? what (i|we) (did|do|logged|tracked|worked on|recorded|booked)",
            f"{_SHOW}? (everything|anything|all) (i|we) (did|do|logged|tracked|worked on|recorded|booked)",
            "(did|have) (i|we) (log|logged|track|tracked|book|booked|do|done) (anything|something|enough)",
            "what (did|have) (i|we) got? (do|log|logged|track|tracked|book|booked|done|record|recorded)",
            "(what|which) entries",
            "(what is|what's|whats) (logged|tracked|booked|recorded)",
            f"{_SHOW} everything",
            "(recent|time)? entries",
            "what's (in|on) timesheet",
            "timesheet$",
        ),
        "summary": (
            "(post|send|give|show|tell|get|share|print|make|create|schedule|set up)? this? (team|team's|teams)? "
            "(weekly|daily|monthly|quick|short)? "
            "(summary|report|overview|breakdown|totals|total|recap|stats|statistics|digest) (of|on)? "
            "(time|hours|work)?",
            f"(summarize|summarise|recap|sum up|add up|total up) {_PERIOD_NOUN}?",
            "(numbers|figures) (for|of|from|this|last)?",
            "(sum|total) of",
            f"(how|what) (did|does|is|was) {_PERIOD_NOUN} (look|looking|go|going) like?",
            f"(what's|whats|how's|hows) {_PERIOD_NOUN} (look|looking) like?",
            f"how (is|was|am i doing|are we doing) (this|last|past) {_PERIOD_NOUN}",
            "how (did|does|is|was) (look|looking|go|going|shape up)",
            f"{_SHOW} (team|team's|teams) (tracked|logged|billable)? (hours|time|totals|total|report|summary|numbers)",
            "(did|have) (i|we) (work|worked) (enough|much|long)",
            f"{_SHOW} (total|tracked|logged|worked|billable|unbilled|unbillable|non billable|non - billable)? "
            "(hours|hrs|time|totals)",
            "break down",
            "(how's|how is|how was) (week|day|month|quarter|year) (looking|going)?",
            f"{_SHOW}? how (much|many|long) (time|hours|hrs|work|billable time|billable hours)? "
            "(did|do|have|has|was|were|is|are|on|for|in)?",
            "(total|tracked|logged|worked|billable|non billable|non - billable|unbillable)? (hours|hrs|totals)",
            "time (spent|tracked|logged|worked|booked)? "
            "(on|for|in|this|last|per|by|today|yesterday|since|from|between)",
            "(post|send|share) (team|team's|teams)? (hours|time|totals|timesheet|numbers)",
            "time (report|summary|overview|sheet|totals|total)",
            "(what is|what's|whats) (team|total|overall|billable|non billable)? (total|totals|hours|time)",
            "how (did|do) (i|we) spend (time|day)?",
            f"(post|send|show|share|give|print) (team's|team|teams)? (this|last)? {_PERIOD_NOUN}",
            f"my {_PERIOD_NOUN}",
            "what (did|have|has|was) (team|everyone|everybody|they|people) been? "
            "(do|done|doing|log|logged|track|tracked)",
            "what (did|have|has|was) (i|we|they|team|everyone|everybody|people|been)? been? "
            "(work|worked|working|spend|spent) on?",
            "who (worked|logged|tracked|did|has logged|has tracked|booked)",
            "where did time go",
            "(team|everyone|everybody) (hours|time|totals|total|summary|report|week|month)",
            "timesheet (for|of)",
        ),
        "status": (
            "(still|anything|something) (running|tracking) (now|right now|currently)?$",
            "(status|current timer|running timer|timer status)$",
            "(what|which) (project|task)? (am|are) (i|we) (currently|right now|now|still)? "
            "(doing|tracking|timing|logging|working|clocked|on) (on|in)?",
            "(what|which) (timer|timers|entry|task) (is|are) (on|running|active)",
            "(what is|what's|whats) (currently|now)? (running|tracking|being tracked|on clock)",
            "(what is|what's|whats) (timer|status|current timer|current task) (doing|at|on|now)?",
            f"(is|are) there? {_TIMER} (on|running|active|going)",
            "(is|are) there? (anything|something|timers) (running|on|being tracked|tracked)",
            f"{_SHOW} (current|running|active) (timer|entry|task)",
            f"{_SHOW} (timer|status|current)$",
            "(am|are) (i|we) (tracking|timing|logging) (anything|something)",
            "(am|are) (i|we) (still|currently|already|now)? "
            "(on clock|clocked in|tracking time|tracking|working|timing)",
            "do i have (anything|something) (running|on|going)",
            "do i have (running|active)? (timer|timers) (running|on|active)?",
            "how long (has|have|is) (this|it|i)? (timer|clock)? been? (running|going|tracking)",
            "how long (have|has) (i|we|it) been (on|at|doing|working on|tracking)? (this|it|that|task)$",
            "(timer|current|running)$",
            "did i (forget to stop|leave) timer (on|running)?",
        ),
        "undo": (
            "(undo|revert|rollback|roll back|unlog) (that|it|this)? last? "
            "(one|change|action|thing|entry|log|edit|command|operation)?",
            "take (that|it) back",
            "take back (that|it|last)?",
            "(roll|turn|put) (that|it|this|last) back",
            "(reverse|cancel out) (that|it|this|last)",
            "(go|step) back (one|a) step",
            "(undo|revert|reverse) (what|everything)? (i|you|we)? just? (did|logged|added|made|changed|entered)",
        ),
        "unsubscribe": (
            "(unsubscribe|unfollow|mute) (this channel)? from?",
            "stop (following|posting|notifying|sending|digest|updates|notifications)",
            "stop (daily|weekly) (digest|summary|report|updates)",
            "no more (updates|notifications|digest|digests|posts)",
            "(i|we)? (don't|do not) (need|want) (updates|notifications|digest|digests) anymore?",
            "(turn off|disable|silence|cancel) (daily|weekly)? (updates|notifications|digest|digests)",
        ),
        "subscribe": (
            "(subscribe|follow) (this channel|channel)? to?",
            "(notify|alert|inform|ping) (this channel|channel)?",
            "(send|post) (notification|notifications|update|updates) (here|in here)? (to|in|when|whenever|about|for)?",
            "(sign|sign up) (this channel|up|us up)? (for|to)",
            "(let|keep) (know|posted) here? (when|whenever|about|if)",
            "tell (here|this channel|channel|everyone here|everybody here)? (when|whenever|about|if)",
            "let (this channel|channel) know (when|whenever|about|if)",
        ),
        "disconnect": (
            "(disconnect|unlink) (from)? (clockify)? (account|access|key)?",
            "(log me out|sign me out|logout|log out|sign out|revoke access) (of|from)? (clockify)?$",
        ),
        "connect": (
            "(connect|link|authorize|authorise|reconnect) (to|with)? (clockify)? (account|api key|key)?$",
            "(connect|link|set up|setup) (to|with)? clockify account?",
            "(connect|link|hook up|hook|pair) account (up)? (to|with) clockify",
            "(hook up|pair|plug in|attach) clockify account?",
            "(hook|link) clockify account? up",
            "(login|log in|sign in|log me in|sign me in) (to|with)? (clockify)?$",
            "set up? api? key",
        ),
        "help": (
            "(show|open|display|get|give|i need|need)? (help|usage|manual|instructions|commands)",
            "how (does|do) (this|it|that|you|bot|clankerbot) work",
            "how (do|can|would|should) (i|we|you)",
            "what (can|do) (you|i|we) (do|say|type|ask|write|understand|enter) here?",
            "what commands (are there|do you know|do you understand|can i use)?",
            "what are (your|the) commands",
            "who are you",
            "?$",
        ),
        "remind": (
            "(remind|nudge) (everyone|everybody|team|them|people|him|her|this channel)?",
            "(set|set up|create|add|make|send) (daily|weekly|monthly|recurring)? reminder (to|for|that|about)?",
            "send (everyone|team) reminder (to|for|that|about)?",
        ),
        "post_message": ("(post|say|announce|send|tell|write|message|share)",),
        "delete_entry": (
            "throw away",
            "(delete|del|rm|remove|discard|drop|erase|trash|scrap|nuke|strike|deleting|removing)",
            "cancel",
            "get rid of",
            f"(take|clear|empty|unset|wipe) all? {_PARTS} (off|from|out)?",
            "untag",
        ),
        "delete_entry?": ("(kill|forget)",),
        "edit_entry": (
            "(set|change|update|edit|make|correct|fix|move|mark|rename|adjust|amend|modify|reassign|retag|flag)",
            "(setting|changing|updating|editing|making|correcting|fixing|moving|marking|renaming|raise|lower)",
            f"the? {_FIELD} (of|on|for) {_LAST_ENTRY} ({_SHOULD[1:-1]}|is|was)?",
            f"(can|could|should) {_LAST_ENTRY} be",
            "(bump|tweak|revise|alter|turn|convert|relabel|describe|round|trim|cut|retitle|replace|transfer|migrate)",
            "(turn|switch|toggle) (on|off) billable",
            "(turn|switch|toggle|set) billable (on|off)?",
            "(put|file) (that|it|this) one? (on|to|under|onto)",
            f"give {_LAST_ENTRY} {_PARTS}",
            f"(put|book|log) {_LAST_ENTRY} (on|to|under|as)",
            f"(the|that|this)? {_LAST_ENTRY} ({_SHOULD[1:-1]}|{_WAS[1:-1]})?",
            f"(the|that|this)? (entry|one|log|booking) {_SHOULD}",
            f"(i|we) (want|need) {_LAST_ENTRY} (to be|at|on|as)?",
            f"(call|name) {_LAST_ENTRY}",
            "(shift|push|extend|lengthen|prolong|shorten|reduce|increase|decrease)",
            "(take|knock|shave|subtract|deduct)",
            "(add|put) (tag|tags|note|comment|description)",
            "(tag|label) (it|that|this|last|entry|latest|previous)",
            "assign",
            f"(switch) {_LAST_ENTRY}",
        ),
        "edit_entry?": (
            f"(it|that|this)? {_SHOULD}",
            f"the? {_FIELD} {_SHOULD}",
            f"(it|that|this) one? {_WAS}",
            "(i|we)? meant",
            "(use|apply|attach|stick)",
        ),
        "stop_timer?": (
            "(take|taking) break",
            "(i|i've|i'm|im)? (just|already)? (finished|done) (working|tracking|work)? (on|with)",
            "(stop|pause|halt|end|finish) (it|that)",
            "(end|finish) day",
            "(that's|thats|that is|that'll be|that will be) (all|it|me) done? for (today|now|day)",
            "(wrapping|winding) up",
            f"(i'm|im|i am)? (stopping|pausing|finishing) (now|work|tracking|{_TIMER[1:-1]})?",
            "off clock",
            "(signing|logging) off",
        ),
        "stop_timer": (
            "(stop|end|finish|halt|pause|kill|quit|terminate|turn off|switch off|shut off|shut down) "
            f"(this|that)? (current|running)? {_TIMER}",
            "(stop|pause) what (i'm|im|i am|i was) (doing|working on|tracking)",
            f"{_TIMER} (off|stop)",
            f"turn {_TIMER} off",
            "(stop|pause|halt) (now|working|work|tracking|timing|recording|time)?",
            "(end|finish) (now|work|working|for today|for day)",
            "(i|i've|i'm|im)? (just|already)? (stopped|ended|finished|done) (working|tracking|work)?",
            f"(finish|wrap) (up|it up) {_TIMER}?",
            "(i'm|im|i am|we're)? (done|finished) "
            "(for today|for day|for now|working|with work|here|with this|with it)?",
            "(clock|punch|check|clocking|punching|checking) (out|off)",
            "(that's it|calling it day|call it day)$",
        ),
        "continue_timer": (
            "(continue|resume|restart|unpause|carry on|pick up|go on|keep going|keep working|keep tracking) "
            "(with|on|working on|tracking)? (that|this)? (last|latest|previous|newest|most recent)? "
            "(one|timer|entry|task|work|tracking|thing)?",
            "(start|begin) (last|latest|previous) (one|timer|entry|task|thing) again?",
            "(start|begin) (it|that|again)$",
            "back (to|at) (work|it)$",
            "(pick up|continue|carry on|go on|resume) where (i|we) (left off|left|stopped|was|were)",
            "(go|get|going)? (back to|continue|resume|continue with) (what|whatever) (i|we) (was|were|did|had) "
            "(doing|working on|on)? before?",
        ),
        "continue_timer?": ("(i'm|im|i am)? back from (lunch|break)",),
        "switch_timer?": ("(i'm|im|i am)? now on", "switch"),
        "switch_timer": (
            "(hop|skip|jump|move|moving|go|hopping|jumping|going) (over to|onto|on to)",
            "(hopping|jumping) to",
            "(switch|change|swap|jump|flip) (timer|tracking|over|now)? over? (to|onto)",
            "(switch|swap|jump|flip) (task|project) (to|onto)",
            "(switch|swap) from",
            "(i'm|im|i am|now)? (now|moving|switching|going) (on|over)? to",
        ),
        "start_timer?": ("(i'm|im|i am) (on|onto)",),
        "start_timer": (
            f"(start|starting|begin|beginning|launch|run|kick off|fire up|spin up|turn on|new|create) new? {_TIMER}",
            "(get going|get started|fire up|spin up|kick off) (on|with)?",
            "(i|i've|we|just)? (got going|got started|kicked off|fired up|set off) (on|with)?",
            "(start|begin) (working|tracking|timing|work|logging|recording|to work|to track) (time|on)?",
            "(start|begin|starting|beginning)",
            "i? (started|began) (working|tracking|work|to work|timer)?",
            "(i'm|im|i am|now|currently) (working|tracking time|tracking) on",
            "(i'm|im|i am)? back (on|to)",
            "(i'm|im|i am|now) (starting|beginning)",
            "working on",
            "(clock|punch|check|clocking|punching|checking) in",
            f"{_TIMER} (on|for|start)?",
            "time me",
            "(put|clock|get) me (on|onto|in|in on)",
            "(now|currently) doing",
        ),
        "log_time?": (
            "make new? time? entry (for|of|with)?",  # "make the Apollo entry 2h"
            f"(i|we|i've|we've)? (forgot|forgotten|missed) to {_LOG} (time|hours)?",
        ),
        "log_time": (
            "(create|add|new) new? time? entry (for|of|with)?",
            "(jot|note|pencil|chalk|write|clock|fill) (down|in|up|out)",
            f"{_LOG} down? (another|extra)? (time|hours|work)?",
            "(logging|tracking|recording|booking|adding)",
            f"(i|we) (want|need|must|wanna|like|would like|will|shall) (to)? {_LOG}",
            "(i|i've|we|just)? (wrapped up|finished up|completed|knocked out|racked up|clocked up|put in|got in)",
            "(chuck|pop|slap|burned|burnt|sank)",
            "(i|we|i've|we've|i have|we have|have)? (only|already)? "
            "(logged|tracked|spent|worked|did|recorded|booked|billed|put in|put|clocked|wasted|invested)",
            "(i|we) (coded|do|spend|work|make)",
            "(i|we)? had",
            "(i|we)? (was|were|have been|had been|been) (working|busy|coding|on|in|at|doing)? (on|with)?",
            "(i've|we've) been (working|busy|coding|on|in|at|doing)? (on|with)?",
        ),
    },
    closing_cues={},
    cue_fillers=_words("a an the my our your me us all of any some please just also too"),
    suggestions={
        "log_time": "log 2h on Apollo yesterday",
        "start_timer": "start Apollo",
        "summary": "summary this week by project",
        "list_entries": "show my entries for today",
        "stop_timer": "stop",
        "edit_entry": "set my last entry to 2h",
        "delete_entry": "delete my last entry",
        "list_projects": "list projects",
        "create_project": "create project Apollo",
        "status": "what am I working on",
        "create_schedule": "every friday at 5pm post my week here",
        "post_message": 'post "done for today" in #general',
        "help": "help",
    },
    event_things=_each(
        {
            "entry entries": "entry",
            "timer timers": "timer",
            "project projects": "project",
            "task tasks": "task",
            "client clients": "client",
            "tag tags": "tag",
            "approval approvals timesheet timesheets": "approval",
            "vacation vacations leave pto holiday holidays": "time_off",
            "people members users joiners": "person",
        }
    )
    | {"time off": "time_off"},
    event_made_words=_words("new created added started stopped finished joining"),
    event_changed_words=_words("changed edited updated modified renamed updates changes edits"),
    event_gone_words=_words("deleted removed deletions removals"),
    event_over_words=_words("over above longer more exceeding beyond >"),
    event_under_words=_words("under below shorter less within <"),
    event_than_words=_words("than as"),
    event_to_words=_words("to"),
    event_by_words=_words("by"),
    event_my_words=_words("my"),
    event_except_words=_words("except not outside excluding quiet without"),
    event_when_words=_words("when whenever if once"),
    event_night_words=_words("night nights nighttime overnight"),
)
