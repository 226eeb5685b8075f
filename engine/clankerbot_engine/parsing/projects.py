"""Which project a clause is about: one that is named or nearly so, or, without a catalogue, what is written there."""

from dataclasses import replace

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.name_index import LEGAL_FORMS, Known
from clankerbot_engine.parsing.names import (
    BY_LETTERS,
    Found,
    one_of,
)
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.scan import Match
from clankerbot_engine.parsing.spelling import nearest
from clankerbot_engine.parsing.unspelt_projects import (
    Subject,
    is_capital,
    phrase_ends,
    places_of,
    take_as_written,
    take_near,
)

_MAX_PLACES = 8
_DOUBTED = 0.85
_JOINS = {",", "/", "+", "or"}


def read_project(clause: Clause, end: int, *, name_due: bool) -> Subject:
    """Of what stands before `end`. `name_due`: a name follows the cue at once ("start Apollo")."""
    subject = Subject()
    named = _named(clause, end)
    if named is not None:
        _take(clause, subject, _continued(clause, named))
        _take_rivals(clause, subject)
        return subject
    for start, stop, led in places_of(clause, list(clause.gaps(end=end)), name_due=name_due)[:_MAX_PLACES]:
        take = take_as_written if clause.scan.index is None else take_near
        if take(clause, subject, start, stop, led=led):
            break
    return subject


def _named(clause: Clause, body_end: int) -> Match[ProjectName] | None:
    """Of several names the one that a preposition leads to, else the first."""
    scan = clause.scan
    names = clause.of(ProjectName, end=body_end) or clause.of(ProjectName)
    for words in (scan.language.name_prepositions, scan.language.loose_prepositions, scan.language.project_words):
        for match in names:
            if match.start > clause.start and scan.words[match.start - 1] in words:
                return match
    return names[0] if names else None


def _continued(clause: Clause, match: Match[ProjectName]) -> Match[ProjectName]:
    """`apollo ap` for Apollo App: the name that goes on with a word which is begun, or misspelt."""
    scan = clause.scan
    said = scan.words[match.end]
    whole = len(match.value.known) == 1 and match.end < clause.end and len(said) > 1
    if not whole or scan.index is None or said in scan.language.vocabulary or clause.within(match.end):
        return match
    if match.end + 1 < clause.end and not (phrase_ends(clause, match.end + 1) or clause.within(match.end + 1)):
        return match
    known = match.value.known[0]
    longer = [
        each
        for each in scan.index.longer_than(known)
        if len(each.words) == len(known.words) + 1
        and (each.words[-1].startswith(said) or nearest(said, (each.words[-1],)) is not None)
    ]
    if len(longer) != 1:
        return match
    return replace(match, end=match.end + 1, value=ProjectName((longer[0],), exact=False))


def _take(clause: Clause, subject: Subject, match: Match[ProjectName]) -> None:
    """Same-named projects are told apart by a client's words beside the name."""
    clause.use(match, "project")
    known = match.value.known
    by_client = _by_client(clause, match)
    found = one_of(known, clause.scan.preferences)
    subject.named = True
    subject.known = by_client.known or found.known
    subject.worth = 1.0 if by_client.known else found.worth
    if not match.value.exact:
        subject.worth = BY_LETTERS
    elif _goes_before(clause, match.start):
        subject.worth = _DOUBTED
    subject.project = known[0].project.name
    subject.project_id = subject.known.project.id if subject.known is not None else None


def _goes_before(clause: Clause, start: int) -> bool:
    """`on Old Harbor`: a word before the name is written as a part of it."""
    scan, language = clause.scan, clause.scan.language
    before = start - 1
    if before - 1 < clause.start or scan.words[before - 1] not in language.name_prepositions:
        return False
    named = is_capital(scan.written(before)) and scan.words[before] not in language.vocabulary
    return named and not clause.within(before) and not clause.is_used(before, before + 1)


def _by_client(clause: Clause, match: Match[ProjectName]) -> Found:
    scan = clause.scan
    assert scan.index is not None
    fitting: list[Known] = []
    for known in match.value.known:
        if known.project.client is None or scan.present.isdisjoint(scan.index.words_within(known.project.client)):
            continue
        client = [word for word in scan.index.words_within(known.project.client) if word[:1].isalnum()]
        client = [word for word in client if word not in LEGAL_FORMS] or client
        if scan.present.isdisjoint(client) or set(client) <= set(known.words):
            continue
        reach = len(client) + 2
        before = range(max(clause.start, match.start - reach), match.start)
        after = range(match.end, min(clause.end, match.end + reach))
        beside = [i for i in (*before, *after) if scan.words[i] in client]
        if client and len({scan.words[i] for i in beside}) == len(set(client)):
            fitting.append(known)
            for i in beside:
                lead = i - 1 if scan.words[i - 1] in scan.language.client_nouns and i > clause.start else i
                clause.use_tokens(lead, i + 1, "project")
    return one_of(fitting, scan.preferences) if fitting else Found()


def _take_rivals(clause: Clause, subject: Subject) -> None:
    """Another project named beside the one that was taken makes a question: "2h on Apollo and Hermes"."""
    scan = clause.scan
    start, end = next((s, e) for s, e, name in clause.used if name == "project")
    for match in clause.of(ProjectName):
        between = scan.words[end : match.start] if match.start >= end else scan.words[match.end : start]
        joined = all(word in scan.language.and_words or word in _JOINS for word in between)
        if subject.known is not None and len(between) <= 2 and joined and subject.known not in match.value.known:
            clause.use(match, "project")
            subject.rivals = (subject.known, *match.value.known)
            subject.project, subject.project_id, subject.known = None, None, None
            return


def read_subject(clause: Clause) -> Subject:
    """The project that a question is about: a known one, or what a preposition leads to that is no time."""
    return read_project(clause, clause.end, name_due=False) if _subject_due(clause) else Subject()


def _subject_due(clause: Clause) -> bool:
    """A known name stands there, or a preposition with words after it that no time took."""
    if clause.of(ProjectName):
        return True
    scan, language = clause.scan, clause.scan.language
    leads = language.name_prepositions | language.loose_prepositions | language.project_words
    idle = (language.fillers, language.team_words, language.report_words, language.here_words, language.pronouns)
    last_of_cue = clause.cue.end if clause.cue else -1
    for start, end in clause.gaps():
        first, last = clause.trimmed(start, end, idle)
        if first >= last:
            continue
        led_by_cue = start == last_of_cue and scan.words[start - 1] in leads
        if led_by_cue or any(scan.words[i] in leads for i in range(start, last)):
            return True
    return False
