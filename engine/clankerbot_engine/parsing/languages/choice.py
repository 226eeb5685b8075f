"""Which languages a person is read in: their own, and English, in which commands are often typed."""

from collections.abc import Mapping
from functools import lru_cache

from clankerbot_engine.parsing.languages import DateOrder, Language
from clankerbot_engine.parsing.languages.english import ENGLISH
from clankerbot_engine.parsing.languages.german import GERMAN

_LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, GERMAN)}


@lru_cache(maxsize=256)
def languages_of(locale: str) -> tuple[tuple[Language, ...], DateOrder | None]:
    """Of a locale ("de-AT", "en_US"), the first to be tried first, and how numeric dates are written there."""
    code, _, region = locale.replace("_", "-").partition("-")
    own = _LANGUAGES.get(code.lower(), ENGLISH)
    return tuple(dict.fromkeys((own, ENGLISH))), own.date_orders.get(region.upper(), own.date_order)
