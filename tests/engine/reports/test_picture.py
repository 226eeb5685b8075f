"""Pictures of summaries: whatever the names, they are drawn, and stay within their size."""

import io

import pytest
from PIL import Image

from clankerbot_engine.reports import fonts
from clankerbot_engine.reports.picture import MOST_ROWS, SCALE, WIDTH, as_png
from clankerbot_engine.reports.sheet import Sheet, SheetDay, SheetRow


def sheet(*names: str, days: int = 7, compared: bool = True) -> Sheet:
    was = 1800 if compared else None
    rows = tuple(
        SheetRow(name, 3600 * (10 - n % 10), "1 h", "10 %", was, "30 min", "+30 min") for n, name in enumerate(names)
    )
    return Sheet(
        title="21 h of 40 h (52 %)",
        about="Mon 23 Nov to Sun 29 Nov 2026",
        facts="12 time entries",
        sentences=("Apollo doubled: 2 h to 4 h.", "Nothing on Tuesday."),
        columns=("Project", "Time", "Share"),
        rows=rows,
        total=SheetRow("Total", 1, "1 h", "100 %", was),
        legend=("This period", "The one before"),
        by_day="By day",
        days=tuple(SheetDay(f"Mon {n}", 3600 * (n % 3)) for n in range(days)),
        more="{n} more",
        nothing="No time logged.",
    )


def opened(sheet: Sheet) -> Image.Image:
    return Image.open(io.BytesIO(as_png(sheet))).convert("RGB")


@pytest.mark.parametrize("count", [0, 1, 5, MOST_ROWS, 500])
@pytest.mark.parametrize("days", [0, 1, 7, 31, 366])
def test_it_is_as_high_as_what_it_holds(count: int, days: int) -> None:
    picture = opened(sheet(*(f"Project {n}" for n in range(count)), days=days))
    assert picture.width == WIDTH * SCALE
    below = picture.crop((0, picture.height - 40, picture.width, picture.height))
    assert below.getextrema() == ((255, 255),) * 3  # nothing is cut off at its foot


@pytest.mark.parametrize(
    "name", ["Müller & Söhne", "Кирилл", "Ωμέγα", "שלום", "مرحبا", "Łódź – ŠKODA", "\x00\x1b[0m", "🚀", ""]
)
def test_every_name_is_drawn_beside_its_bar(name: str) -> None:
    picture = opened(sheet(name, "Z" * 300))
    edge = picture.crop((picture.width - 20, 0, picture.width, picture.height))
    assert edge.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize(
    "name", ["Müller", "Ærøskøbing", "Žižkov", "Кирилл", "Ωμέγα", "İstanbul", "Gdańsk", "Việt Nam", "€"]
)
def test_letters_of_european_names_are_in_the_font_that_comes_along(name: str) -> None:
    """No box in the place of a letter: the same pixels would stand for two letters."""
    font = fonts.own(30, False)
    missing = bytes(font.getmask("\uffff"))
    assert [char for char in name if not char.isspace() and bytes(font.getmask(char)) == missing] == []


def test_names_differ_in_the_picture() -> None:
    assert as_png(sheet("Müller")) != as_png(sheet("Muller"))


def test_what_is_compared_has_two_bars() -> None:
    bar = (191, 208, 247)
    colours = {colour for _, colour in opened(sheet("Apollo")).getcolors(1 << 20) or ()}
    assert bar in colours
    colours = {colour for _, colour in opened(sheet("Apollo", compared=False)).getcolors(1 << 20) or ()}
    assert bar not in colours
