"""Text to tokens that remember where they stood.

Letters and digits part where they meet ("2h" is two tokens, the second glued to the first), so that one grammar reads
"2h30", "2 h 30" and "2hr30". Only the folded form is compared; the original is never changed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Literal, NamedTuple


def _pattern(letters: str) -> re.Pattern[str]:
    """Each alternative is a run of one class, or bounded: the scan is linear in the text. The group tells the kind."""
    return re.compile(
        r"[^\S\n]*+(?:([0-9]+)"
        r"|(?<=\d)[Tt](?=\d\d:?\d\d)"  # within an ISO time: no token
        r"|((?<=\d)(?:h|hrs?|m|min)(?=[A-Z][a-z]|on\s)"  # "2hApollo", "2hon Apollo"
        r"|https?://[^\s<>\"”]+"
        rf"|{letters}(?:['’]{letters})*+)"
        r"|(<[#@!][^<>\s|]{1,60}(?:\|[^<>|]{0,80})?>)"  # Slack's escaped mentions
        # Slack's way of writing three signs, its names of pictures (":tada:"), and any sign
        r"|(&(?:amp|lt|gt);|(?<![^\s:]):[a-z+][a-z0-9_+-]{1,40}:(?!\w)|\n|\S))"
    )


_ASCII_TOKEN = _pattern(r"[A-Za-z]++")
_TOKEN = _pattern(r"(?:[^\W\d_½¼¾⅓⅔]++|[\u0300-\u036f]++)++")
_NUMBER, _WORD, _SIGN = 1, 2, 4
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


class Tokens(NamedTuple):
    """A column for each fact: the i-th token is `text[starts[i]:ends[i]]`.

    `norms` are folded; `bases` are `norms` without a possessive 's; `numbers` -1 where there is none; `glued`: no space
    stands before it.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    kinds: Sequence[Kind]
    norms: Sequence[str]
    bases: Sequence[str]
    numbers: Sequence[int]
    glued: Sequence[bool]


_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)


def fold(text: str) -> str:
    """Lower case, without accents: Müller and MULLER are one, ß is ss, ł is l."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokenize(text: str) -> Tokens:
    """At most `MOST_TOKENS`, and what is left of a longer text as one more, a word that is like no other."""
    rows: list[tuple[Any, ...]] = []
    lowered = text.lower() if text.isascii() else None
    last_end = -1
    for match in (_TOKEN if lowered is None else _ASCII_TOKEN).finditer(text):
        group = match.lastindex
        if group is None:
            continue
        start, end = match.span(group)
        if len(rows) == MOST_TOKENS:
            rows.append((start, len(text.rstrip()), "word", REST, REST, -1, False))
            break
        if group == _WORD:
            norm = fold(match[group].replace("’", "'")) if lowered is None else lowered[start:end]
            base = norm[:-2] if norm.endswith("'s") else norm
            rows.append((start, end, "word", norm, base, -1, start == last_end))
        elif group == _SIGN:
            sign = _SYMBOLS.get(match[group], match[group])
            rows.append((start, end, "symbol", sign, sign, -1, start == last_end))
        elif group == _NUMBER and end - start <= _MAX_DIGITS:
            digits = match[group]
            rows.append((start, end, "number", digits, digits, int(digits), start == last_end))
        else:
            written = match[group]
            kind = "word" if group == _NUMBER else "mention"
            rows.append((start, end, kind, written, written, -1, start == last_end))
        last_end = end
    if not rows:
        return _NO_TOKENS
    tokens = Tokens(*zip(*rows, strict=True))
    return _parted_at_list_marks(tokens) if "\n" in text or text[0] in _BULLETS else tokens


_NO_TOKENS = Tokens((), (), (), (), (), (), ())


def _parted_at_list_marks(tokens: Tokens) -> Tokens:
    """What a line of a list begins with (`-`, `•`, `1.`, `2)`) parts what is asked for, as the line's end does."""
    kinds, norms, bases, numbers = [*tokens.kinds], [*tokens.norms], [*tokens.bases], [*tokens.numbers]
    glued = [*tokens.glued, True]
    counted = 0
    for i in range(len(norms) - 1):
        if i > 0 and norms[i - 1] != _LINE:
            continue
        if norms[i] in _BULLETS and not glued[i + 1]:
            marks = 1
        elif norms[i + 1] in {".", ")"} and glued[i + 1] and numbers[i] == counted + 1 and not glued[i + 2]:
            counted += 1
            if counted == 1 and not _goes_on(norms, numbers, i):
                break
            marks = 2
        else:
            continue
        for k in range(i, i + marks):
            kinds[k], norms[k], bases[k], numbers[k] = "symbol", _LINE, _LINE, -1
    return tokens._replace(kinds=kinds, norms=norms, bases=bases, numbers=numbers)


def _goes_on(norms: Sequence[str], numbers: Sequence[int], first: int) -> bool:
    """Another line begins with `2.`: a date may begin with `1.`"""
    sign = norms[first + 1]
    return any(norms[i] == _LINE and numbers[i + 1] == 2 and norms[i + 2] == sign for i in range(first, len(norms) - 2))


def parted(tokens: Tokens, cuts: Mapping[int, int]) -> Tokens:
    """`cuts`: the tokens that are two words, and after how many letters the second begins."""
    rows: list[tuple[Any, ...]] = []
    for i, row in enumerate(zip(*tokens, strict=True)):
        cut = cuts.get(i)
        if cut is None:
            rows.append(row)
            continue
        start, end, kind, norm, base, number, glued = row
        rows.append((start, start + cut, kind, norm[:cut], norm[:cut], number, glued))
        rows.append((start + cut, end, kind, norm[cut:], base[cut:], number, False))
    return Tokens(*zip(*rows, strict=True))


def joined(tokens: Tokens, words: AbstractSet[str], named: AbstractSet[str]) -> Tokens:
    """One token for each of `words` that is written with a hyphen, `week-end`; not where a name begins with it."""
    norms, glued = tokens.norms, tokens.glued
    places = [
        i
        for i in range(len(norms) - 2)
        if norms[i + 1] == "-"
        and glued[i + 1]
        and glued[i + 2]
        and norms[i] + norms[i + 2] in words
        and norms[i] not in named
    ]
    if not places:
        return tokens
    rows: list[tuple[Any, ...]] = list(zip(*tokens, strict=True))
    for i in reversed(places):
        start, _, kind, norm, base, number, apart = rows[i]
        _, end, _, tail, tail_base, _, _ = rows[i + 2]
        rows[i : i + 3] = [(start, end, kind, norm + tail, base + tail_base, number, apart)]
    return Tokens(*zip(*rows, strict=True))


def one_line(text: str) -> str:
    """Single spaces, and without NUL, which no store holds."""
    return " ".join(text.replace("\x00", " ").split())
