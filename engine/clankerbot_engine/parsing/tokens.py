"""Text to tokens that remember where they stood.

Letters and digits part where they meet ("2h" is two tokens, the second glued to the first), so that one grammar reads
"2h30", "2 h 30" and "2hr30". Only the folded form is compared; the original is never changed.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# Each alternative is a run of one class, or bounded: the scan is linear in the text.
_TOKEN = re.compile(
    r"<[#@!][^<>\s|]{1,60}(?:\|[^<>|]{0,80})?>"  # Slack's escaped mentions
    r"|&(?:amp|lt|gt);"  # Slack's way of writing these signs
    r"|(?<=\d)(?:h|hrs?|m|min)(?=[A-Z][a-z]|on\s)"  # "2hApollo", "2hon Apollo"
    r"|https?://[^\s<>\"”]+"
    r"|[0-9]+|[½¼¾⅓⅔]"
    r"|(?<=\d)[Tt](?=\d\d:\d\d)"  # within an ISO time
    r"|(?:[^\W\d_½¼¾⅓⅔]|[\u0300-\u036f])+(?:['’](?:[^\W\d_½¼¾⅓⅔]|[\u0300-\u036f])+)*"
    r"|\n|\S"
)
_MAX_DIGITS = 9

_SYMBOLS = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛`´", "'"),
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "：": ":",
    "，": ",",
    "；": ";",
    "／": "/",
}

Kind = Literal["number", "word", "symbol", "mention"]


@dataclass(slots=True)
class Token:
    """`text[start:end]`. `norm` is folded; `base` is `norm` without a possessive 's; `glued`: no space before it."""

    start: int
    end: int
    kind: Kind
    norm: str
    base: str
    number: int
    glued: bool
    raw: str


_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)


def fold(text: str) -> str:
    """Lower case, without accents: Müller and MULLER are one, ß is ss, ł is l."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokenize(text: str) -> list[Token]:
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match.group()
        if raw in "Tt" and start == last_end and text[end].isdigit():
            continue
        first = raw[0]
        number = -1
        kind: Kind
        if first.isascii() and first.isdigit():
            kind = "number" if len(raw) <= _MAX_DIGITS else "word"
            number = int(raw) if kind == "number" else -1
            norm = base = raw
        elif first.isalpha():
            kind = "word"
            norm = raw.lower() if raw.isascii() else fold(raw.replace("’", "'"))
            base = norm[:-2] if norm.endswith("'s") else norm
        elif first == "<" and len(raw) > 1:
            kind = "mention"
            norm = base = raw
        else:
            kind = "symbol"
            norm = base = _SYMBOLS.get(raw, raw)
        tokens.append(Token(start, end, kind, norm, base, number, start == last_end, raw))
        last_end = end
    return tokens


def one_line(text: str) -> str:
    """Single spaces, and without NUL, which no store holds."""
    return " ".join(text.replace("\x00", " ").split())
