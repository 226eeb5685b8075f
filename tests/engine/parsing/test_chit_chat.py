"""Texts that ask for nothing that is done here: none may become a confident write."""

import pytest

from clankerbot_engine.actions import Unknown
from clankerbot_engine.parsing.languages import Language
from clankerbot_engine.parsing.languages.english import ENGLISH
from clankerbot_engine.parsing.languages.german import GERMAN
from clankerbot_engine.preferences import Preferences
from tests.engine.parsing.reading import CATALOGUE, read, read_one

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
    "we need 2 hours for the demo", "the meeting took forever", "lunch 12-1?", "I'll be in from 9 to 5",
    "ETA 20 min", "the deploy takes 45 minutes", "standup moved to 10:30", "be right back, 10 min", "see you in 2h",
    "it's 30 degrees here", "how's Falcon going?", "is Falcon down since 9?", "Falcon demo tomorrow at 10",
    "who is on Falcon today?", "when did we start Falcon?", "start of Falcon is June 1", "stop spamming the channel",
    "don't stop", "finish line!", "change the password", "delete the old branch", "remove me from the list",
    "fix the build, it's been red for 2 hours", "make it 3pm instead", "move the meeting to 4",
    "add Ana to the call at 3",
    "track the order", "show me the money", "list of groceries", "time is money",
    "set an alarm for 7", "remind me tomorrow", "every friday we have pizza", "I eat pizza every friday",
    "weekly sync is at 3", "post it on the wall", "say hi to Ana", "connect the dots", "how do I fix this bug",
    "I worked at a bank for 3 years", "I logged in 10 minutes ago", "he logged 2 bugs", "been sick for 3 days",
    "did you log 2h on Falcon?", "should I log 2h on Falcon?", "don't forget to log your time",
    "if you have 2h, log them",
    "Falcon will take 2h", "Falcon needs 2 hours", "2h left on Falcon", "2h until the demo", "1-1 with Ana",
    "1:1 with Ben at 2", "10/10 would recommend", "24/7 support", "version 2.5 is out", "ticket 1234 is fixed",
    "$5 for coffee", "ok Falcon", "thanks for Falcon", "great job on Falcon yesterday", "the 2nd one is better",
    "it was 3 degrees", "the last one was better", "I meant well", "use the stairs", "make it happen",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_talk_is_never_a_confident_write(text: str) -> None:
    for catalogue in (CATALOGUE, None):
        for action in read(text, catalogue=catalogue):
            assert action.kind not in WRITES or action.confidence <= 0.9 or action.needs, action


PLANS = [
    "let's meet for 30 minutes",
    "let's spend 2h on Falcon",
    "Falcon 2h? no way",
    "todo: Falcon 2h, Helpdesk 1h",
    "waited 45 min for Falcon to answer",
    "I have waited 2 hours for Falcon",
]


@pytest.mark.parametrize(
    "text", [*(text for text in NOTHING if text not in {"0h", "from 9", "no timer please"}), *PLANS]
)
def test_talk_is_unknown(text: str) -> None:
    assert [action.kind for action in read(text)] == ["unknown"]


DOUBTFUL = [
    "Ana logged 2h on Falcon", "they spent 3h on Falcon", "Ben was on Falcon for 2 hours yesterday", "5 min break",
    "I forgot to log 2h on Falcon yesterday", "2 hours of Falcon tomorrow", "Falcon was down from 9 to 11",
    "book the room from 2 to 4", "set a timer for 10 minutes", "3-2 win yesterday!", "only 2h to go!",
    "continue reading", "switch to dark mode",
    "add 2 more seats", "please stop", "stop it!", "end of day", "remind Ben about lunch", "move it to tomorrow",
    "Falcon crashed again for 10 minutes", "it was 2h", "that one is Falcon", "forget it", "kill it",
    "push it to the limit", "let's start", "stop?", "remind Bob he owes me lunch",
]  # fmt: skip


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_be_talk_is_read_with_doubt(text: str) -> None:
    assert all(action.confidence < 0.9 or action.needs for action in read(text))


@pytest.mark.parametrize("text", ["", "tell me a joke", "log", "is Falcon done?", "delete all entries"])
def test_the_suggestions_are_commands_that_are_understood(text: str) -> None:
    (action,) = read(text)
    assert isinstance(action, Unknown)
    assert 1 <= len(action.suggestions) <= 3
    for suggestion in action.suggestions:
        assert all(each.kind != "unknown" and each.confidence > 0.9 for each in read(suggestion, catalogue=None))


@pytest.mark.parametrize(
    ("preferences", "project"),
    [
        (Preferences(), "Falcon"),
        (Preferences(recent_projects=("p-help",)), "Helpdesk"),
        (Preferences(default_project="Log Archive", recent_projects=("p-help",)), "Log Archive"),
        (Preferences(locale="de"), "Falcon"),
    ],
)
def test_the_suggestions_are_on_a_project_of_the_persons_own(preferences: Preferences, project: str) -> None:
    (action,) = read("tell me a joke in the kitchen", preferences=preferences)
    assert isinstance(action, Unknown)
    assert any(project in suggestion for suggestion in action.suggestions)
    for suggestion in action.suggestions:
        assert all(each.kind != "unknown" and not each.needs for each in read(suggestion, preferences=preferences))


@pytest.mark.parametrize("language", [ENGLISH, GERMAN])
def test_each_language_suggests_what_it_understands(language: Language) -> None:
    preferences = Preferences(locale=language.code)
    for kind, suggestion in language.suggestions.items():
        (action,) = read(suggestion, catalogue=None, preferences=preferences)
        assert (action.kind, action.needs) == (kind, ())
        assert action.confidence > 0.9


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("stop the timer dude", ["dude"]),
        ('log 2h on Falcon "loom" seriously', ["seriously"]),
        ("summary zzz last week", ["zzz"]),
        ("list projects quickstep", ["quickstep"]),
    ],
)
def test_words_that_nothing_was_made_of_are_listed(text: str, unread: list[str]) -> None:
    (action,) = read(text)
    assert [text[span.start : span.end] for span in action.spans if span.field == "unread"] == unread


