"""The pages' words in each language."""

from typing import Final

from clankerbot_http.web.words.catalogue import PageWords
from clankerbot_http.web.words.console import CONSOLE, ConsoleWords
from clankerbot_http.web.words.de import GERMAN
from clankerbot_http.web.words.en import ENGLISH

LANGUAGES: Final = {words.language: words for words in (ENGLISH, GERMAN)}


def page_words(language: str | None) -> PageWords:
    """English for what is not spoken."""
    return LANGUAGES.get((language or "").partition("-")[0].lower(), ENGLISH)


def console_words(language: str | None) -> ConsoleWords:
    return CONSOLE[page_words(language).language]


__all__ = ["ENGLISH", "GERMAN", "LANGUAGES", "ConsoleWords", "PageWords", "console_words", "page_words"]
