"""The page of what can be typed, made from examples that are read by the parser.

`python -m tests.documentation.what_you_can_type` writes it anew.
"""

from pathlib import Path
from typing import Final

from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences
from tests.evaluation.action_words import in_words
from tests.evaluation.demo_catalogue import DEMO_NOW, DEMO_ZONE, demo_catalogue
from tests.evaluation.typing_table import EXAMPLES

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "what-you-can-type.md"
GERMAN: Final = (
    "2h Apollo gestern",
    "von 9 bis 11:30 Hermes: Routenplaner #review",
    "gestern 2 Std an Apollo und 30 min an Internal",
    "eine halbe Stunde Café Lumière am Freitag",
    "starte Hermes",
    "stopp",
    "Zusammenfassung letzte Woche nach Projekt",
    "jeden Freitag um 16:00 Zusammenfassung diese Woche",
    "rückgängig",
)
_INTRODUCTION: Final = """\
# What you can type

This page is made from examples that the parser reads each time the tests run: what stands on the right is what it makes
of what stands on the left. In the playground, each word is coloured by what it is read as while you type, and
`clankerbot parse --explain TEXT` says the same in a terminal.

Typed on a {day:%A}, {day.day} {day:%B} {day:%Y}, at {day:%H:%M}.

"""
_RULES: Final = """
## How it is read

- **A log speaks of the past.** A bare weekday is the most recent one, today included; so is a bare date.
- **A length without clock times** ends now; on another day it goes after what is known of that day.
- **Hours without am or pm** are read by your working hours; `5/6` by the date format of your profile.
- **Names** are found exactly first, then by case, accents, words, beginnings and small typos, never among archived
  projects. Where two fit, you are asked.
- **What cannot be right is asked, not guessed**: 30 hours in one entry, an end in the future, clock times at which
  there is other time already.

## In German

For people whose language it is, and wherever a text is plainly German:

"""


def page() -> str:
    introduction = _INTRODUCTION.format(day=DEMO_NOW)
    return f"{introduction}{_table(EXAMPLES, 'en')}{_RULES}{_table(GERMAN, 'de')}"


def _table(examples: tuple[str, ...], locale: str) -> str:
    return "\n".join(["| you type | it is read as |", "| --- | --- |", *(row(text, locale) for text in examples), ""])


def row(text: str, locale: str) -> str:
    preferences = Preferences(locale=locale)
    read = parse(text, now=DEMO_NOW, timezone=DEMO_ZONE, catalogue=demo_catalogue(), preferences=preferences)
    said = "; ".join(in_words(action, DEMO_NOW.date()) for action in read.actions)
    return f"| `{text}` | {said} |"


if __name__ == "__main__":
    PAGE.write_text(page())
