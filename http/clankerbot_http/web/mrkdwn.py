"""Slack's mrkdwn as HTML. Whatever is not a mark of Slack's is text: it is escaped, always.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup, escape

Moment = Callable[[int, str, str], str]
"""What a date says to its reader: seconds since 1970, Slack's format, and the text for who knows no dates."""

_TOKEN: Final = re.compile(r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<tag>[^<>]+)>", re.DOTALL)
_DATE: Final = re.compile(r"!date\^(?P<at>\d{1,11})\^(?P<form>[^|^]*)(?:\^[^|]*)?\|(?P<fallback>.*)")
_HELD: Final = re.compile("\ue000(\\d+)\ue001")
_HOLDERS: Final = re.compile("[\ue000\ue001]")
_MARKS: Final = tuple(
    (
        re.compile(rf"(?<![\w\u2060{mark}]){mark}(?=[^\s{mark}])([^{mark}\n]*[^\s{mark}\u2060])?{mark}(?![\w\u2060])"),
        tag,
    )
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_EMOJI: Final[Mapping[str, str]] = {
    ":warning:": "⚠️",
    ":bell:": "🔔",
    ":hourglass_flowing_sand:": "⏳",
    ":white_check_mark:": "✅",
}
_LINKS: Final = ("https://", "http://", "mailto:")


def mrkdwn(text: str, *, names: Mapping[str, str], moment: Moment) -> Markup:
    """`names`: of people and channels, by their ids."""
    held: list[Markup] = []

    def hold(found: "re.Match[str]") -> str:
        held.append(_token(found, names, moment))
        return f"\ue000{len(held) - 1}\ue001"

    html = str(escape(_plain(_TOKEN.sub(hold, _HOLDERS.sub("", text)))))
    for pattern, tag in _MARKS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    html = "<br>".join(_quoted(line) for line in html.split("\n"))
    return Markup(_HELD.sub(lambda found: str(held[int(found[1])]), html))  # noqa: S704 - escaped above


def plain_text(text: str) -> str:
    """Of `plain_text` objects: they know emoji and nothing else."""
    for code, emoji in _EMOJI.items():
        text = text.replace(code, emoji)
    return text


def _token(found: "re.Match[str]", names: Mapping[str, str], moment: Moment) -> Markup:
    if found["block"] is not None:
        return Markup("<pre>{}</pre>").format(_plain(found["block"]).strip("\n"))
    if found["code"] is not None:
        return Markup("<code>{}</code>").format(_plain(found["code"]))
    tag = found["tag"]
    if dated := _DATE.fullmatch(tag):
        said = moment(int(dated["at"]), dated["form"], _plain(dated["fallback"]))
        return escape(said)
    target, _, label = tag.partition("|")
    if target[:1] in ("@", "#"):
        name = names.get(target[1:]) or _plain(label) or target[1:]
        return Markup('<span class="mention">{}{}</span>').format(target[0], name)
    if target.startswith(_LINKS):
        shown = _plain(label) or target
        return Markup('<a href="{}" rel="noreferrer noopener" target="_blank">{}</a>').format(_plain(target), shown)
    return escape(_plain(label) or target)


def _plain(text: str) -> str:
    """`&amp;` comes last: `&amp;lt;` was typed as `&lt;`."""
    return plain_text(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _quoted(line: str) -> str:
    return f"<q>{line[5:].strip()}</q>" if line.startswith("&gt; ") else line
