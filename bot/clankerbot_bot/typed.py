"""What Slack sends as text, back to what the person typed.

Slack escapes `&`, `<` and `>`, and writes mentions and links in angle brackets:
https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

# Anybody may write forty thousand characters: none of these looks at a part of them again for each of its places.
_TOKEN: Final = re.compile(r"(\b(?i:remind|nudge|erinnere?)\s+)?<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
"""What makes it somebody to be reminded, its sign, whom or what it names, and how that is called."""
_USER: Final = re.compile(r"<@([UW][A-Z0-9]+)>")
_LEADING_MENTION: Final = re.compile(r"\s*<@[UW][A-Z0-9]+(?:\|[^<>]*)?>[\s,:]*")


def as_typed(text: str, names: Mapping[str, str] | None = None) -> str:
    """Links become their words, people their names (`names` by id), and channels stay `<#C123|name>`.

    So do people who are to be reminded: two may have one name, and one may have two.
    """

    def word(token: re.Match[str]) -> str:
        reminding, sign, target, label = token.groups()
        before = reminding or ""
        if sign == "#":
            return token.group(0)
        if sign == "@" and reminding:
            return f"{before}<@{target}>"
        if sign == "@":
            return label or (names or {}).get(target) or target
        if sign == "!":
            return before + (label or target.partition("^")[0]).removeprefix("@")
        return before + (label or target.removeprefix("mailto:"))

    # `&amp;` comes last: `&amp;lt;` was typed as `&lt;`.
    plain = _TOKEN.sub(word, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.strip()


def people_in(text: str) -> Iterator[str]:
    """The ids of those who are mentioned without a name, as events mention them."""
    return (found.group(1) for found in _USER.finditer(text))


def without_mention(text: str, bot_user_id: str | None = None) -> str:
    """What is said to the bot, wherever it is named. Where it is not known who that is, it is whoever comes first."""
    if bot_user_id is None:
        return _LEADING_MENTION.sub("", text, count=1) if _LEADING_MENTION.match(text) else text
    return re.sub(rf"(?<!\s)\s*<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>[,:]?", "", text).strip()
