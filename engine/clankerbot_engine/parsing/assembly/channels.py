"""What is said in a channel: `post_message`; and which channel it is."""

from datetime import date

from clankerbot_engine.actions import ActionBase, PostMessage
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.marks import Mention, Quote, TagNames

_UNQUOTED = 0.9


def read_channel(clause: Clause) -> str | None:
    """`<#C123|general>` by its id, `#general` as typed; `here` is where the text was written, and None."""
    scan = clause.scan
    for mention in clause.of(Mention):
        if mention.value.kind == "channel":
            clause.use(mention, "channel")
            return mention.value.id
    for tag in clause.of(TagNames):
        if scan.words[tag.start] == "#":
            clause.use(tag, "channel")
            return f"#{tag.value.names[0]}"[:100]
    for i in range(clause.start, clause.end):
        if scan.words[i] in scan.language.here_words and not clause.within(i):
            clause.use_tokens(i, i + 1, "channel")
    return None


def post_message(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    scan, language = clause.scan, clause.scan.language
    channel = read_channel(clause)
    if channel is None and not any(name == "channel" for *_, name in clause.used):
        return NotRead("It does not say in which channel.", "post_message")
    quotes = clause.of(Quote)
    if quotes:
        clause.use(quotes[0], "text")
        text = quotes[0].value.text
    else:
        leads = language.work_prepositions | language.that_words
        at = next((start for start, _, name in clause.used if name == "channel"), None)
        left = []
        for s, e in clause.gaps():
            first, last = clause.trimmed(s, e, ())
            while first < last and scan.words[first] in leads:
                first += 1
            while first < last and e == at and scan.words[last - 1] in language.work_prepositions:
                last -= 1  # "post hello to #general"
            if first < last and not all(scan.words[i] in leads for i in range(first, last)):
                left.append((first, last))
        for s, e in left:
            clause.use_tokens(s, e, "text")
        text = " ".join(scan.source(s, e) for s, e in left)
    text = text.replace("\x00", " ").strip()
    if not text:
        return NotRead("It does not say what to post.", "post_message")
    confidence = SURE if quotes else _UNQUOTED
    return [PostMessage(channel=channel, text=text[:3000], confidence=confidence, spans=clause.spans())]


def quotes_for_channel(clause: Clause) -> bool:
    """`write in #ops "back at 3"`: a verb of messages too, words in quotes and a channel, and no more."""
    words = clause.scan.words
    written = clause.cue is not None and words[clause.cue.start] in clause.scan.language.writing_words
    quoted = written and any(isinstance(match.value, Quote) for match in clause.matches)
    if not quoted or any(not isinstance(match.value, Quote | Mention | TagNames) for match in clause.matches):
        return False
    tags = (match.start for match in clause.matches if isinstance(match.value, TagNames))
    channels = any(isinstance(match.value, Mention) and match.value.kind == "channel" for match in clause.matches)
    return channels or any(words[i] == "#" for i in tags)


def tells_of_events(clause: Clause) -> bool:
    """ "Tell #ops when a project is deleted" is no message."""
    words, language = clause.scan.words, clause.scan.language
    for i in range(clause.start, clause.end):
        each = words[i] in language.every_words and words[i + 1] in language.event_time_words
        if (words[i] in language.event_when_words or each) and not clause.within(i):
            happens = language.event_made_words | language.event_gone_words | language.event_changed_words
            return any(words[j] in language.event_things or words[j] in happens for j in range(i + 1, clause.end))
    return False
