"""How sure it is that a clause reports work that is over, and not a question, a plan, or talk of something else."""

from clankerbot_engine.parsing.assembly.day_lengths import day_length
from clankerbot_engine.parsing.assembly.loose_verbs import says_something_else
from clankerbot_engine.parsing.assembly.outcome import SURE
from clankerbot_engine.parsing.assembly.plans import may_be_plan
from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.clock_times import localized
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Away, Mention
from clankerbot_engine.parsing.recognizers.relative import Lately
from clankerbot_engine.parsing.recognizers.vague import Vague
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.sharing import leaves_apiece
from clankerbot_engine.parsing.times import Times
from clankerbot_engine.parsing.work import Work

NO_NAME, DOUBTFUL, BARE = 0.75, 0.5, 0.92
_NO_CUE, _TO_COME = 0.95, 0.8
_MOST_HOURS_A_DAY, _DAY_S, _LONGEST_S = 10, 24 * 3600, 40 * 3600
TALK = _BARE_TALK = _LEFT_OVER = _DOUBTED = 0.85
_TIMES = (ClockPoint, ClockRange, Duration)
_OTHER_AMOUNTS = (Lately, Away)
_LEFT_WORDS = {"description", "unread"}


def log_confidence(clause: Clause, times: Times, work: Work, body_end: int) -> float | None:
    """None: it is no report of work, but a question, a plan, or talk of something else."""
    scan, language, cue = clause.scan, clause.scan.language, clause.cue
    worth = SURE * cue.worth if cue is not None else _NO_CUE
    if work.project is None:
        worth = min(worth, _without_project(clause, work))
    if leaves_apiece(clause):
        worth = min(worth, DOUBTFUL)
    if work.doubtful:
        worth = min(worth, _LEFT_OVER)
    tail = _tail_start(clause, work, body_end)
    head = {scan.norms[i] for i in range(clause.start, tail) if not clause.within(i)}
    words = head | {scan.norms[i] for i in range(tail, body_end) if not clause.within(i)}
    questions = scan.words[clause.start] in language.question_words and not clause.within(clause.start)
    questions = questions or any(scan.words[i] == "?" and not clause.within(i) for i in range(clause.start, body_end))
    if cue is None:
        if questions or (scan.asks and body_end == clause.end) or _is_no_report(clause, work, words):
            return None
    else:
        of_cue = _worth_of_cue(clause, cue, work, asked=questions)
        if of_cue is None:
            return None
        worth = min(worth, of_cue)
    if says_something_else(clause, words):
        worth = min(worth, TALK)
    if cue is None and _tells_of_a_state(clause):
        worth = min(worth, _DOUBTED)
    if _is_ever_again(clause) or (clause.cue is None and _speaks_of_amount(clause)):
        worth = min(worth, _DOUBTED)
    if any(_is_taken_off(clause, start) for start, _, name in clause.used if name == "duration_s"):
        worth = min(worth, _DOUBTED)
    if _in_days(clause):
        worth = min(worth, _days_worth(clause, times, work))
    if (times.vague or _in_days(clause)) and not _tells_of_work(clause, work):
        return None
    doubts = words & language.doubt_words
    if words & language.me_words or work.subject.named:
        if doubts & language.took_words and _is_of_project(clause):
            worth = min(worth, TALK)
        doubts -= language.took_words  # "Apollo took 50 minutes"
    opened = cue is not None and cue.start == clause.start
    logs = cue is not None and not language.log_verbs.isdisjoint(scan.words[cue.start : cue.end])
    if (times.duration_s or 0) > _DAY_S and not (opened and logs):
        worth = min(worth, _DOUBTED)  # "cut the Apollo budget by 200 hours"; "log 30h" is asked about as it is
    if not opened and doubts:
        if cue is None and doubts & (head | language.planned_words):
            return None
        worth = min(worth, DOUBTFUL if doubts & head else TALK)
    elif (not logs and _is_rate(clause)) or (cue is None and _is_called_plan(clause, body_end)):
        worth = min(worth, DOUBTFUL)
    elif cue is None and work.description and _lasts(clause):
        worth = min(worth, _DOUBTED)
    elif _is_to_come(clause, times):
        worth = min(worth, _TO_COME)
    elif cue is None and (
        _somebody_else(clause) or _greets(clause) or _lies_ahead(clause) or _is_compared(clause) or may_be_plan(clause)
    ):
        worth = min(worth, DOUBTFUL)
    elif cue is None and (
        _of_other_affairs(clause) or (words & language.talk_words and not _own_report(clause, words))
    ):
        worth = min(worth, TALK)
    return round(min(worth, work.subject.worth) * times.worth, 3)


