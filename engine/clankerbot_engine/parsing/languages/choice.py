"""Which languages a person is read in: their own, English, in which commands are often typed, and the text's."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from clankerbot_engine.parsing.languages import DateOrder, Language
from clankerbot_engine.parsing.languages.english import ENGLISH
from clankerbot_engine.parsing.languages.german import GERMAN

_LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, GERMAN)}

_TELLING_LETTERS = 4
"""Shorter words are in many languages."""


@lru_cache(maxsize=256)
def languages_of(locale: str) -> tuple[tuple[Language, ...], DateOrder | None]:
    """Of a locale ("de-AT", "en_US"), the first to be tried first, and how numeric dates are written there."""
    code, _, region = locale.replace("_", "-").partition("-")
    own = _LANGUAGES.get(code.lower(), ENGLISH)
    return tuple(dict.fromkeys((own, ENGLISH))), own.date_orders.get(region.upper(), own.date_order)


def languages_shown(words: AbstractSet[str], *, but: Language) -> list[Language]:
    """The others of whose times, lengths and commands there are words in the text."""
    return [language for language, own in _telling(but) if not own.isdisjoint(words)]


@lru_cache(maxsize=8)
def _telling(but: Language) -> tuple[tuple[Language, frozenset[str]], ...]:
    """Each other language with the words that no text in `but` has: "gestern", and not "die" or "war"."""
    return tuple(
        (language, language.telling_words - but.vocabulary) for language in _LANGUAGES.values() if language is not but
    )


@lru_cache(maxsize=8)
def talk_shown(language: Language) -> frozenset[str]:
    """Words that make a text talk, or show its language, and are of this one alone; thanks are talk in any."""
    elsewhere = {word for other in _LANGUAGES.values() if other is not language for word in other.vocabulary}
    talk = language.doubt_words | language.talk_words | language.affairs | language.denying_words
    talk = talk | language.telling_words  # "2h Apollo pro Woche" is no more of a log for being read in another one
    return frozenset(word for word in talk if len(word) >= _TELLING_LETTERS) - elsewhere | language.thanking_words
