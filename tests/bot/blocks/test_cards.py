"""A card is kept as JSON, and is the same when it is read again."""

import json

import pytest

from clankerbot_bot.blocks import action_ids
from clankerbot_bot.cards import CARDS, Card, ConnectFirst, DisconnectAsked, Failure, NotUnderstood, Waiting, read_card
from tests.bot.blocks import samples

KEPT: list[Card] = [
    *samples.RECEIPTS.values(),
    samples.TYPO,
    samples.MANY_CHOICES,
    Failure(id="1", owner="o", text="t", code="c", message="m", request_id="r", retryable=True, outcome_unknown=True),
    Waiting(id="1", owner="o", text="t", pending_id="2", done=1, all=2, may_be_done=True, ended="failed"),
    NotUnderstood(id="1", owner="o", text="t", suggestions=("a", "b")),
    ConnectFirst(id="1", owner="o", text="t", member="Anna", channel="C1", ts="1.2", request_key="k"),
    DisconnectAsked(id="1", owner="o", text="disconnect"),
    samples.POSTED,
]


@pytest.mark.parametrize("card", KEPT, ids=lambda card: card.kind)
def test_a_card_is_the_same_when_it_is_read_again(card: Card) -> None:
    document = json.loads(json.dumps(card.to_document()))
    assert read_card(card.kind, document) == card


def test_every_kind_of_card_can_be_read() -> None:
    assert {card.kind for card in KEPT} == set(CARDS)


def test_a_field_that_a_later_version_added_is_no_hindrance() -> None:
    document = {**samples.RECEIPTS["receipt_logged"].to_document(), "mood": "fine"}
    assert read_card("receipt", document) == samples.RECEIPTS["receipt_logged"]


def test_a_card_remembers_where_it_is_shown() -> None:
    shown = samples.TYPO.shown_at("C1", "171.001")
    assert (shown.channel, shown.ts, shown.id) == ("C1", "171.001", samples.TYPO.id)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("01CARD", ("01CARD", None)),
        ("01CARD|3", ("01CARD", 3)),
        ("01CARD|", ("01CARD", None)),
        ("01CARD|x", ("01CARD", None)),
        ("01CARD|-1", ("01CARD", None)),
        ("01CARD|99999999999", ("01CARD", None)),
        ("01CARD|²", ("01CARD", None)),
        ("", ("", None)),
    ],
)
def test_a_button_s_value_is_read_whatever_it_is(value: str, read: tuple[str, int | None]) -> None:
    assert action_ids.read_value(value) == read


def test_values_are_read_as_they_were_written() -> None:
    assert action_ids.read_value(action_ids.value_of("01CARD", 7)) == ("01CARD", 7)
    assert action_ids.read_row_value("edit|01CARD|7") == ("edit", "01CARD", 7)
