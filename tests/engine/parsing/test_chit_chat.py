"""Texts that ask for nothing that is done here: none may become a confident write."""

import pytest

from tests.engine.parsing.reading import CATALOGUE, read

WRITES = {
    "log_time",
    "start_timer",
    "stop_timer",
    "switch_timer",
    "continue_timer",
    "edit_entry",
    "delete_entry",
    "undo",
}

NOTHING = [
    "", " ", "\n\t", "...", "!!", "🙂", "👍🏽 nice", "hi", "hello there", "good morning team", "thanks a lot", "thx!",
    "ok", "sure, sounds good", "lol", "what time is it in Lisbon", "how are you?", "what's the weather like",
    "tell me a joke", "happy birthday Ann", "see you on Monday at 9", "I'll be back at 5", "lunch at 12?",
    "can we talk in 10 minutes", "the meeting is on Tuesday from 2 to 3", "is 2h enough for Falcon?",
    "I waited 3 hours at the dentist", "he spent 5 hours in traffic", "my flight is 12h long", "wake me in 8 hours",
    "it takes 2h to get there", "she runs 10k in 50 min", "they are on a 30 minute break", "we leave in half an hour",
    "I second that", "time flies", "who won the game last night", "why is the build red since yesterday",
    "did you see the report?", "5/6 of the team agree", "it's a 9 to 5 job", "how long is the flight to Rome",
    "how much is the fish", "add milk to the list", "we worked hard", "I was at a party yesterday", "note to self",
    "track my package", "stop being silly", "delete my account", "the report is late", "status of the election",
    "nothing to log", "what did you do last weekend?", "let's not log this", "don't log 2h", "no timer please",
    "Falcon is great", "is Falcon done?", "the Falcon demo went well", "مرحبا كيف حالك", "今天天气不错", "привет",
    "ΑΒΓ δεζ", "a" * 500, "2026", "42", "#coding", "<@U123>", "https://example.org/log/2h", "0h", "log", "from 9",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_talk_is_never_a_confident_write(text: str) -> None:
    for catalogue in (CATALOGUE, None):
        for action in read(text, catalogue=catalogue):
            assert action.kind not in WRITES or action.confidence <= 0.9 or action.needs, action


@pytest.mark.parametrize("text", [text for text in NOTHING if text not in {"0h", "from 9", "no timer please"}])
def test_talk_is_unknown(text: str) -> None:
    assert [action.kind for action in read(text)] == ["unknown"]


@pytest.mark.parametrize("text", ["start the car", "let's meet for 30 minutes", "book a table for 2 hours at 7"])
def test_what_only_looks_like_a_command_is_read_with_doubt(text: str) -> None:
    assert all(action.confidence < 0.8 for action in read(text))
