"""The rest: `connect`, `disconnect`, `help`, `list_projects`, `create_project`."""

from datetime import date

from clankerbot_engine.actions import ActionBase, Connect, CreateProject, Disconnect, Help, ListProjects
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead, command_confidence
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.names import find_project
from clankerbot_engine.parsing.recognizers.marks import Quote
from clankerbot_engine.parsing.tokens import one_line

_MAX_NAME = 250
_OF_A_PROJECT = 0.85


def connect(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    confidence = command_confidence(clause)
    if confidence is None:
        return NotRead("It says more than to connect Clockify.", "help")
    return [Connect(confidence=confidence, spans=clause.spans())]


def disconnect(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    confidence = command_confidence(clause)
    if confidence is None:
        return NotRead("It says more than to disconnect Clockify.", "help")
    return [Disconnect(confidence=confidence, spans=clause.spans())]


def help_(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    """What follows is the topic: "help with timers", "how do I log time"."""
    scan, language = clause.scan, clause.scan.language
    edges = (
        language.articles,
        language.the_words,
        language.work_prepositions,
        language.me_words,
        language.polite_words,
    )
    left = [clause.trimmed(s, e, edges) for s, e in clause.gaps()]
    left = [(s, e) for s, e in left if s < e]
    if not left:
        return [Help(confidence=SURE, spans=clause.spans())]
    topic = " ".join(scan.source(s, e) for s, e in left)
    topical = any(scan.words[i] in language.help_topics for s, e in left for i in range(s, e))
    if not topical:
        return NotRead("It asks for help with something else.", "help")
    for s, e in left:
        clause.use_tokens(s, e, "topic")
    return [Help(topic=one_line(topic)[:_MAX_NAME], confidence=0.9, spans=clause.spans())]


def list_projects(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    confidence = command_confidence(clause)
    if confidence is None:
        return NotRead("It asks for more than the projects.", "list_projects")
    return [ListProjects(confidence=confidence, spans=clause.spans())]


def create_project(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    """`create project Pegasus for client Acme`; a name that holds `for` wants quotes."""
    scan, language = clause.scan, clause.scan.language
    start = clause.cue.end if clause.cue else clause.start
    quote = next(iter(clause.of(Quote)), None)
    leads = [
        i
        for i in range(start + 1, clause.end - 1)
        if scan.words[i] in language.client_leads and not (quote and quote.start <= i < quote.end)
    ]
    closes = clause.end
    if clause.cue is not None and scan.words[closes - 1] == language.parted_verbs.get(scan.words[clause.cue.start], ""):
        closes -= 1
        clause.use_tokens(closes, closes + 1, "kind")
    elif closes - start > 1 and scan.norms[closes - 1] in language.closing_phrases.openers and quote is None:
        closes -= 1  # "neues Projekt Apollo anlegen"
        clause.use_tokens(closes, closes + 1, "kind")
    name_end = leads[0] if leads else closes
    if leads and scan.words[name_end - 1] == "(" and scan.words[closes - 1] == ")":  # "... (client Acme)"
        name_end, closes = name_end - 1, closes - 1
    edges = (language.named_words, language.polite_words)
    if quote is not None and quote.start < name_end:
        clause.use(quote, "project")
        name = quote.value.text
    else:
        first, last = clause.trimmed(start, name_end, edges)
        name = scan.source(first, last)
        clause.use_tokens(first, last, "project")
    client = None
    if leads:
        first, last = clause.trimmed(leads[0] + 1, closes, (language.client_words, language.the_words))
        client = one_line(scan.source(first, last))[:_MAX_NAME] or None
        clause.use_tokens(first, last, "client")
    name = one_line(name)[:_MAX_NAME]
    if len(name) < 2:
        return NotRead("It does not say the project's name.", "create_project")
    worth = _OF_A_PROJECT if client is not None and _is_project(clause, client) else SURE
    return [CreateProject(project=name, client=client, confidence=worth, spans=clause.spans())]


def _is_project(clause: Clause, client: str) -> bool:
    """`create a project plan for Apollo`: what is made is no project, most likely."""
    scan = clause.scan
    found = find_project(client, scan.index, scan.preferences, spelling="exact") if scan.index is not None else None
    return found is not None and found.known is not None
