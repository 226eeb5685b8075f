"""Every message and view is compared as a whole with the file that shows what it was when somebody last looked.

UPDATE_GOLDEN=1 writes the files anew: look at what `git diff` says then.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from clankerbot_bot.words import LANGUAGES
from tests.bot.blocks import samples
from tests.bot.limits import message_violations, view_violations

GOLDEN = Path(__file__).parent / "golden"
SENT = {**samples.MESSAGES, **samples.VIEWS}


def as_written(sent: Any) -> str:
    return json.dumps(sent, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_is_what_it_was(name: str, language: str) -> None:
    written = as_written(SENT[name](LANGUAGES[language]))
    file = GOLDEN / language / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written)
    assert file.read_text() == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_no_file_of_what_is_not_sent_any_more(language: str) -> None:
    assert {file.stem for file in (GOLDEN / language).iterdir()} == set(SENT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_is_within_the_limits_of_slack(name: str, language: str) -> None:
    sent = SENT[name](LANGUAGES[language])
    violations = message_violations(sent) if name in samples.MESSAGES else view_violations(sent)
    assert violations == []


@pytest.mark.parametrize("name", SENT)
def test_german_shows_no_english_word_of_ours(name: str) -> None:
    """What is the same in both languages is a name, a time, an example or an id."""
    german, english = (as_written(SENT[name](LANGUAGES[language])) for language in ("de", "en"))
    assert german != english