def _is_no_report(clause: Clause, work: Work, words: set[str]) -> bool:
    """Without a command: a suggestion, thanks, talk, or something for somebody else to do."""
    scan, language = clause.scan, clause.scan.language
    if not language.suggesting_words.isdisjoint(scan.norms[: clause.start]):
        return True  # "let's spend 2h on Apollo"
    if _gives_thanks(clause) or _told_to_log(clause):
        return True  # "ask Ben to log 2h"
    return not work.subject.named and (not words.isdisjoint(language.talk_words) or _lies_ahead(clause))


def _worth_of_cue(clause: Clause, cue: Cue, work: Work, *, asked: bool) -> float | None:
    """By what the command ends with, and what follows it. `asked`: the clause has a question's word or sign."""
    scan, language = clause.scan, clause.scan.language
    opened = cue.start == clause.start
    last, after = scan.norms[cue.end - 1], scan.norms[cue.end]
    free = not clause.within(cue.end)
    if scan.asks and (cue.worth < 1 or (opened and last in language.pronouns)):
        return None  # "got 5 min?", "haben wir noch 2h?"
    if after in language.others or (last in language.question_words and after in language.pronouns):
        return None  # "did you log 2h?", "did we bill anything?"
    if after in language.negated_words and free:
        return None  # "I did not work on it"
    if after in language.copulas and not work.subject.named:
        return None  # "logging was broken for 3 hours"
    if (opened and asked and scan.asks) or _mentioned(clause, cue.start):
        return DOUBTFUL  # "did Apollo take 2h?"
    if after in language.doubt_words and work.project is None and free:
        return DOUBTFUL  # "wir haben noch 2h"
    if (after in language.affairs and free) or _reserves(clause):
        return TALK  # "was supposed to take 2h"
    return 1.0


def _gives_thanks(clause: Clause) -> bool:
    """`thanks for the 2h on Apollo`"""
    scan, language = clause.scan, clause.scan.language
    thanked = clause.start > 0 and scan.words[clause.start - 1] in language.thanking_words
    return thanked and scan.words[clause.start] in language.for_words


def _tail_start(clause: Clause, work: Work, body_end: int) -> int:
    """Where all is said that a log needs, and more is told: "2h Apollo, waiting for the build" is work all the same."""
    scan = clause.scan
    if not work.subject.named:
        return clause.end
    said = next((end for _, end, name in clause.used if name == "project"), None)
    amount = next((match.end for match in clause.matches if is_amount(scan, match)), None)
    if said is None or amount is None:
        return clause.end
    tail = max(said, amount)
    told = body_end < clause.end or any(
        scan.kinds[i] != "symbol" and not clause.within(i) for i in range(tail, clause.end)
    )
    return min(tail, body_end) if told else clause.end


def _is_to_come(clause: Clause, times: Times) -> bool:
    """`Apollo tomorrow 2-3pm`, `we have 2h for Apollo tomorrow`: only who says to log it may mean it."""
    scan, language, cue = clause.scan, clause.scan.language, clause.cue
    ahead = (times.date is not None and times.date > scan.today) or (
        times.start is not None and times.start > localized(scan, scan.now)
    )
    if not ahead or cue is None:
        return ahead
    told = scan.norms[cue.start : cue.end]
    states = not (language.pronouns | language.report_verbs | language.copulas).isdisjoint(told)
    return states and language.log_verbs.isdisjoint(told)


