"""What phrases are put together from: words that may stand for each other, each set once."""

LAST_ENTRY = "(last|latest|previous|most recent|newest) time? (entry|one|log|record|booking)"
FIELD = (
    "(start time|end time|project|task|duration|length|date|day|start|end|description|note|comment|title|name|tag|tags)"
)
SHOULD = (
    "(should be|should have been|should've been|shouldn't be|should not be|has to be|needs to be|must be|ought to be"
    "|ought to have been|ought to've been|needs to go|need to go|has to go|should go|should sit|wants to be|is to be"
    "|should say|should read|belongs|belonged|goes)"
)
WAS = (
    "(was supposed to be|was meant to be|is supposed to be|was actually|was really|is actually|was|is|isn't|wasn't|took"
    "|lasted|should|should have|actually)"
)
PARTS = "(tag|tags|label|labels|description|note|notes|comment|project|task)"
JUST_DONE = (
    "(what|whatever|everything|what i|what you|what we|what i just|what you just|what we just|what i've|what i've just"
    "|whatever i|whatever you|whatever i just|whatever you just|thing i|thing i just|i|you|we|i just|you just|we just) "
    "(did|logged|added|made|changed|entered|done|booked|deleted|removed|put in|typed|said)"
)
LOG = "(log|add|track|record|book|put|enter|note|register|bill|charge|clock|submit)"
SHOW = (
    "(show|list|see|display|view|get|give|gimme|print|fetch|check|tell|open|pull|pull up|bring up|look up|look at"
    "|provide|provide with|furnish|share)"
)
MAKE = (
    "(post|send|give|show|tell|get|share|print|make|create|schedule|set up|provide|furnish|produce|prepare|run|pull"
    "|pull up|generate|compile|draw up|put together|export|email|want|need|see)"
)
WHO = "(i|we|they|you|ye|u|team|everyone|everybody|people)"
BOOKED = (
    "(log|logged|track|tracked|work|worked|book|booked|bill|billed|record|recorded|enter|entered|do|done|did|spend"
    "|spent|put in|put down|clock|clocked|clock up|clocked up|rack up|racked up|got down|got in|got|have|had)"
)
NAMELESS = "(who|who all|which people|which of us|which ones|who in the team|who on the team|who else)"
SHORT_OF = "(missing|short of|behind on|behind with|behind in|short on|lacking|late with|not done with|below|under)"
OWN_TIMESHEETS = "(hours|time|entries|timesheet|timesheets|time sheet|time sheets|hrs)"
TIMESHEETS = f"{OWN_TIMESHEETS[:-1]}|everything|it|times)"
FILED = (
    "(log|logged|track|tracked|book|booked|submit|submitted|fill|filled|fill in|filled in|fill out|filled out|complete"
    "|completed|enter|entered|do|done|hand in|handed in|put in|update|updated|turn in|turned in|record|recorded)"
)
CURSE = "(the hell|the heck|on earth|the fuck|the|in the world)"
TICKS = "(running|ticking|going|on|active|still running|still going|still on|still ticking)"
OVER = "(over|above|near|nearing|close to|out of|past|beyond|approaching|exceeding|running over|running out of)"
THEIR_BUDGET = "(its|their|our|the)? (budget|budgets|estimate|estimates|time)"
SOME = "(few|couple|couple of|several|two|three|four|five|ten|2|3|4|5|6|7|8|9|10|15|20|50)?"
PERIOD_NOUN = "(week|month|day|quarter|year)"
TIMER = "(timer|tracker|clock|stopwatch|time tracker|tracking|time tracking)"
