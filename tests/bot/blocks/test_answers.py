"""What a question may be answered with, and what becomes of the action."""

from typing import Any

import pytest

from clankerbot_bot.blocks.answers import answered, answers, can_create, is_doubt, named
from clankerbot_bot.blocks.questions import question_text
from clankerbot_bot.cards import Question
from clankerbot_bot.words import ENGLISH, GERMAN
from clankerbot_engine.actions import (
    ACTION,
    ActionBase,
    Choice,
    CreateSchedule,
    EditEntry,
    LogTime,
    Need,
    Span,
    StopTimer,
)
from tests.bot.blocks.samples import HOW_LONG, MANY_CHOICES, TYPO, question


def asked(action: ActionBase, field: str, *choices: Choice, text: str = "", code: str | None = "ambiguous") -> Question:
    need = Need(field=field, reason="A question.", code=code, choices=choices)
    return question(text, action.model_copy(update={"needs": (need,)}), need)


def answer(card: Question, index: int = 0) -> ActionBase:
    """The action after a click, as the engine reads it."""
    return ACTION.validate_python(answered(card, answers(card, ENGLISH)[index].changes))


def test_a_chosen_project_comes_with_its_id_and_without_the_question() -> None:
    choice = Choice(value="Apollo", label="Apollo (Northwind)", id="64c777ddd3fcab07cfbb2101")
    action = answer(asked(LogTime(duration_s=60), "project", choice))
    assert isinstance(action, LogTime)
    assert (action.project, action.project_id, action.needs) == ("Apollo", choice.id, ())


def test_other_questions_stay() -> None:
    first, second = Need(field="project", reason="Which?"), Need(field="tags", reason="Which tag?")
    action = LogTime(duration_s=60, needs=(first, second))
    card = Question(id="1", owner="o", actions=(action.model_dump(mode="json"),), index=0, needs=(first, second))
    assert ACTION.validate_python(answered(card, {"project": "Apollo"})).needs == (second,)


def test_an_entry_is_chosen_by_its_id() -> None:
    choice = Choice(value="64c777ddd3fcab07cfbb210c", label="2 h on Apollo", id="64c777ddd3fcab07cfbb210c")
    action = answer(asked(EditEntry(duration_s=60), "target", choice))
    assert isinstance(action, EditEntry)
    assert action.target == choice.value


def test_a_tag_is_chosen_as_a_list() -> None:
    action = answer(asked(LogTime(duration_s=60), "tags", Choice(value=["client"], label="client", id="t1")))
    assert isinstance(action, LogTime)
    assert (action.tags, action.tag_ids) == (("client",), ("t1",))


def test_a_question_inside_a_schedule_is_answered_there() -> None:
    inner = LogTime(duration_s=60, needs=(Need(field="project", reason="Which?"),))
    action = CreateSchedule(cron="0 9 * * 1", action=inner)
    choice = Choice(value="Apollo", label="Apollo", id="p1")
    card = question("", action, Need(field="action.project", reason="Which?", choices=(choice,)))
    found = answer(card)
    assert isinstance(found, CreateSchedule)
    assert isinstance(found.action, LogTime)
    assert (found.action.project_id, found.action.needs) == ("p1", ())


@pytest.mark.parametrize("code", ["long", "future"])
@pytest.mark.parametrize(
    ("action", "field"), [(LogTime(duration_s=108_000), "duration_s"), (EditEntry(), "end"), (StopTimer(), "end")]
)
def test_what_is_known_and_unusual_is_confirmed(action: ActionBase, field: str, code: str) -> None:
    card = asked(action, field, code=code)
    assert is_doubt(card)
    assert question_text(card, GERMAN).endswith("Stimmt das?")
    found = answer(card)
    assert found.confirmed
    assert found.needs == ()


@pytest.mark.parametrize("code", ["missing", "too_long", "not_yet", "no_such_time", None])
@pytest.mark.parametrize("field", ["duration_s", "start", "end", "description"])
def test_what_is_not_known_is_asked_for(field: str, code: str | None) -> None:
    card = asked(LogTime(duration_s=60), field, code=code)
    assert not is_doubt(card)
    assert not question_text(card, GERMAN).endswith("Stimmt das?")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("unknown_name", "Ein Projekt „Apolo“ gibt es nicht. Welches ist gemeint?"),
        ("ambiguous", "Welches Projekt ist mit „Apolo“ gemeint?"),
        ("missing", "Welches Projekt?"),
        ("somebody's own", "Welches Projekt?"),
    ],
)
def test_german_says_why_it_is_asked(code: str, said: str) -> None:
    action = LogTime(duration_s=7200, spans=(Span(start=10, end=15, field="project"),))
    assert question_text(asked(action, "project", text="log 2h on Apolo", code=code), GERMAN) == said


def test_a_length_is_offered_where_none_was_said() -> None:
    action = answer(HOW_LONG, 1)
    assert isinstance(action, LogTime)
    assert action.duration_s == 3600


def test_a_yes_to_the_reading_takes_the_question_away_and_no_other() -> None:
    yes = Choice(value=True, label="Yes, log time")
    found = answer(asked(LogTime(duration_s=108_000), "confirmed", yes, code="confirm"))
    assert (found.needs, found.confirmed) == ((), False)


def test_times_are_said_in_the_language_and_names_are_kept() -> None:
    choices = (Choice(value="2026-11-25T09:00:00+01:00", label="Wed 25 Nov, 09:00"), Choice(value="soon", label="Soon"))
    card = asked(LogTime(duration_s=60), "start", *choices)
    assert [each.label for each in answers(card, GERMAN)] == ["Mi., 25. Nov., 09:00", "Soon"]
    assert answers(MANY_CHOICES, GERMAN)[3].label == "Project 3"


def test_leaving_a_tag_out_is_said_in_the_language() -> None:
    card = asked(LogTime(tags=("x",)), "tags", Choice(value=[], label="No such tag"))
    assert answers(card, GERMAN)[0].label == GERMAN.no_such_tag


def test_the_order_of_answers_does_not_depend_on_the_language() -> None:
    for card in (TYPO, MANY_CHOICES, HOW_LONG):
        assert [each.changes for each in answers(card, ENGLISH)] == [each.changes for each in answers(card, GERMAN)]


def test_a_project_that_was_named_and_is_not_there_may_be_created() -> None:
    assert named(TYPO) == "Apolo"
    assert can_create(TYPO)


@pytest.mark.parametrize(
    "spans", [(), (Span(start=0, end=3, field="duration_s"),), (Span(start=90, end=95, field="project"),)]
)
def test_nothing_is_created_without_a_name(spans: Any) -> None:
    choice = Choice(value="Apollo", label="Apollo", id="p1")
    assert not can_create(asked(LogTime(spans=spans), "project", choice, text="log 2h"))


def test_a_name_that_several_projects_have_is_not_created() -> None:
    span = Span(start=10, end=16, field="project")
    choices = (Choice(value="Apollo", label="Apollo (A)", id="a"), Choice(value="Apollo", label="Apollo (B)", id="b"))
    assert not can_create(asked(LogTime(spans=(span,)), "project", *choices, text="log 2h on apollo"))
