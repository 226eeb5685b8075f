"""What a question about tracked time speaks of, whatever its other words are."""

from clankerbot_engine.parsing.languages.listing import words

_TIME = words(
    "hours hrs timesheet timesheets totals total report summary breakdown overview logged tracked recorded "
    "worked booked billed clocked spent billable stats statistics figures"
)

TOPICS = {
    "missing_hours": _TIME | words("time filled fill submitted submit entries"),
    "budgets": words("budget budgets overrun"),
    "list_schedules": words("schedules scheduled reminders subscriptions subscribed"),
    "status": words("timer timers stopwatch ticking"),
    "list_projects": words("projects"),
    "list_entries": words("entries bookings logs"),
    "summary": _TIME,
}

TIME = words("time")
HOURS = words("hours hrs total")
SHOWING = words(
    "show see view display give provide pull fetch print tell check find list get know wondering wonder curious "
    "interested generate produce prepare compile remind"
)
WANTING = words("need want like love require")
REPORT_NOUNS = words("report reports summary breakdown overview timesheet timesheets totals stats statistics figures")
LACKING = words(
    "not hasn't hasnt haven't havent didn't didnt isn't aren't missing behind forgot forgotten incomplete lacking "
    "short without yet never empty blank"
)
WHOSE_LACK = words("who who's whos whose anyone anybody someone everyone everybody people which team all")
UNASKED = words("why when will might log add start stop delete remove change cancel move book fix meeting call")
