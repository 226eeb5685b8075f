"""What a channel is told of: a line for each thing, as it is now."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from clankerbot_bot.blocks import elements
from clankerbot_bot.blocks.budget import fitting
from clankerbot_bot.blocks.sentences import about_said, entry_line
from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.blocks.text import safe, said
from clankerbot_bot.words import Words
from clankerbot_engine.actions import EntryFact

MOST_LINES: Final = 20
_GONE: Final = ("_DELETED", "_DELETED_FROM_WORKSPACE")
_NEW: Final = ("NEW_", "_CREATED", "_JOINED_WORKSPACE")


def feed(lines: Sequence[Mapping[str, Any]], count: int, words: Words) -> Message:
    """`count`: how many there are, of which these are the first."""
    told = [_line(line, words) for line in lines[:MOST_LINES]]
    shown = fitting([elements.section(line) for line, _ in told])
    blocks = list(shown)
    left = count - len(shown)
    more = [words.more.format(n=left)] if left > 0 else []
    if more:
        blocks.append(elements.context(more[0]))
    return {"text": elements.spoken([spoken for _, spoken in told] + more), "blocks": blocks}


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
    template = words.feed_new if kind.startswith(_NEW) or kind.endswith(_NEW) else words.feed_changed
    name, about = line.get("name"), line.get("about")
    if not isinstance(name, str):
        what = template.format(thing=thing, name="").replace("**", "").rstrip(" :")
        return what, what
    extra = f" ({safe(about)})" if isinstance(about, str) else ""
    extra_said = f" ({said(about)})" if isinstance(about, str) else ""
    shown = template.format(thing=thing, name=safe(name)) + extra
    return shown, template.replace("*", "").format(thing=thing, name=said(name)) + extra_said
