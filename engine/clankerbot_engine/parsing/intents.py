"""What is asked for: the cue that opens a clause, wherever times and polite words let it stand."""

from collections.abc import Sequence

from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.recognizers import durations
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration, past_about
from clankerbot_engine.parsing.recognizers.marks import Grouping, Mention, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName, person_end
from clankerbot_engine.parsing.recognizers.numbers import VULGAR
from clankerbot_engine.parsing.recognizers.recurrences import Recurrence
from clankerbot_engine.parsing.recognizers.relative import Ago
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.work import description_start

_NONE: frozenset[str] = frozenset()
_NEVER_IDLE = {"#", "@", '"', "'", "$", ".", "?", *VULGAR}
_MIN_TYPO_LETTERS = 4
_LONGEST_TAIL = 4
_PARTING_SIGNS = {",", ";", "-", ".", "!", "\n"}
_SUBJECT_WORDS = 6
_CUE_REACH = 10
"""No cue has more words."""
TYPO_WORTH, _SLIP_WORTH, _TALK_WORTH = 0.88, 0.93, 0.85
_REPORTS = {"summary", "list_entries"}
_SHOWING = {"post_message", "list_entries", "summary"}
"""What the verbs at a sentence's end ask to be done with a report."""
_BEHIND_CLOSING = (Ago, ClockPoint, When)
_WITHIN_CUES = (When, ProjectName, Recurrence, ClockPoint, Mention, TagNames)
_LENGTHS = (Duration, ClockRange)
_TELLING = {"subscribe", "unsubscribe"}
_TO_SOMETHING = {"switch_timer"}
"""Cues that end with a preposition: "change yesterday's Apollo to" is none."""


def without_politeness(scan: Scan) -> tuple[int, int]:
    """The tokens between "hey, could you" and "please, thanks!"."""
    start, end = 0, scan.size
    while start < end:
        after = _polite_end(scan, start, end)
        if after == start:
            break
        start = after
    return start, _without_tail(scan, start, end)


def _polite_end(scan: Scan, i: int, end: int) -> int:
    """Past one polite phrase or a sign; not past what is a command itself, nor past everything."""
    if scan.words[i] in scan.language.about_words and past_about(scan, i) > i and durations.recognize(scan, i):
        return i  # "just over an hour"
    if scan.words[i] in scan.language.sofar_words and scan.words[i + 1] in scan.language.far_words:
        return i  # "so far this week"
    if scan.kinds[i] == "symbol" and scan.words[i] not in _NEVER_IDLE:
        return i + 1
    if i == 0 and scan.kinds[i] == "mention" and i + 1 < end:  # "@clankerbot log 2h"
        told = longest(scan.language.cue_phrases.start, scan.norms, 1, end, scan.language.cue_fillers)
        orders = told is not None and told[0] in _REPORTS | {"log_time"}
        return i + 1 if orders and scan.norms[1] not in scan.language.report_verbs else i
    if scan.norms[i] not in scan.language.polite_phrases.openers:
        return i + 1 if i == 0 and _mistyped_greeting(scan) else i
    found = longest(scan.language.polite_phrases.start, scan.norms, i, end, _NONE)
    if found is None:
        return i
    cue = longest(scan.language.cue_phrases.start, scan.norms, i, end, scan.language.cue_fillers)
    if cue is not None and cue[1] >= found[1]:
        return i
    last = found[1] - 1
    if (
        last > i
        and (led := longest(scan.language.cue_phrases.start, scan.norms, last, end, _NONE))
        and led[1] > last + 1
    ):
        return last  # "hey team report"
    rest = found[1]
    while rest < end and scan.kinds[rest] == "symbol":
        rest += 1
    return i if rest >= end else found[1]


def _mistyped_greeting(scan: Scan) -> bool:
    """`helo, log 2h`"""
    word = scan.norms[0]
    if scan.words[1] != "," or word in scan.language.vocabulary or 0 in scan.name_starts:
        return False
    return scan.language.greeting_words.nearest(word) is not None


def _without_tail(scan: Scan, start: int, end: int) -> int:
    """A few polite phrases may follow each other; each is a few words at most."""
    polite = scan.language.trailing_polite_phrases
    while end > start + 1:
        if scan.kinds[end - 1] == "symbol" and scan.norms[end - 1] not in {'"', "'", ")", "]", "$"}:
            end -= 1
            continue
        begins = [
            i
            for i in range(max(start + 1, end - 5), end)
            if scan.norms[i] in polite.openers
            and (found := longest(polite.start, scan.norms, i, end, _NONE))
            and found[1] == end
        ]
        if not begins:
            break
        end = begins[0]
    return end


