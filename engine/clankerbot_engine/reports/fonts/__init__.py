"""Which font draws which text: DejaVu Sans, which is here, and what the system has for scripts that it lacks."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

_OWN: Final = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_PLACES: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
_LIKELY: Final = (
    "noto",
    "cjk",
    "unifont",
    "wqy",
    "droidsansfallback",
    "arialunicode",
    "pingfang",
    "hiragino",
    "gothic",
)
"""In the names of fonts that hold scripts which DejaVu lacks: Chinese, Japanese, Korean, those of India."""
_KINDS: Final = frozenset({".ttf", ".otf", ".ttc"})
MOST_SEARCHED: Final = 40
_LEFT_OUT: Final = frozenset({"So", "Sk", "Cf", "Mn", "Co", "Cn"})
"""Symbols, and what changes the characters beside it."""


def runs(text: str, size: int, *, bold: bool = False) -> Iterator[tuple[Font, str]]:
    """The text in pieces, each with the font that has its characters.

    A letter that no font has is drawn as a box; an emoji is left out.
    """
    for font, characters in groupby(text, key=lambda char: _font_of(char, size, bold)):
        if font is not None:
            yield font, "".join(characters)


def width(text: str, size: int, *, bold: bool = False) -> float:
    return sum(font.getlength(part) for font, part in runs(text, size, bold=bold))


@cache
def own(size: int, bold: bool) -> Font:
    with as_file(files(__package__) / _OWN[bold]) as path:
        return ImageFont.truetype(path, size)


@lru_cache(maxsize=4096)
def _font_of(char: str, size: int, bold: bool) -> Font | None:
    font = own(size, bold)
    if char.isspace() or _has(font, char):
        return font
    for path in _others():
        other = _opened(path, size)
        if other is not None and _has(other, char):
            return other
    return None if unicodedata.category(char) in _LEFT_OUT else font


def _has(font: Font, char: str) -> bool:
    """A font draws the same box for all that it lacks."""
    return bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))


@cache
def _opened(path: Path, size: int) -> Font | None:
    try:
        return ImageFont.truetype(path, size)
    except OSError:
        return None


@cache
def _others() -> tuple[Path, ...]:
    found = (
        path for place in _PLACES for path in sorted(Path(place).rglob("*")) if path.suffix in (".ttf", ".otf", ".ttc")
    )
    return tuple(path for path in found if any(name in path.name.lower() for name in _LIKELY))[:MOST_SEARCHED]