def leaves_time(clause: Clause, body_end: int) -> bool:
    """A time of day or a length among the words that are left over: "Apollo 9-12, then Hermes till 4pm"."""
    said = (*clause.used, *clause.taken)
    loose = {i for start, end, name in said if name in _LEFT_WORDS for i in range(start, end)}
    return any(
        isinstance(match.value, _TIMES)
        and match.end <= body_end
        and (match.start in loose or not clause.is_used(match.start, match.end))
        for match in clause.matches
    )


def _own_report(clause: Clause, words: set[str]) -> bool:
    """`on Apollo I worked from 9 to 11`, `Apollo took me 2h`"""
    language = clause.scan.language
    own = words & language.pronouns - language.others and words & language.report_verbs
    return bool(own or (words & language.me_words and words & language.took_words))


def _of_other_affairs(clause: Clause) -> bool:
    """`Apollo outage: 2h`, `invoice for Apollo: 14h`: of something else, perhaps; "2h Apollo invoice" is work."""
    scan, affairs = clause.scan, clause.scan.language.affairs
    if scan.present.isdisjoint(affairs):
        return False
    amount = next((match.start for match in clause.matches if is_amount(scan, match)), clause.start)
    return any(scan.words[i] in affairs and not clause.within(i) for i in range(clause.start, amount))


def _without_project(clause: Clause, work: Work) -> float:
    """A verb that is said of time alone, with the amount behind it, needs no name; nor do people with a default one."""
    scan, cue = clause.scan, clause.cue
    if work.description is None:
        return BARE if cue or scan.preferences.default_project else _BARE_TALK
    amounts = {match.start for match in clause.matches if is_amount(scan, match)}
    logs = cue is not None and scan.words[cue.start] in scan.language.log_verbs and cue.end in amounts
    return BARE if logs or scan.preferences.default_project else NO_NAME


def _reserves(clause: Clause) -> bool:
    """`book room 3 for Apollo 2-3pm`: a verb of logs that is said of other things too, and such a thing behind it."""
    scan, language = clause.scan, clause.scan.language
    assert clause.cue is not None
    at = clause.cue.end
    thing = scan.words[at]
    free = scan.kinds[at] == "word" and not clause.within(at) if at < clause.end else False
    return scan.words[clause.cue.start] in language.reserving_words and free and thing not in language.work_prepositions


def _somebody_else(clause: Clause) -> bool:
    """`Ana logged 2h on Apollo`, `Ana: 2h Apollo`"""
    scan, language = clause.scan, clause.scan.language
    return (
        _heads_with_name(clause)
        or _owns_amount(clause)
        or _takes_somebody(clause)
        or any(
            scan.norms[i] in language.report_verbs
            and scan.kinds[i - 1] in {"word", "mention"}
            and scan.norms[i - 1] not in language.pronouns
            and not clause.within(i - 1)
            for i in range(clause.start + 1, clause.end)
        )
    )


def _is_ever_again(clause: Clause) -> bool:
    """`every sprint 2h Apollo`: before the amount, and no schedule that is known."""
    scan, every = clause.scan, clause.scan.language.every_words
    if scan.present.isdisjoint(every):
        return False
    amount = next((match.start for match in clause.matches if is_amount(scan, match)), clause.start)
    return any(scan.words[i] in every and not clause.within(i) for i in range(clause.start, amount))


def _speaks_of_amount(clause: Clause) -> bool:
    """`double the 2h on Apollo`: of one that is known already."""
    scan, language = clause.scan, clause.scan.language
    return any(
        isinstance(match.value, Duration)
        and match.start > clause.start
        and scan.words[match.start - 1] in language.the_words
        and not clause.within(match.start - 1)
        for match in clause.matches
    )


def _is_taken_off(clause: Clause, start: int) -> bool:
    """`Apollo -2h`; `-2h Apollo`, unless it is a line of a list."""
    scan = clause.scan
    dash = start > 0 and scan.words[start - 1] == "-" and scan.glued[start] and not scan.glued[start - 1]
    return dash and (start > clause.start or "\n" not in scan.text.strip())


