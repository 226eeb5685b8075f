"""Both languages say everything, with the same things filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

import clankerbot_bot
import clankerbot_engine
from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.words import ENGLISH, GERMAN, Counted, Words, words_for
from clankerbot_engine import errors
from clankerbot_engine.actions import Action
from clankerbot_engine.clockify import refusals
from clankerbot_engine.integrations.built_in import TOPICS
from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.reports.facts import ClaimCode, Unit

SAME_IN_BOTH = {
    "loading_title",
    "region_label",
    "summary_line",
    "quote",
    "regions[global]",
    "regions[use2]",
    "topics[timer]",
    "filter_tag",
    "feed_gone",
    "columns[user]",
}
"""What needs no translation."""
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BERLIN)
REASON = re.compile(r'"reason"(?::|\] =) "(\w+)"')


def phrases(words: Any) -> Iterator[tuple[str, str]]:
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, str):
            yield field.name, value
        elif isinstance(value, Counted):
            yield from ((f"{field.name}.one", value.one), (f"{field.name}.many", value.many))
        elif is_dataclass(value):
            yield from ((f"{field.name}.{name}", each) for name, each in phrases(value))
        elif isinstance(value, Mapping):
            yield from ((f"{field.name}[{key}]", each) for key, each in value.items() if isinstance(each, str))


def filled_in(phrase: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", phrase))


def test_both_languages_have_the_same_phrases() -> None:
    assert [name for name, _ in phrases(ENGLISH)] == [name for name, _ in phrases(GERMAN)]


def test_both_languages_fill_in_the_same() -> None:
    english, german = dict(phrases(ENGLISH)), dict(phrases(GERMAN))
    assert {name: filled_in(each) for name, each in english.items()} == {
        name: filled_in(each) for name, each in german.items()
    }


def test_no_phrase_is_empty_or_ends_in_a_space() -> None:
    for words in (ENGLISH, GERMAN):
        assert [name for name, each in phrases(words) if not each or each != each.strip()] == []


def test_bold_words_are_bold_from_beginning_to_end() -> None:
    for words in (ENGLISH, GERMAN):
        assert [name for name, each in phrases(words) if each.count("*") % 2] == []


def test_every_kind_of_action_has_a_name() -> None:
    kinds = {each.model_fields["kind"].default for each in get_args(get_args(Action)[0])}
    for words in (ENGLISH, GERMAN):
        assert kinds == set(words.kinds)


def every_error(root: type[errors.ClankerbotError] = errors.ClankerbotError) -> Iterator[type[errors.ClankerbotError]]:
    for error in root.__subclasses__():
        yield error
        yield from every_error(error)


def test_every_error_of_the_engine_is_explained() -> None:
    codes = {error.code for error in every_error() if error.__module__ == errors.__name__}
    for words in (ENGLISH, GERMAN):
        assert set(words.error) == codes | {""}


def test_every_reason_that_the_code_gives_is_explained() -> None:
    sources = [
        path for package in (clankerbot_engine, clankerbot_bot) for path in Path(package.__path__[0]).rglob("*.py")
    ]
    given = {reason for path in sources for reason in REASON.findall(path.read_text())}
    given |= {*refusals.REASONS.values()}
    assert len(given) > 30
    for words in (ENGLISH, GERMAN):
        assert given <= set(words.error_reason)


def test_both_languages_give_examples_of_the_same_topics() -> None:
    assert ENGLISH.examples == TOPICS
    assert set(GERMAN.examples) == set(TOPICS)


@pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en", "de"])
def test_what_is_given_as_an_example_is_understood(words: Words) -> None:
    hints = (words.start_hint, words.log_hint, words.project_hint, words.schedule_hint, words.home_examples)
    examples = [*chain(*words.examples.values()), *chain(*(re.findall("`([^`]+)`", hint) for hint in hints))]
    assert len(examples) > 20
    for example in examples:
        reading = parse(example, now=NOW, timezone=BERLIN, preferences=Preferences(locale=words.language))
        assert all(action.kind != "unknown" and action.confidence > 0.8 for action in reading.actions), example
        assert not any(getattr(action, "description", None) for action in reading.actions), example


def test_a_german_sentence_stands_alone() -> None:
    """For what a reason is given, nothing English is added."""
    error = errors.NotFound("Nobody is called Zoe.", details={"reason": "no_such_person", "name": "Zoe"})
    assert told_why(error, GERMAN) == "Niemand in diesem Workspace heißt Zoe."
    assert told_why(error, ENGLISH) == "Nobody is called Zoe."


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de-DE", GERMAN),
        ("de_AT", GERMAN),
        ("DE", GERMAN),
        ("en-GB", ENGLISH),
        ("fr-FR", ENGLISH),
        ("", ENGLISH),
        (None, ENGLISH),
    ],
)
def test_the_language_follows_the_locale(locale: str | None, words: Words) -> None:
    assert words_for(locale) is words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (38, "38 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (5400, "1 h 30 min"),
        (108_000, "30 h"),
        (-1800, "−30 min"),
    ],
)
def test_lengths_are_short_and_plain(seconds: int, said: str) -> None:
    assert ENGLISH.length(seconds) == GERMAN.length(seconds) == said


def test_days_are_said_as_the_language_says_them() -> None:
    assert ENGLISH.day(date(2026, 3, 4)) == "Wed 4 Mar"
    assert GERMAN.day(date(2026, 3, 4)) == "Mi., 4. März"


def test_plurals_and_lists_follow_the_language() -> None:
    assert (ENGLISH.entries(1), ENGLISH.entries(2)) == ("1 time entry", "2 time entries")
    assert (GERMAN.entries(1), GERMAN.entries(0)) == ("1 Zeiteintrag", "0 Zeiteinträge")
    assert ENGLISH.listed(["A", "B", "C"]) == "A, B and C"
    assert GERMAN.listed("ABCDEFG", most=2) == "A, B und 5 weitere"
    assert ENGLISH.listed([]) == ""


def test_german_leaves_nothing_in_english() -> None:
    english, german = dict(phrases(ENGLISH)), dict(phrases(GERMAN))
    same = {name for name, phrase in english.items() if german[name] == phrase and re.search("[a-z]{3}", phrase)}
    assert same <= SAME_IN_BOTH


def test_every_claim_is_said_in_every_language() -> None:
    for words in (ENGLISH, GERMAN):
        assert {*words.claims} == {*get_args(ClaimCode)}
        assert {*words.before} == {*words.before_so_far} == {*get_args(Unit)}