def takes_back(scan: Scan, start: int) -> bool:
    """`delete my last entry, never mind`: behind a sign, so that "cancel that" alone is a command of its own."""
    phrases = scan.language.taking_back_phrases
    if phrases.openers.isdisjoint(scan.present):
        return False
    end = scan.size
    while end > start and scan.kinds[end - 1] == "symbol":
        end -= 1
    for i in range(max(start + 1, end - _LONGEST_TAIL), end):
        if scan.norms[i] in phrases.openers:
            found = longest(phrases.start, scan.norms, i, end, _NONE)
            parted = {scan.norms[i - 1], scan.norms[i - 2]} & _PARTING_SIGNS  # ", oh never mind"
            return bool(parted) and found is not None and found[1] == end
    return False


def find_cue(
    scan: Scan, matches: Sequence[Match[object]], start: int, end: int, *, reach: int | None = None
) -> Cue | None:
    """The first cue that only times, marks, polite words and signs stand before.

    `reach`: within so many tokens, and spelt as it should be.
    """
    language = scan.language
    begins = {match.start: match for match in matches}
    i = start
    limit = end if reach is None else min(end, start + reach)
    while i < limit:
        match = begins.get(i)
        cue = longest(language.cue_phrases.start, scan.norms, i, end, language.cue_fillers)
        parted = _around_times(scan, begins, i, end, cue[1] - i if cue is not None else 0)
        if parted is not None and not (match is not None and _is_name(match)):
            return parted
        named = match is not None and isinstance(match.value, ProjectName) and i > start
        if cue is not None and not (match is not None and match.end >= cue[1] and _is_name(match)) and not named:
            return _cue(cue[0], i, cue[1])
        if match is not None:
            if _is_name(match):
                return _behind_name(scan, begins, match.end, end) or _behind_subject(scan, begins, start, i, end)
            i = match.end
            continue
        client = scan.client_at(i)
        if client is not None and client[1] < end:
            return _behind_name(scan, begins, client[1], end)  # "Kestrel Bank hours last week"
        polite = _polite_end(scan, i, end)
        if polite > i:
            i = polite
        elif (owner := person_end(scan, i, end)) > i and scan.norms[owner - 1].endswith("'s"):
            period = _cue_of_owner(scan, owner, end)
            if period is not None:
                return period
            i = owner  # "Ada Berg's hours"
        elif (
            scan.words[i] in language.day_prepositions
            or scan.words[i] in language.possessives
            or scan.kinds[i] == "symbol"
        ):
            i += 1
        else:
            if reach is not None:
                return None
            mistyped = _mistyped(scan, i, end) if i == start else None
            return mistyped or _behind_subject(scan, begins, start, i, end) or _mistyped(scan, i, end)
    return None


def _behind_subject(scan: Scan, begins: dict[int, Match[object]], start: int, i: int, end: int) -> Cue | None:
    """`yesterday's standup should be 20 min`, `the standup entry was 2h`: an entry, and what it should be."""
    language = scan.language
    owned = i > start and (scan.norms[i - 1].endswith("'s") or scan.words[i - 1] in language.possessives)
    called = next((k for k in range(i, min(end, i + _SUBJECT_WORDS)) if scan.words[k] in language.entry_names), None)
    if called is not None:
        k = called + 1
        leads = language.from_words | language.day_prepositions
        while k < end and (k in begins or (scan.words[k] in leads and k + 1 in begins)):
            k = begins[k].end if k in begins else k + 1
        value = _value_cue(scan, begins, k, end)
        if value is not None:
            return value
    if scan.words[start] in language.the_words and isinstance(getattr(begins.get(start + 1), "value", None), Duration):
        told = language.be_words | language.should_words
        at = next((k for k in range(i + 1, min(end, i + _SUBJECT_WORDS)) if scan.words[k] in told), None)
        value = _value_cue(scan, begins, at, end) if at is not None else None
        if value is not None:
            return value  # "the 2h on Apollo should be 3h"
    for k in range(i + 1, min(end, i + _SUBJECT_WORDS)) if owned else ():
        if scan.words[k] not in language.should_words:
            continue
        cue = longest(language.cue_phrases.start, scan.norms, k, end, language.cue_fillers)
        if cue is not None and cue[0].startswith("edit_entry") and cue[1] < end:
            return Cue("edit_entry", k, cue[1], of_subject=True)
    return None


