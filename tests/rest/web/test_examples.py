"""The tour's examples are read as what they show, in each language."""

import pytest

from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences
from clankerbot_http.web.readings import reading_of
from clankerbot_http.web.words import LANGUAGES, PageWords
from tests.evaluation.demo_catalogue import DEMO_NOW, DEMO_ZONE, demo_catalogue

KINDS = ["log_time", "undo", "start_timer", "stop_timer", "log_time", "edit_entry", "summary", "create_schedule"]
ASKS = 4
"""The one that two projects fit."""


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_each_is_read_as_what_it_shows(words: PageWords) -> None:
    assert len(words.examples) == len(KINDS)
    for number, (example, kind) in enumerate(zip(words.examples, KINDS, strict=True)):
        preferences = Preferences(locale=words.language)
        result = parse(
            example.text, now=DEMO_NOW, timezone=DEMO_ZONE, catalogue=demo_catalogue(), preferences=preferences
        )
        assert result.actions[0].kind == kind, example.text
        assert [need.code for action in result.actions for need in action.needs] == (
            ["ambiguous"] if number == ASKS else []
        ), example.text


def test_a_chip_says_which_words_it_was_read_from() -> None:
    words = LANGUAGES["en"]
    text = "🚀 log 2h on Apollo yesterday and 30m standup"
    result = parse(text, now=DEMO_NOW, timezone=DEMO_ZONE, catalogue=demo_catalogue())
    first, second = reading_of(result, words).actions
    project = next(chip for chip in first.chips if chip.field == "project")
    assert (project.said, project.start, project.tone) == ("Apollo", 13, "project")
    day = next(chip for chip in second.chips if chip.field == "date")
    assert (day.value, day.start) == ("Tue 19 May", None)  # nobody said it of the second
