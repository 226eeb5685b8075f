"""The pages' words in each language."""

from typing import Final

from clankerbot_http.web.words.catalogue import PageWords
from clankerbot_http.web.words.de import GERMAN
from clankerbot_http.web.words.en import ENGLISH

LANGUAGES: Final = {words.language: words for words in (ENGLISH, GERMAN)}


def page_words(language: str | None) -> PageWords:
    """English for what is not spoken."""
    return LANGUAGES.get((language or "").partition("-")[0].lower(), ENGLISH)


__all__ = ["ENGLISH", "GERMAN", "LANGUAGES", "PageWords", "page_words"]