def _value_cue(scan: Scan, begins: dict[int, Match[object]], k: int, end: int) -> Cue | None:
    """`was`, `should be`, `took`, `to` and its like behind an entry: what follows is its new value."""
    language = scan.language
    told = language.be_words | language.should_words | language.took_words
    opens = scan.words[k] in told or scan.norms[k] in language.negated_words
    if not opens and not (scan.words[k] in language.become_words and _is_length(begins.get(k + 1))):
        return None
    cue = longest(language.cue_phrases.start, scan.norms, k, end, language.cue_fillers)
    after = cue[1] if cue is not None and cue[0].startswith("edit_entry") else k + 1
    idle = language.polite_phrases.openers | language.for_words
    while after < end and scan.norms[after] in idle and after not in begins:
        after += 1
    return Cue("edit_entry", k, after, of_subject=True) if after < end else None


def _may_follow_closing(match: Match[object]) -> bool:
    """A time, and since when: "Apollo starten seit 9"."""
    value = match.value
    return isinstance(value, _BEHIND_CLOSING) or (isinstance(value, ClockRange) and value.last is None)


def with_closing_cue(clause: Clause) -> Clause:
    """`Timer für Apollo starten`: the last word says what is asked for, and the clause ends before it."""
    scan = clause.scan
    if scan.language.closing_phrases.openers.isdisjoint(scan.norms):
        return clause
    ends = {match.end: match.start for match in clause.matches if _may_follow_closing(match)}
    end = clause.end
    while end in ends:
        end = ends[end]
    last = end - 1
    if last <= clause.start or scan.norms[last] not in scan.language.closing_phrases.openers:
        return clause
    cue = longest(scan.language.closing_phrases.start, scan.norms, last, end, _NONE)
    if (
        cue is None
        or clause.within(last)
        or description_start(clause) < last
        or scan.words[last - 1] in scan.language.become_words - {":"}
    ):
        return clause  # "..., Zeiten zu buchen"
    if end < clause.end:  # "Apollo starten vor 10 Minuten"
        return Clause(scan, clause.start, clause.end, clause.matches, Cue(cue[0], last, end))
    opening = clause.start
    about = {"start_timer": scan.language.timer_words, "stop_timer": scan.language.timer_words}
    named = about.get(cue[0], scan.language.project_words if cue[0] == "create_project" else _NONE)
    idle = scan.language.the_words | named
    idle = idle | scan.language.articles | scan.language.named_words if cue[0] == "create_project" else idle
    while opening < last and scan.words[opening] in idle:
        opening += 1
    inside = [match for match in clause.matches if match.end <= last]
    if cue[0] in _SHOWING and (shown := _shown(clause, inside, last)) is not None:
        return Clause(scan, clause.start, last, inside, shown, [(last, clause.end, "kind")])
    return Clause(scan, clause.start, last, inside, Cue(cue[0], clause.start, opening), [(last, clause.end, "kind")])


def _shown(clause: Clause, inside: Sequence[Match[object]], last: int) -> Cue | None:
    """`meine Woche hier posten`: what is asked for is shown, wherever times and articles let it stand."""
    scan, language = clause.scan, clause.scan.language
    ends = {match.start: match.end for match in inside if isinstance(match.value, _WITHIN_CUES)}
    idle = language.the_words | language.articles | language.day_prepositions | language.all_words
    first = clause.start
    while first < last and (first in ends or scan.words[first] in idle):
        first = ends.get(first, first + 1)
    cue = find_cue(scan, inside, first, last)
    if cue is not None and cue.intent in _REPORTS | {"list_projects", "list_schedules", "budgets"}:
        return cue
    while first < last and (first in ends or scan.words[first] in language.possessives):
        first = ends.get(first, first + 1)
    period = any(isinstance(match.value, When) and not match.value.is_day for match in inside)
    alone = first == last or scan.words[first] in language.here_words or scan.words[first] in language.recipient_words
    return Cue("summary", clause.start, clause.start) if period and alone else None  # "meine letzte Woche posten"


