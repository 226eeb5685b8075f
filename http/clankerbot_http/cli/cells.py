"""How many columns of a terminal each character of a text takes, as far as Unicode tells."""

import unicodedata

_WIDE = 2
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


def cells(text: str) -> list[int]:
    """One number a character. What joins a character, or changes its looks, takes no room beside it."""
    widths: list[int] = []
    before = ""
    for char in text:
        if before == _JOINER or (char in _SKIN_TONES and widths and widths[-1] == _WIDE):
            widths.append(0)  # drawn into the picture before it
        elif char == _EMOJI_STYLE and widths and widths[-1] == 1 and unicodedata.category(before) == "So":
            widths[-1] = _WIDE  # a sign that is drawn as a picture from here on
            widths.append(0)
        elif unicodedata.category(char) in ("Mn", "Me", "Cf"):
            widths.append(0)
        else:
            widths.append(_WIDE if unicodedata.east_asian_width(char) in "WF" else 1)
        before = char
    return widths
