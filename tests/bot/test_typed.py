"""What Slack sends, as it was typed; and what it takes to find that out."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from clankerbot_bot.typed import as_typed, people_in, without_mention

LENGTH = 128 * 1024
MOST_CPU_S = 3
"""Of this process: a hundred times what it takes, and a quarter of what it takes where each place looks back."""


@contextmanager
def bounded() -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError("it takes the square of the length")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_CPU_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("remind <@U1|ben> to log", "remind <@U1> to log"),
        ("Erinnere  <@U1> daran", "Erinnere  <@U1> daran"),
        ("reminded <@U1|ben>", "reminded ben"),
        ("remind <#C1|general>", "remind <#C1|general>"),
        ("remind <!here|@here> of <mailto:a@b.example|a@b.example>", "remind here of a@b.example"),
        ("remind <https://a.example|this>", "remind this"),
        ("remind me, <@U1>", "remind me, Ada"),
    ],
)
def test_who_is_to_be_reminded_stays_an_id(sent: str, typed: str) -> None:
    assert as_typed(sent, {"U1": "Ada"}) == typed


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("<@U1> log 2h", "log 2h"),
        ("  <@U1|bot>:  log 2h", "log 2h"),
        ("log 2h,   <@U1>, on Apollo", "log 2h, on Apollo"),
        ("log 2h with <@U2>", "log 2h with <@U2>"),
    ],
)
def test_the_bot_itself_is_left_out_wherever_it_stands(sent: str, said: str) -> None:
    assert without_mention(sent, "U1") == said


@pytest.mark.parametrize("repeated", ["<@U1>", "remind ", "remind <@U1> ", " ", "<", "<@", "<@U1|", "&lt;", "\n"])
def test_a_very_long_text_is_read_in_no_time(repeated: str) -> None:
    text = f"x{(repeated * LENGTH)[:LENGTH]}x"
    with bounded():
        as_typed(text)
        without_mention(text)
        without_mention(text, "U1")
        assert "U2" not in set(people_in(text))
