"""Text to tokens that remember where they stood.

Letters and digits part where they meet ("2h" is two tokens, the second glued to the first), so that one grammar reads
"2h30", "2 h 30" and "2hr30". Only the folded form is compared; the original is never changed.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# Each alternative is a run of one class, or bounded: the scan is linear in the text. The group tells the kind.
_TOKEN = re.compile(
    r"([0-9]+)"
    r"|(?<=\d)[Tt](?=\d\d:\d\d)"  # within an ISO time: no token
    r"|((?<=\d)(?:h|hrs?|m|min)(?=[A-Z][a-z]|on\s)"  # "2hApollo", "2hon Apollo"
    r"|https?://[^\s<>\"”]+"
    r"|(?:[^\W\d_½¼¾⅓⅔]++|[\u0300-\u036f]++)++(?:['’](?:[^\W\d_½¼¾⅓⅔]++|[\u0300-\u036f]++)++)*+)"
    r"|(<[#@!][^<>\s|]{1,60}(?:\|[^<>|]{0,80})?>)"  # Slack's escaped mentions
    # Slack's way of writing three signs, its names of pictures (":tada:"), and any sign
    r"|(&(?:amp|lt|gt);|(?<![^\s:]):[a-z+][a-z0-9_+-]{1,40}:(?!\w)|\n|\S)"
)
_NUMBER, _WORD, _MENTION, _SIGN = 1, 2, 3, 4
_MAX_DIGITS = 9

MOST_TOKENS = 1_000
"""What follows may be the rest of a long description, and is looked at as that alone."""
REST = "\ufffe"

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

_LINE = "\n"
_BULLETS = {"-", "*", "•", "·", "‣"}

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
    """At most `MOST_TOKENS`, and what is left of a longer text as one more, a word that is like no other."""
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(text):
        group = match.lastindex
        if group is None:
            continue
        if len(tokens) == MOST_TOKENS:
            rest = text[match.start() :].rstrip()
            tokens.append(Token(match.start(), match.start() + len(rest), "word", REST, REST, -1, False, rest))
            break
        start, end = match.span()
        raw = match[0]
        if group == _WORD:
            norm = raw.lower() if raw.isascii() else fold(raw.replace("’", "'"))
            base = norm[:-2] if norm.endswith("'s") else norm
            token = Token(start, end, "word", norm, base, -1, start == last_end, raw)
        elif group == _NUMBER:
            short = len(raw) <= _MAX_DIGITS
            kind: Kind = "number" if short else "word"
            token = Token(start, end, kind, raw, raw, int(raw) if short else -1, start == last_end, raw)
        elif group == _SIGN:
            norm = _SYMBOLS.get(raw, raw)
            token = Token(start, end, "symbol", norm, norm, -1, start == last_end, raw)
        else:
            token = Token(start, end, "mention", raw, raw, -1, start == last_end, raw)
        tokens.append(token)
        last_end = end
    if "\n" in text or text[:1] in _BULLETS:
        _part_at_list_marks(tokens)
    return tokens


def _part_at_list_marks(tokens: list[Token]) -> None:
    """What a line of a list begins with (`-`, `•`, `1.`, `2)`) parts what is asked for, as the line's end does."""
    counted = 0
    for i, token in enumerate(tokens[:-1]):
        if i > 0 and tokens[i - 1].norm != _LINE:
            continue
        after = tokens[i + 1]
        if token.norm in _BULLETS and not after.glued:
            _part_here(token)
        elif after.norm in {".", ")"} and after.glued and token.number == counted + 1 and _is_apart(tokens, i + 2):
            counted += 1
            if counted == 1 and not _goes_on(tokens, i, after.norm):
                return
            _part_here(token)
            _part_here(after)


def _part_here(token: Token) -> None:
    token.kind, token.norm, token.base, token.number = "symbol", _LINE, _LINE, -1


def _is_apart(tokens: list[Token], i: int) -> bool:
    return i < len(tokens) and not tokens[i].glued


def _goes_on(tokens: list[Token], first: int, sign: str) -> bool:
    """Another line begins with `2.`: a date may begin with `1.`"""
    return any(
        tokens[i].norm == _LINE and tokens[i + 1].number == 2 and tokens[i + 2].norm == sign
        for i in range(first, len(tokens) - 2)
    )


def one_line(text: str) -> str:
    """Single spaces, and without NUL, which no store holds."""
    return " ".join(text.replace("\x00", " ").split())
