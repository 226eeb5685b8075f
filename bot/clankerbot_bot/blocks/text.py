"""Text from people and from Clockify made safe for Slack, and times that each reader sees in their own zone.

Slack's mrkdwn has no escape for its marks, and pings people for `<!channel>`, so three things are done to what is not
ours: `&`, `<` and `>` are escaped, marks are kept from pairing up, and what runs right to left is isolated, so that it
does not turn our own words around.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from clankerbot_bot.words import Words

NAME: Final = 80
"""Characters of a project, task, client or tag that are shown."""
DESCRIPTION: Final = 200

_MARKS = re.compile(r"[*_~`]")
_JOINER = "\u2060"  # takes no room, and neither ends a word nor begins one
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_CLINGING = frozenset("\u200d\ufe0e\ufe0f\u20e3") | {chr(tone) for tone in range(0x1F3FB, 0x1F400)}
"""Joiners, variation selectors, skin tones: what belongs to the character before it."""


def escape(text: str) -> str:
    """For mrkdwn and for a message's `text`: https://docs.slack.dev/messaging/formatting-message-text"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def line(text: str, most: int = NAME) -> str:
    """In one line, without control characters and bidirectional overrides, cut to `most`. For plain text."""
    kept = "".join(char if unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text)
    # An override would turn what follows it around, in our words too.
    kept = re.sub("[\u202a-\u202e\u2066-\u2069]", "", kept)
    return cut(" ".join(kept.split()), most)


def safe(text: str, most: int = NAME) -> str:
    """As `line`, for mrkdwn."""
    shown = _MARKS.sub(lambda mark: f"{_JOINER}{mark.group()}{_JOINER}", escape(line(text, most)))
    return isolated(shown)


def said(text: str, most: int = NAME) -> str:
    """As `line`, for a message's `text`, which is read out rather than laid out."""
    return escape(line(text, most))


def isolated(text: str) -> str:
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"
    return text


def units(text: str) -> int:
    """How Slack may count: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """To `most` units, an ellipsis in place of the rest, never within one visible character."""
    if units(text) <= most:
        return text
    kept = text[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    while kept and (_clings(text[len(kept)]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _clings(char: str) -> bool:
    return char in _CLINGING or bool(unicodedata.combining(char))


def day_token(at: datetime, words: Words) -> str:
    """`Today`, `Yesterday`, `Nov 23rd`, as the reader's Slack says it; the fallback is in the person's own zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{words.day(at.date())}>"


def time_token(at: datetime, words: Words) -> str:
    return f"<!date^{int(at.timestamp())}^{{time}}|{words.clock(at)}>"


def span_tokens(start: datetime, end: datetime | None, words: Words) -> str:
    """`Today, 09:00–11:00`; over midnight the end has its day too; running: `since Today, 09:00`."""
    begins = f"{day_token(start, words)}, {time_token(start, words)}"
    if end is None:
        return words.since.format(time=begins)
    ends = time_token(end, words)
    return f"{begins}–{ends}" if _same_day(start, end) else f"{begins} – {day_token(end, words)}, {ends}"


def span_said(start: datetime, end: datetime | None, words: Words) -> str:
    """The same in plain words, which stay true: no "today"."""
    begins = f"{words.day(start.date())}, {words.clock(start)}"
    if end is None:
        return words.since.format(time=begins)
    ends = words.clock(end)
    return f"{begins}–{ends}" if _same_day(start, end) else f"{begins} – {words.day(end.date())}, {ends}"


def _same_day(start: datetime, end: datetime) -> bool:
    return start.date() == end.date()


def days_said(first: date, last: date, words: Words) -> str:
    return words.day(first) if first == last else f"{words.day(first)} – {words.day(last)}"