def _mentioned(clause: Clause, i: int) -> bool:
    """`@ben spent 3h on Apollo`"""
    scan = clause.scan
    told = scan.norms[i] in scan.language.report_verbs
    return told and i > 0 and scan.kinds[i - 1] == "mention"


def _greets(clause: Clause) -> bool:
    """`thanks @ben for the 2h on Apollo`: somebody is spoken to, and nothing says that they were there."""
    scan, language = clause.scan, clause.scan.language
    spoken_to = [
        match.start
        for match in clause.matches
        if match.start > 0 and isinstance(match.value, Mention) and match.value.kind == "user"
    ]
    if not spoken_to:
        return False
    beside = language.companion_words | language.and_words | {",", "+", "/"}
    return any(scan.words[i - 1] not in beside for i in spoken_to)


def _told_to_log(clause: Clause) -> bool:
    """`to log` among the words: somebody else is to do it."""
    scan, language = clause.scan, clause.scan.language
    return any(
        scan.words[i] in language.infinitive_words and scan.words[i + 1] in language.log_verbs
        for i in range(clause.start + 1, clause.end - 1)
        if not clause.within(i + 1)
    )


def _is_rate(clause: Clause) -> bool:
    """`2h per week`, `20h a month`, `20h/month`, `2h Apollo per week`"""
    scan, language = clause.scan, clause.scan.language
    dated = {start for start, _, name in clause.used if name == "date"}  # "8h per day last week"
    leads = language.grouping_leads | language.articles | {"/"}
    shares = language.grouping_leads - language.work_prepositions
    again = (i for i in range(clause.start, clause.end - 1) if scan.words[i] in shares and not clause.within(i))
    if any(language.calendar_units.get(scan.words[i + 1], "day") != "day" for i in again):
        return not dated
    return any(
        (scan.words[end] in shares and scan.words[end + 1] in language.groupings)  # "2h per person"
        or (
            scan.words[end] in leads
            and scan.words[end + 1] in language.calendar_units
            and (scan.words[end] in language.grouping_leads or language.calendar_units[scan.words[end + 1]] != "day")
        )
        for _, end, name in clause.used
        if name == "duration_s" and end not in dated
    )


def _is_called_plan(clause: Clause, body_end: int) -> bool:
    """`Apollo: 2h estimate`: the word for a plan is all that is said of the work; "2h Apollo: budget" describes it.

    Right before the amount it says that somebody plans: "Ana estimates 90 minutes for Apollo".
    """
    scan, language = clause.scan, clause.scan.language
    amounts = [start for start, _, name in clause.used if name == "duration_s" and start > clause.start]
    if any(scan.words[start - 1] in language.plan_nouns for start in amounts):
        return True
    told = [(start, end) for start, end, name in clause.used if name == "description" and start < body_end]
    return bool(told) and all(end - start == 1 and scan.words[start] in language.plan_nouns for start, end in told)


def _takes_somebody(clause: Clause) -> bool:
    """`the review took Ana 3 hours`"""
    scan, language = clause.scan, clause.scan.language
    return any(
        scan.norms[i] in language.took_words and scan.written(i + 1)[:1].isupper() and not clause.within(i + 1)
        for i in range(clause.start, clause.end - 1)
    )


def _owns_amount(clause: Clause) -> bool:
    """`Ben's 2h on Apollo`"""
    scan = clause.scan
    return any(
        isinstance(match.value, Duration)
        and match.start > clause.start
        and scan.norms[match.start - 1].endswith("'s")
        and not clause.within(match.start - 1)
        for match in clause.matches
    )


def _heads_with_name(clause: Clause) -> bool:
    """One or two capitalized words before a colon, or one before the amount, none of which says what was done."""
    scan, language = clause.scan, clause.scan.language
    first = clause.start + (scan.words[clause.start] in language.for_words)  # "for Ben: 2h Apollo"
    colon = next((i for i in range(first, min(clause.end, first + 3)) if scan.words[i] == ":"), None)
    if colon is None and any(match.start == first + 1 and is_amount(scan, match) for match in clause.matches):
        colon = first + 1  # "Ben 2h Apollo"
    if colon is None or colon == first:
        return False
    heads = range(first, colon)
    if all(scan.kinds[i] == "mention" for i in heads):
        return True
    return all(
        scan.kinds[i] == "word"
        and scan.written(i)[:1].isupper()
        and not scan.written(i).isupper()
        and not clause.within(i)
        and scan.words[i] not in language.activities
        and not scan.words[i].endswith(language.activity_endings)
        for i in heads
    )