def _around_times(scan: Scan, begins: dict[int, Match[object]], start: int, end: int, words_read: int) -> Cue | None:
    """`list today's entries`, `my Apollo hours`: a cue with a day or a name in the middle, longer than without it."""
    language = scan.language
    opened = language.cue_phrases.start.step(scan.norms[start])
    if opened is None:
        return None
    places: list[int] = []
    words: list[str] = []
    reached = {opened}  # where phrases stand that may go on
    i, last, again, told = start, min(end, start + 4 * _CUE_REACH), False, False
    while i < last and len(places) < _CUE_REACH:
        match = begins.get(i)
        if match is None and i > start:
            leads = scan.words[i] in language.day_prepositions or scan.words[i] in language.name_prepositions
            match = begins.get(i + 1) if leads else None
        if scan.words[i] == "," and isinstance(getattr(begins.get(i + 1), "value", None), Grouping):
            i += 1  # "show Apollo in Q2, by person"
            continue
        by = match is not None and isinstance(match.value, Grouping) and match.end < end  # "give a client-wise report"
        if match is not None and (by or isinstance(match.value, _WITHIN_CUES)):
            again = again or isinstance(match.value, Recurrence | ClockPoint)
            told = told or isinstance(match.value, Mention | TagNames) or scan.norms[match.end - 1].endswith("'s")
            i = match.end
            continue
        person = person_end(scan, i, end) if match is None and i > start else i
        if person > i and scan.norms[person - 1].endswith("'s"):
            i = person
            continue
        word = language.person_word if person > i else scan.norms[i]
        i = max(i, person - 1)
        if len(places) == 1 or (places and start not in begins):
            onwards = {state for each in reached if (state := each.step(word)) is not None}
            reached = onwards | reached if word in language.cue_fillers else onwards
            if not reached and (len(places) == 1 or i - start == len(places)):
                return None  # no phrase goes on up to where a time stands
        places.append(i)
        words.append(word)
        i += 1
    if i - start == len(places):
        return None
    words.extend([""] * _CUE_REACH)
    cue = longest(language.cue_phrases.start, words, 0, len(places), language.cue_fillers)
    if cue is None or cue[1] <= words_read or cue[0] in _TO_SOMETHING:
        return None
    if told and cue[0] not in _TELLING | _REPORTS:
        return None  # "tell #ops when ..." is one, "add #urgent to ..." is not, nor "make monday's entry billable"
    if again and cue[0] not in _REPORTS:  # "stop the daily reminder"
        return None
    return _cue(cue[0], start, places[cue[1] - 1] + 1)


def _cue_of_owner(scan: Scan, i: int, end: int) -> Cue | None:
    """`Ada's week`, as `my week`."""
    for mine in scan.language.possessives if scan.norms[i] in scan.language.calendar_units else ():
        words = [mine, *scan.norms[i : i + _CUE_REACH]]
        cue = longest(scan.language.cue_phrases.start, words, 0, min(len(words), end - i + 1), _NONE)
        if cue is not None and cue[0] in _REPORTS:
            return _cue(cue[0], i, i + cue[1] - 1)
    return None


def _behind_name(scan: Scan, begins: dict[int, Match[object]], i: int, end: int) -> Cue | None:
    """`Apollo hours last week`, `Apollo week 35 hours`: a report's words behind the project's name, nothing to log."""
    while i in begins and isinstance(begins[i].value, When):
        i = begins[i].end
    if i >= end or scan.norms[i] not in scan.language.cue_phrases.openers:
        return None
    cue = longest(scan.language.cue_phrases.start, scan.norms, i, end, scan.language.cue_fillers)
    amounts = any(isinstance(match.value, _LENGTHS) for match in begins.values())
    return _cue(cue[0], i, cue[1]) if cue is not None and cue[0] in _REPORTS and not amounts else None


def _cue(meaning: str, start: int, end: int, worth: float = 1.0) -> Cue:
    """Phrases that may be talk as well are listed with a question mark behind their kind."""
    if meaning.endswith("?"):
        return Cue(meaning[:-1], start, end, min(worth, _TALK_WORTH))
    return Cue(meaning, start, end, worth)


def _is_length(match: Match[object] | None) -> bool:
    return match is not None and isinstance(match.value, _LENGTHS)


def _is_name(match: Match[object]) -> bool:
    return isinstance(match.value, ProjectName)


def _mistyped(scan: Scan, i: int, end: int) -> Cue | None:
    """`logg`, `strat`: a first word that is a letter or two from a command's."""
    word = scan.norms[i]
    language = scan.language
    if len(word) < _MIN_TYPO_LETTERS or word in language.vocabulary:
        return None
    if scan.index is not None and word in scan.index.by_word:
        return None  # "teaching" is a name, and no "tracking"
    near = language.command_words.nearest(word)
    if near is None:
        return None
    last = min(end, i + _CUE_REACH)
    words = [near, *scan.norms[i + 1 : last], *[""] * _CUE_REACH]
    cue = longest(language.cue_phrases.start, words, 0, last - i, language.cue_fillers)
    worth = _SLIP_WORTH if {*word} == {*near} else TYPO_WORTH  # "waited" may be no "wasted"; "wroked" is no word
    return _cue(cue[0], i, i + cue[1], worth) if cue is not None else None