@pytest.mark.parametrize("text", ["start the car", "book a table for 2 hours at 7"])
def test_what_only_looks_like_a_command_is_read_with_doubt(text: str) -> None:
    assert all(action.confidence < 0.8 for action in read(text))


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("continue Falcon tagged coding", "tagged coding"), ("stop #coding", "#coding"),
        ("continue Falcon at 3pm", "at 3pm"),
        ("list my entries tagged coding", "tagged coding"), ("what am I working on yesterday", "yesterday"),
        ("set my last entry to 2h about wiring", "about wiring"),
        ("delete my last entry, it was wrong", "it was wrong"),
    ],
)  # fmt: skip
def test_what_the_action_cannot_hold_is_listed_and_makes_it_doubtful(text: str, unread: str) -> None:
    (action,) = read(text)
    assert [text[span.start : span.end].lstrip(", ") for span in action.spans if span.field == "unread"] == [unread]
    assert action.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "unread"), [("stop Falcon", "Falcon"), ("switch from Helpdesk to Falcon", "Helpdesk")]
)
def test_the_name_of_what_runs_is_listed_and_is_no_doubt(text: str, unread: str) -> None:
    (action,) = read(text)
    assert [text[span.start : span.end] for span in action.spans if span.field == "unread"] == [unread]
    assert action.confidence >= 0.9


LOOSE_VERBS = [
    "Falcon took 2h of my life", "we spent 3h on Falcon and hired nobody", "bill Falcon for 2h", "we had 2h for Falcon",
    "had 2h left on Falcon", "put Falcon on hold for 2h", "booked Falcon for 2h on Friday", "note: Falcon down 2h",
    "did Falcon take 2h?", "only 2h for Falcon?!", "10h since the last Falcon launch", "Falcon got 2h yesterday",
    "been waiting 2h for Falcon", "thanks for the 2h on Falcon", "we worked with Falcon people 2h per week",
]  # fmt: skip


@pytest.mark.parametrize("text", LOOSE_VERBS)
def test_a_verb_of_logs_that_says_something_else_is_asked_about(text: str) -> None:
    assert all(action.kind == "unknown" or action.needs for action in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "bill 2h to Falcon", "charge 2h on Falcon", "book Falcon 2h", "had 2h on Falcon", "put 2h on Falcon",
        "I spent 2h on Falcon and fixed the wiring", "log 2h on Falcon, nothing special", "Falcon took me 2h",
        "did 2h on Falcon", "note 2h Falcon", "thanks, 2h Falcon",
    ],
)  # fmt: skip
def test_the_same_verbs_log_work_without_a_question(text: str) -> None:
    assert [(action.kind, action.needs) for action in read(text)] == [("log_time", ())]


@pytest.mark.parametrize(
    "text",
    [
        "1h Helpdesk, 3h Falcon, rest of the day Log Archive",
        "3h Falcon, the remainder Helpdesk",
        "3h Falcon and the rest on Helpdesk",
    ],
)
def test_work_is_not_written_where_nobody_says_how_long_the_rest_was(text: str) -> None:
    action = read_one(text)
    assert isinstance(action, Unknown)
    assert action.reason == "It does not say how long the rest was."


def test_the_rest_of_a_day_in_german() -> None:
    action = read_one("3h Falcon, den Rest des Tages Helpdesk", preferences=Preferences(locale="de"))
    assert isinstance(action, Unknown)
    assert action.reason == "Es fehlt, wie lange der Rest war."


@pytest.mark.parametrize("text", ["3h Falcon, rest api docs", "1h Helpdesk, 3h Falcon"])
def test_a_rest_that_is_no_part_of_a_day_is_logged(text: str) -> None:
    assert {action.kind for action in read(text)} == {"log_time"}


@pytest.mark.parametrize(
    "text",
    [
        "stick that on the wall",
        "put me on the list for Helpdesk",
        "Falcon 9-11, then Helpdesk is closed until 12",
        "stop the weekly report",
    ],
)
def test_what_may_be_said_of_something_else_is_asked_about(text: str) -> None:
    assert [need.code for need in read(text)[0].needs] == ["confirm"]


@pytest.mark.parametrize(
    ("text", "locale", "reason"),
    [
        ("split my last entry in two", "en", "An entry cannot be split here."),
        ("same as yesterday but on Falcon", "en", "Entries cannot be repeated here."),
        ("repeat yesterday's entries for today", "en", "Entries cannot be repeated here."),
        ("yesterday again please", "en", "Entries cannot be repeated here."),
        ("teile meinen letzten Eintrag in zwei", "de", "Ein Eintrag lässt sich hier nicht teilen."),
        ("wie gestern, aber auf Falcon", "de", "Einträge lassen sich hier nicht wiederholen."),
        ("wiederhole gestern", "de", "Einträge lassen sich hier nicht wiederholen."),
    ],
)
def test_what_cannot_be_done_is_told_so(text: str, locale: str, reason: str) -> None:
    action = read_one(text, preferences=Preferences(locale=locale))
    assert isinstance(action, Unknown)
    assert action.reason.startswith(reason)


@pytest.mark.parametrize("text", ["same as yesterday 2h Falcon", "2h Falcon split testing"])
def test_words_for_what_cannot_be_done_log_work_with_an_amount(text: str) -> None:
    assert read_one(text).kind == "log_time"
