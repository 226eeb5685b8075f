"""The drawings that the README shows."""

import pytest

from clankerbot_bot.words import ENGLISH
from tests.bot.blocks import samples
from tests.bot.blocks.rendering import plain, rendered

SENT = {**samples.MESSAGES, **samples.VIEWS}


def test_a_receipt_is_drawn_as_a_person_sees_it() -> None:
    assert rendered(samples.MESSAGES["receipt_logged"](ENGLISH)).splitlines() == [
        "╭──────────────────────────────────────────────────────────────────────────╮",
        "│ Logged 2 h on Apollo › Design                                            │",
        "│ “Design review”                                                          │",
        "│ Wed 25 Nov, 09:00–11:00 · Northwind Space · #client #meeting · billable  │",
        "│ 6 h 30 min that day · 21 h that week                                     │",
        "│ [ Undo ]  [ Edit ]  [ Delete ]  [ Continue ]  [ Share ]                  │",
        "╰──────────────────────────────────────────────────────────────────────────╯",
    ]


@pytest.mark.parametrize("width", [60, 76])
@pytest.mark.parametrize("name", SENT)
def test_every_line_of_every_drawing_is_as_wide_as_the_box(name: str, width: int) -> None:
    assert {len(line) for line in rendered(SENT[name](ENGLISH), width=width).splitlines()} <= {width, width - 1}


def test_marks_are_drawn_as_what_they_do() -> None:
    text = {"type": "mrkdwn", "text": "*Undone:* ~2 h~ on \u2060*\u2060Apollo\u2060*\u2060 &amp; `code` <@U1>"}
    assert plain(text) == "Undone: 2 h on *Apollo* & code @U1"
    assert plain({"type": "plain_text", "text": "*as it is*"}) == "*as it is*"
