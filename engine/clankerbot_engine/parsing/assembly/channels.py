"""What is said in a channel: `post_message`, `subscribe`, `unsubscribe`."""

from datetime import date
from typing import Any, Literal

from clankerbot_engine.actions import ActionBase, PostMessage, Subscribe, Unsubscribe
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.marks import Mention, Quote, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName


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
    confidence = SURE if quotes else 0.85
    return [PostMessage(channel=channel, text=text[:3000], confidence=confidence, spans=clause.spans())]


def subscribe(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    channel, topic, events, filters = _subject(clause)
    if topic is None and not events and _foreign(clause):
        return NotRead("It does not say what to follow.", "help")
    fields: dict[str, Any] = {"channel": channel, "events": events, "filters": filters}
    return [Subscribe(**fields, topic=topic or "events", confidence=_worth(clause), spans=clause.spans())]


def unsubscribe(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    channel, topic, events, filters = _subject(clause)
    if topic is None and not events and _foreign(clause):
        return NotRead("It does not say what to stop following.", "help")
    fields: dict[str, Any] = {"channel": channel, "events": events, "filters": filters}
    return [Unsubscribe(**fields, topic=topic, confidence=_worth(clause), spans=clause.spans())]


def _subject(clause: Clause) -> tuple[str | None, Literal["events", "digest"] | None, tuple[str, ...], dict[str, Any]]:
    scan, language = clause.scan, clause.scan.language
    channel = read_channel(clause)
    filters: dict[str, Any] = {}
    for name in clause.of(ProjectName)[:1]:
        filters["project"] = name.value.known[0].project.name
        clause.use(name, "filters")
    topic: Literal["events", "digest"] | None = None
    events: dict[str, None] = {}
    for i in range(clause.start, clause.end):
        word = scan.words[i]
        if word in language.digest_words:
            topic = "digest"
        elif word in language.event_words:
            topic = topic or "events"
            events.update(dict.fromkeys(language.event_words[word]))
        else:
            continue
        clause.use_tokens(i, i + 1, "topic")
    return channel, topic, tuple(events) if topic == "events" else (), filters


def names_a_topic(clause: Clause) -> bool:
    language = clause.scan.language
    return any(word in language.digest_words or word in language.event_words for word in clause.scan.words)


def _foreign(clause: Clause) -> bool:
    language = clause.scan.language
    return bool(clause.unread((language.me_words, language.subscription_words, language.everyone_words)))


def _worth(clause: Clause) -> float:
    language = clause.scan.language
    idle = (language.me_words, language.subscription_words, frozenset(language.recurrences), language.everyone_words)
    return round(max(0.4, SURE - 0.12 * clause.mark_unread(idle)), 3)
