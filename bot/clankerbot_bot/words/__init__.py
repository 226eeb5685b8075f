"""The bot's words in each language it speaks."""

from typing import Final

from clankerbot_bot.words.catalogue import Counted, Words
from clankerbot_bot.words.de import GERMAN
from clankerbot_bot.words.en import ENGLISH

LANGUAGES: Final = {words.language: words for words in (ENGLISH, GERMAN)}


def words_for(locale: str | None) -> Words:
    """By Slack's locale (`de-DE`) or a language (`de`); English for what is not spoken."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return LANGUAGES.get(language, ENGLISH)


__all__ = ["ENGLISH", "GERMAN", "LANGUAGES", "Counted", "Words", "words_for"]
