"""The last resort for what is asked in words that no phrase has: by what it speaks of.

Of what is only read, and never of what is written: where it is guessed wrong, somebody looks at a report too many.
"""

from clankerbot_engine.actions import ActionBase
from clankerbot_engine.parsing.assembly import accounts, reminders, reports, schedules
from clankerbot_engine.parsing.assembly.outcome import NotRead
from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Mention
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.recurrences import Recurrence
from clankerbot_engine.parsing.recognizers.relative import Lately
from clankerbot_engine.parsing.recognizers.when import When

WORTH = 0.6
_MOST_TOKENS = 30
_MOST_UNREAD = 3
_ASSEMBLERS = {
    "missing_hours": reminders.missing_hours,
    "budgets": reports.budgets,
    "list_schedules": schedules.list_schedules,
    "status": reports.status,
    "list_projects": accounts.list_projects,
    "list_entries": reports.list_entries,
    "summary": reports.summary,
}
_OF_DAYS = ("missing_hours", "list_entries", "summary")
_FREE_WORDED = ("list_entries", "summary")
"""Their assemblers take any words beside what they look for."""
_SAYS_MORE = (Duration, ClockPoint, ClockRange, Recurrence)
"""A length, an hour or a rhythm: it is something else than a question about what was tracked."""


def likely_read(clause: Clause) -> list[ActionBase] | None:
    """`I should like to see how much time I recorded in March`, `which hours did we have in on Apollo?`."""
    scan = clause.scan
    if scan.size > _MOST_TOKENS or any(isinstance(match.value, _SAYS_MORE) for match in clause.matches):
        return None
    kind = _asked_for(clause)
    if kind is None:
        return None
    asked = Clause(scan, clause.start, clause.end, clause.matches, Cue(kind, clause.start, clause.start))
    if kind not in _FREE_WORDED:
        _mark_the_rest(asked, scan.language.topics[kind])
    made = _ASSEMBLERS[kind](asked)
    if isinstance(made, NotRead):
        return None
    return [action.model_copy(update={"confidence": min(action.confidence, WORTH)}) for action in made]


def _asked_for(clause: Clause) -> str | None:
    """The kind, where something is asked, and it is clear what about."""
    language, said = clause.scan.language, clause.scan.present
    if not said.isdisjoint(language.unasked_words):
        return None
    topics = language.topics
    about = [kind for kind in _ASSEMBLERS if not said.isdisjoint(topics[kind])]
    days = any(isinstance(match.value, When | Lately) for match in clause.matches)
    named = any(isinstance(match.value, ProjectName | Mention) for match in clause.matches)
    if "summary" not in about and not said.isdisjoint(language.mere_time_words) and (named or _is_somebodys(clause)):
        about.append("summary")  # "the team's time for May", and not "same time next week?"
    for kind in about:
        if kind == "missing_hours":
            fits = not said.isdisjoint(language.lacking_words) and not said.isdisjoint(language.whose_lack_words)
        elif kind in _OF_DAYS:
            fits = days or (
                named and not said.isdisjoint(language.pronouns | language.possessives | language.team_words)
            )
        else:
            fits = not days and not named
        if fits and (_asks(clause) or (kind == "summary" and days and _is_heading(clause))):
            return kind
    return None


def _asks(clause: Clause) -> bool:
    """A question, or what somebody wants to see."""
    scan, language, said = clause.scan, clause.scan.language, clause.scan.present
    first = next((scan.words[i] for i in range(clause.start, clause.end) if not clause.within(i)), "")
    if scan.asks or first in language.question_words or not said.isdisjoint(language.showing_words):
        return True
    return not (said.isdisjoint(language.wanting_words) or said.isdisjoint(language.report_nouns))


def _is_heading(clause: Clause) -> bool:
    """`Volta hours this week`, `a summary for the first week of March`: what a report is called, and no sentence."""
    scan, language = clause.scan, clause.scan.language
    nouns = language.report_nouns | language.hour_words
    places = [i for i in range(clause.start, clause.end) if scan.words[i] in nouns]
    left = [i for start, end in clause.unread((nouns, language.report_words)) for i in range(start, end)]
    unread = [i for i in left if not clause.within(i) and scan.kinds[i] != "symbol"]
    tells = any(i + 1 in unread for i in places)  # "the report covers 2025"
    words = {scan.words[i] for i in unread}
    return bool(places) and len(unread) <= _MOST_UNREAD and not tells and words.isdisjoint(language.talk_words)


def _is_somebodys(clause: Clause) -> bool:
    language, said = clause.scan.language, clause.scan.present
    owned = any(word.endswith("'s") for word in clause.scan.norms[clause.start : clause.end])
    return owned or not said.isdisjoint(language.possessives | (language.team_words - language.pronouns))


def _mark_the_rest(clause: Clause, topic: frozenset[str]) -> None:
    """Lists as unread what is said beside the topic, the words of a question, and times."""
    scan, language = clause.scan, clause.scan.language
    times = {i for match in clause.matches if isinstance(match.value, When) for i in range(match.start, match.end)}
    asking = topic.union(
        *(language.question_words, language.showing_words, language.pronouns, language.me_words, language.copulas),
        *(language.lacking_words, language.whose_lack_words),
    )
    idle = language.fillers | language.articles | language.the_words | language.day_prepositions
    begun = clause.start
    for i in range(clause.start, clause.end + 1):
        word = scan.words[i] if i < clause.end else ""
        said = i < clause.end and scan.kinds[i] != "symbol" and i not in times
        if said and word not in idle and word not in asking:
            continue  # a run of words goes on
        clause.use_tokens(begun, i, "unread")
        if said and word in asking:
            clause.use_tokens(i, i + 1, "kind")
        begun = i + 1
