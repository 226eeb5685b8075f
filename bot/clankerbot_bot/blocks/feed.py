"""What a channel is told of: a line for each thing, as it is now."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from pydantic import ValidationError

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.budget import fitting
from clankerbot_bot.blocks.sentences import about_said, entry_line
from clankerbot_bot.blocks.shapes import Block, Message
from clankerbot_bot.blocks.text import days_said, safe, said
from clankerbot_bot.words import Words
from clankerbot_engine.actions import EntryFact
from clankerbot_engine.stores.ports import FeedLine
from clankerbot_engine.webhooks.absences import APPROVAL, Request

MOST_LINES: Final = 20
_GONE: Final = ("_DELETED", "_DELETED_FROM_WORKSPACE")
_NEW: Final = ("NEW_", "_CREATED", "_JOINED_WORKSPACE")


def feed(lines: Sequence[FeedLine], count: int, words: Words) -> Message:
    """`count`: how many there are, of which these are the first."""
    told = [_told(line, index, words) for index, line in enumerate(lines[:MOST_LINES])]
    blocks: list[Block] = []
    shown = 0
    for of_line, _ in told:
        if len(fitting([*blocks, *of_line])) < len(blocks) + len(of_line):
            break
        blocks += of_line
        shown += 1
    more = [words.more.format(n=count - shown)] if count > shown else []
    if more:
        blocks.append(elements.context(more[0]))
    return {"text": elements.spoken([spoken for _, spoken in told] + more), "blocks": blocks}


def example(line: Mapping[str, Any], words: Words) -> str:
    """One line, of what would have been told."""
    request = Request.from_document(line.get("request"))
    return _line(line, words)[0] if request is None else _request(request, words)


def _told(line: FeedLine, index: int, words: Words) -> tuple[list[Block], str]:
    request = Request.from_document(line.document.get("request"))
    if request is None:
        shown, spoken = _line(line.document, words)
        return [elements.section(shown)], spoken
    shown = _request(request, words)
    blocks = [elements.section(shown)]
    for text in (request.note, request.reason):
        if text:
            blocks.append(elements.context(words.quote.format(text=safe(text, 300))))
    if request.state == "pending" and not line.document.get("gone"):
        blocks.append(_decision(line, index, words))
    return blocks, shown.replace("*", "")


def _request(request: Request, words: Words) -> str:
    who = safe(request.person_name) if request.person_name else words.somebody
    template = words.asks_approval if request.entity == APPROVAL else words.asks_time_off
    told = template.format(who=who, when=_days(request, words))
    if request.state == "pending":
        return told
    by = safe(request.decided_by) if request.decided_by else words.somebody
    return f"{told} · {words.decided[request.state].format(who=by)}"


def _days(request: Request, words: Words) -> str:
    if request.starts_at is None or request.ends_at is None:
        return ""
    # The end is the last moment, or the first one that is no more part of it.
    last = request.ends_at - timedelta(seconds=1)
    return safe(days_said(request.starts_at.date(), max(request.starts_at.date(), last.date()), words))


def _decision(line: FeedLine, index: int, words: Words) -> Block:
    value = f"{line.subscription_id}|{line.entity_key}"
    return elements.actions(
        elements.button(words.approve, action_ids.numbered(action_ids.APPROVE, index), value, style="primary"),
        elements.button(words.reject, action_ids.numbered(action_ids.REJECT, index), value),
    )


def _line(line: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """As mrkdwn, and as it is read out."""
    entry = _entry(line)
    who = line.get("who")
    if entry is not None:
        person = f"{safe(who)} · " if isinstance(who, str) else ""
        shown = f"{person}{entry_line(entry, words)}"
        length = words.runs if entry.duration_s is None else words.length(entry.duration_s)
        spoken = " ".join(part for part in (said(who) if isinstance(who, str) else "", length) if part)
        spoken = f"{spoken} {about_said(entry, words)}"
    else:
        shown, spoken = _thing(line, words)
    if not line.get("gone") and not str(line.get("type")).endswith(_GONE):
        return shown, spoken
    plain = shown.replace("*", "")
    return words.gone.format(what=plain), words.gone.replace("*", "").replace("~", "").format(what=spoken)


def _entry(line: Mapping[str, Any]) -> EntryFact | None:
    try:
        return EntryFact.model_validate(line["entry"]) if line.get("entry") is not None else None
    except ValidationError:  # of another version
        return None


def _thing(line: Mapping[str, Any], words: Words) -> tuple[str, str]:
    kind = str(line.get("type"))
    thing = words.feed_things.get(str(line.get("entity")), words.feed_thing)
    gone = line.get("gone") or kind.endswith(_GONE)
    template = (
        words.feed_gone
        if gone
        else words.feed_new
        if kind.startswith(_NEW) or kind.endswith(_NEW)
        else words.feed_changed
    )
    name, about = line.get("name"), line.get("about")
    if not isinstance(name, str):
        what = template.format(thing=thing, name="").replace("**", "").rstrip(" :")
        return what, what
    extra = f" ({safe(about)})" if isinstance(about, str) else ""
    extra_said = f" ({said(about)})" if isinstance(about, str) else ""
    shown = template.format(thing=thing, name=safe(name)) + extra
    return shown, template.replace("*", "").format(thing=thing, name=said(name)) + extra_said
