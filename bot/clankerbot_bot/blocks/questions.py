"""Questions instead of guesses: one at a time, answered by a click."""

from collections.abc import Sequence
from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.answers import Answer, answers, asked_about, asked_field, can_create, is_doubt, named
from clankerbot_bot.blocks.budget import fitting
from clankerbot_bot.blocks.sentences import kind_name
from clankerbot_bot.blocks.shapes import Block, Element, Message
from clankerbot_bot.blocks.text import line, safe, said
from clankerbot_bot.cards import Question
from clankerbot_bot.words import Words

TEXT_SHOWN: Final = 150
MOST_ANSWER_BUTTONS: Final = 3
"""More are a select: a wall of buttons is harder to read than a list."""

_FORM_KINDS: Final = frozenset(("log_time", "edit_entry", "start_timer", "switch_timer"))
"""Those that there is a form for."""


def question(card: Question, words: Words) -> Message:
    """The first of what is to be asked; the others follow when it is answered."""
    asked = question_text(card, words)
    blocks = [elements.section(card.lead or f"*{safe(asked, 500)}*")]
    typed = card.lead is None and card.text.strip()
    remarks = [words.your_text.format(text=safe(card.text, TEXT_SHOWN))] if typed else []
    if len(card.needs) > 1:
        remarks.append(words.question_step.format(n=1, all=len(card.needs)))
    offered = answers(card, words)
    ways = _ways_to_answer(card, offered, words)
    if len(ways["elements"]) == 1:  # the way out
        remarks.append(words.type_again)
    if remarks:
        blocks.append(elements.context(" · ".join(remarks)))
    blocks.append(ways)
    labels = words.listed((said(answer.label) for answer in offered), most=10)
    choices = words.choices.format(choices=labels) if offered else ""
    spoken = said(asked, 500) if card.lead is None else card.lead.replace("*", "")
    return {"text": elements.spoken([spoken, choices]), "blocks": blocks}


def question_text(card: Question, words: Words) -> str:
    """Plain text. English has the engine's own sentence, which names the case."""
    need = card.needs[0]
    if words.language == "en":
        return need.reason
    field, name, code = asked_field(card), named(card), need.code or ""
    if code == "confirm" and asked_about(card).get("parser") != "llm":
        return need.reason  # the rules ask in the person's language
    if code == "confirm":
        return words.question_confirm.format(what=kind_name(str(asked_about(card).get("kind")), words))
    if code == "ambiguous" and name is not None and field == "project":
        return words.question_which.format(name=name)
    if code == "unknown_name" and name is not None and field in words.question_named:
        return words.question_named[field].format(name=name)
    return words.question_why.get(code) or words.question_about.get(field) or need.reason


def _ways_to_answer(card: Question, offered: Sequence[Answer], words: Words) -> Block:
    value, ways, block_id = action_ids.value_of(card.id), list[Element](), None
    if len(offered) > MOST_ANSWER_BUTTONS + 1:
        ways.append(elements.select(action_ids.CHOOSE, words.choose, _options(card, offered)))
    else:
        ways += [_button(card, index, answer) for index, answer in enumerate(offered)]
    if asked_field(card) == "date":
        ways.append(elements.date_picker(action_ids.PICK_DATE, placeholder=words.pick_a_day))
        block_id = f"{action_ids.PICKER_BLOCK}|{card.id}"
    name = named(card)
    if name is not None and can_create(card):
        label = words.create_named.format(name=line(name, 40))
        ways.append(elements.button(label, action_ids.CREATE_PROJECT, value))
    if asked_about(card).get("kind") in _FORM_KINDS:
        ways.append(elements.button(words.fill_in, action_ids.FILL_IN, value))
    ways.append(elements.button(words.cancel, action_ids.CANCEL, value))
    return elements.actions(*_at_most_five(ways), block_id=block_id)


def _at_most_five(ways: list[Element]) -> list[Element]:
    """The last one, which is the way out, always stays."""
    return ways if len(ways) <= elements.MOST_BUTTONS else [*ways[: elements.MOST_BUTTONS - 1], ways[-1]]


def _button(card: Question, index: int, answer: Answer) -> Element:
    return elements.button(
        line(answer.label, elements.BUTTON_TEXT),
        action_ids.numbered(action_ids.ANSWER, index),
        action_ids.value_of(card.id, index),
        style="primary" if index == 0 and is_doubt(card) else None,
    )


def _options(card: Question, offered: Sequence[Answer]) -> list[Element]:
    """As many as a message has room for; the form finds the others."""
    options = [
        elements.option(line(answer.label, elements.OPTION_TEXT), action_ids.value_of(card.id, index))
        for index, answer in enumerate(offered)
    ]
    return fitting(options, most=elements.MOST_OPTIONS)
