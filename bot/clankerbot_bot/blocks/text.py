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

_LONGER = 8
"""How many times longer than what is shown of it a text may be to be looked at: most of it could be spaces."""
_PART = re.compile(r"<[^>]*$|&[a-z]*$")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""And halves of surrogate pairs, which are no characters."""
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They would turn around what follows them, our own words too."""
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
    kept = _OVERRIDES.sub("", _CONTROLS.sub(" ", text[: most * _LONGER]))
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
    kept = shortened(text, most - 1)
    while kept and (_clings(text[len(kept)]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def cut_marked(text: str, most: int) -> str:
    """As `cut`, for mrkdwn: not within an entity or a date."""
    return text if units(text) <= most else f"{_PART.sub('', shortened(text, most - 1)).rstrip()}…"


def shortened(text: str, most: int) -> str:
    """Its first `most` units, at the most."""
    kept = text[:most]
    while (over := units(kept) - most) > 0:
        kept = kept[: -((over + 1) // 2)]
    return kept


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
