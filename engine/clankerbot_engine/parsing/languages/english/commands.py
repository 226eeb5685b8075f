"""What is asked for: the phrases that open a command, and those of a condition."""

from collections.abc import Iterable, Mapping

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

CONDITIONS: Mapping[str, Iterable[str]] = {
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
}
CUES: Mapping[str, Iterable[str]] = {
    # Where two kinds hold the same phrase, the first has it.
    "create_project": (
        "(create|add|make|set up|open|new) new? project",
        "start new project",  # "start project Apollo" is a timer on it
        "start project (called|named)",
        "project (create|add|new)",
        "i? (need|want) new? project (called|named)",
    ),
    "budgets": (
        f"{_SHOW}? (project|projects)? (budget|budgets|estimates)$",
        f"{_SHOW}? (how)? (much)? (budget|budgets) (is|are)? (left|used|used up|remaining)?$",
        "(post|send) (project)? (budgets|estimates)",
        "(what|which|how many) projects (are|is) (over|above|near|close to|out of) their? (budget|budgets|time)",
        "(what is|what's|how is|how are) (left of)? (budget|budgets|estimates) (doing|status|like|looking)?$",
        "(are|is) (project|projects|we|anything) (over|above|near|close to|out of) (budget|estimate)",
        "project? (budget|budgets|estimate|estimates) (status|overview|report|usage)$",
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
        "(turn|switch|shut) off",
        "disable",
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
        "(recent|time|all|every)? entries",
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
        f"{_SHOW} grouped? (by|per) (project|projects|client|clients|task|tag|day|user|person)",
        "break down",
        "(how's|how is|how was) (week|day|month|quarter|year) (looking|going)?",
        f"{_SHOW}? how (much|many|long) (time|hours|hrs|work|billable time|billable hours)? "
        "(did|do|have|has|was|were|is|are|on|for|in)?",
        "(total|tracked|logged|worked|billable|non billable|non - billable|unbillable)? (hours|hrs|totals)",
        "time (spent|tracked|logged|worked|booked)? (on|for|in|this|last|per|by|today|yesterday|since|from|between)",
        "(post|send|share) (team|team's|teams)? (hours|time|totals|timesheet|numbers)",
        "time (report|summary|overview|sheet|totals|total)",
        "(what is|what's|whats) (team|total|overall|billable|non billable)? (total|totals|hours|time)",
        "how (did|do) (i|we) spend (time|day)?",
        f"(post|send|show|share|give|print) (team's|team|teams)? (this|last)? {_PERIOD_NOUN}",
        f"my {_PERIOD_NOUN}",
        "what (did|have|has|was) (team|everyone|everybody|they|people) been? (do|done|doing|log|logged|track|tracked)",
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
        "(am|are) (i|we) (still|currently|already|now)? (on clock|clocked in|tracking time|tracking|working|timing)",
        "do i have (anything|something) (running|on|going)",
        "do i have (running|active)? (timer|timers) (running|on|active)?",
        "how long (has|have|is) (this|it|i)? (timer|clock)? been? (running|going|tracking)",
        "how long (have|has) (i|we|it) been (on|at|doing|working on|tracking)? (this|it|that|task)$",
        "how long (have|has) (i|we|it) been (working|tracking|running|going)$",
        "(timer|current|running)$",
        "did i (forget to stop|leave) timer (on|running)?",
    ),
    "undo": (
        "(undo|revert|rollback|roll back|unlog) (that|it|this)? last? "
        "(one|change|action|thing|entry|log|edit|command|operation)?",
        "take (that|it) back",
        "cancel (that|it|this)$",
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
        "(stop|mute|turn off) (event|events) (posts|notifications|updates|messages)?",
        "no more (updates|notifications|digest|digests|posts|events|news)",
        "(i|we)? (don't|do not) (need|want) (updates|notifications|digest|digests) anymore?",
        "(turn off|disable|silence|cancel) (daily|weekly)? (updates|notifications|digest|digests)",
    ),
    "subscribe": (
        "(subscribe|follow) (this channel|channel)? to?",
        "(watch|listen|look out) (for|to)?",
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
        "(remove|delete|forget|revoke|drop|erase) (clockify)? (api)? (key|token|access)$",
        "(unlink|disconnect) me",
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
        "help me (with|on|about|understand)",
        "how (does|do) (this|it|that|you|bot|clankerbot) work",
        "how (do|can|would|should) (i|we|you)",
        "what (can|do) (you|i|we) (do|say|type|ask|write|understand|enter) here?",
        "what commands (are there|do you know|do you understand|can i use)?",
        "what are (your|the) commands",
        "who are you",
        "?$",
    ),
    "missing_hours": (
        "(who|which people) (is|are|was|were) (still)? (missing|short of|behind on|short on|lacking) "
        "(hours|time|entries)",
        "(who|which people) (has|have|had) (still)? (missing|too few|not enough|no) (hours|time|entries)",
        "(who|which people) (has|have|did|does|do) (not|yet) (yet)? (log|logged|track|tracked|book|booked|submit|"
        "submitted) (enough|all|any|their)? (hours|time|timesheet|timesheets|everything|it)?",
        "(who|which people) (hasn't|haven't|didn't|doesn't) (yet)? (log|logged|track|tracked|book|booked|submit|"
        "submitted) (enough|all|any|their)? (hours|time|timesheet|timesheets|everything|it)?",
        "(who's|whos) still? (missing|short of|behind on|short on|lacking) (hours|time|entries|timesheet|timesheets)",
        "who forgot to (log|track|book) (hours|time)?",
        f"{_SHOW}? (missing|unlogged) hours",
        "(post|send) (missing|unlogged) hours",
        f"{_SHOW} who (is|are) (missing|short of|behind on) (hours|time)",
        "whose (hours|timesheet|timesheets|time) (is|are) (missing|incomplete|empty)",
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
        "(assign|append)",
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
        "(stop|pause|halt|end|finish) (it|that|this)",
        "(end|finish) day",
        "(that's|thats|that is|that'll be|that will be) (all|it|me) done? for (today|now|day)",
        "(i'm|im|i am|we're)? (done|finished) (here|with this|with it)",
        "(we're|we are) (done|finished)$",
        "that's it$",
        "(wrapping|winding) up",
        f"(i'm|im|i am)? (stopping|pausing|finishing) (now|work|tracking|{_TIMER[1:-1]})?",
        "off clock",
        "(i'm|im|i am)? off (for today|for now|home)?$",
        "(calling it a day|going home|heading home|eod|end of day)$",
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
        "(i'm|im|i am|we're)? (done|finished) (for today|for day|for now|working|with work)?",
        "(clock|punch|check|clocking|punching|checking|clocked|punched|checked) (out|off)",
        "(calling it day|call it day)$",
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
    "switch_timer?": (
        "(i'm|im|i am)? now on",
        "switch",
        "(i|i've|we)? just? (switched|hopped|jumped|changed|moved) (over)? (to|onto)",
    ),
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
        "(i'm|im|i am|now|currently) (now|currently|right now)? (working|tracking time|tracking) on",
        "(i'm|im|i am)? back (on|to)",
        "(i'm|im|i am|now) (starting|beginning)",
        "working on",
        "i? (clock|punch|check|clocking|punching|checking|clocked|punched|checked) in",
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
        "(time|log) entry (for|of|with)?",
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
}
SUGGESTIONS: Mapping[str, str] = {
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
}