def _tells_of_a_state(clause: Clause) -> bool:
    """`errors on Apollo since 9`: told of something else, perhaps; "Apollo review since 9" is work."""
    since = any(isinstance(match.value, ClockRange) and match.value.last is None for match in clause.matches)
    project = next((start for start, _, name in clause.used if name == "project"), clause.start)
    return since and any(name == "description" and start < project for start, _, name in clause.used)


def _is_of_project(clause: Clause) -> bool:
    """`the Apollo build took 45 min`: what is told of is a thing of the project's."""
    scan, language = clause.scan, clause.scan.language
    return any(
        scan.words[start - 1] in language.the_words and scan.norms[end] not in language.took_words
        for start, end, name in clause.used
        if name == "project" and start > clause.start
    )


def _lasts(clause: Clause) -> bool:
    """`Apollo crashed for 10 minutes`: a sentence, perhaps of something else."""
    scan = clause.scan
    starts = [start for start, _, name in clause.used if name == "duration_s" and start > 0]
    return any(scan.words[start - 1] in scan.language.for_words for start in starts)


def _in_days(clause: Clause) -> bool:
    if clause.scan.present.isdisjoint(clause.scan.language.day_units):
        return False
    return any(isinstance(match.value, Duration) and match.value.in_days for match in clause.matches)


def _tells_of_work(clause: Clause, work: Work) -> bool:
    """Of their own: "they worked all night", "been sick for 3 days"."""
    scan, language = clause.scan, clause.scan.language
    if not language.others.isdisjoint(scan.norms[clause.start : clause.end]):
        return False
    verb = scan.words[clause.cue.start] if clause.cue is not None else ""
    return work.subject.named or verb in language.report_verbs or verb in language.log_verbs


def _days_worth(clause: Clause, times: Times, work: Work) -> float:
    """`Apollo slipped 2 days`; `2 days on Apollo`: one entry, or one for each?"""
    if clause.cue is None and work.description:
        return DOUBTFUL
    return _DOUBTED if (times.duration_s or 0) > _MOST_HOURS_A_DAY * 3600 else SURE


def _lies_ahead(clause: Clause) -> bool:
    """`in 10 minutes`"""
    ahead = clause.scan.language.ahead_words
    return any(clause.scan.words[s - 1] in ahead for s, _, name in clause.used if name == "duration_s" and s > 0)


def _is_compared(clause: Clause) -> bool:
    """`15 min late`, `2h slower`"""
    compared = clause.scan.language.compared_words
    to = clause.scan.language.infinitive_words
    ends = [end for _, end, name in clause.used if name == "duration_s"]
    ends = [end + 1 if clause.scan.words[end] in to else end for end in ends]  # "2h to go"
    return any(clause.scan.words[end] in compared for end in ends)


def is_amount(scan: Scan, match: Match[object]) -> bool:
    """A length or a stretch of time: what makes a text without a cue a log."""
    if isinstance(match.value, ClockPoint):
        return match.value.clock.colons and scan.numbers[match.start] >= 0
    if isinstance(match.value, Duration):
        return not match.value.in_days
    if isinstance(match.value, ClockRange):
        return not (match.value.vague and match.value.last is not None)
    return isinstance(match.value, _OTHER_AMOUNTS) or day_length(scan, match) is not None


def is_amount_of_work(match: Match[object]) -> bool:
    """What is an amount where a project is named, and says nothing of work where none is: `2 days`, `all morning`."""
    value = match.value
    if isinstance(value, Duration):
        return value.in_days and value.seconds <= _LONGEST_S
    return isinstance(value, ClockRange) or (isinstance(value, Vague) and value.field == "duration_s")
