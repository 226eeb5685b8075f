"""What was not understood is kept where operators ask for it, without what is personal."""

import pytest
from pydantic import SecretStr

from clankerbot_engine.misreadings import LONGEST, MOST, Misreadings
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.settings import Settings
from tests.fakes.clocks import FakeClock


def misreadings(*, kept: bool = True) -> Misreadings:
    settings = Settings.model_validate({"clockify_api_key": SecretStr("a-key-of-clockify")})
    return Misreadings(Redactor.from_settings(settings), kept=kept, clock=FakeClock())


def test_nothing_is_kept_unless_it_is_asked_for() -> None:
    silent = misreadings(kept=False)
    silent.note("make me a sandwich", "rule")
    assert silent.newest == []


@pytest.mark.parametrize(
    "personal",
    [
        *("ada@demo.example", "https://demo.example/x?y", "www.demo.example", "+49 30 1234567", "4111 1111 1111 1111"),
        *("@ada", "a-key-of-clockify", "clank_abcdefghijklmnop", "xoxb-123456-abcdef"),
    ],
)
def test_what_is_personal_is_taken_out(personal: str) -> None:
    kept = misreadings()
    kept.note(f"ask {personal} for a sandwich", "rule")
    (only,) = kept.newest
    assert only.text == "ask [redacted] for a sandwich"


def test_few_and_short_ones_are_kept_the_newest_first() -> None:
    kept = misreadings()
    for number in range(MOST + 5):
        kept.note(f"no {number} " + "x" * 1000, "llm")
    assert len(kept.newest) == MOST
    assert kept.newest[0].text.startswith(f"no {MOST + 4} ")
    assert all(len(each.text) <= LONGEST for each in kept.newest)
