"""What the README shows of Slack is what the bot sends."""

import re

import pytest

from clankerbot_bot.manifest import OPTIONAL_SCOPES, SCOPES
from clankerbot_bot.words import words_for
from tests.bot.blocks.rendering import rendered
from tests.bot.blocks.samples import MESSAGES, VIEWS
from tests.end_to_end.processes import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CARDS = re.findall(r"<!-- card (\w+) -->\n```text\n(.*?)\n```", README, re.DOTALL)


@pytest.mark.parametrize(("name", "shown"), CARDS, ids=[name for name, _ in CARDS])
def test_a_card_is_drawn_as_it_is_sent(name: str, shown: str) -> None:
    build = MESSAGES.get(name) or VIEWS[name]
    assert shown == rendered(build(words_for("en")))


def test_the_main_cards_are_shown() -> None:
    assert {"receipt_logged", "question_typo", "summary_by_project", "home_ready"} <= {name for name, _ in CARDS}


@pytest.mark.parametrize(("scope", "reason"), [*SCOPES.items(), *OPTIONAL_SCOPES.items()])
def test_each_scope_is_explained(scope: str, reason: str) -> None:
    assert re.search(rf"^\| `{re.escape(scope)}`[^|]*\| {re.escape(reason)} \|$", README, re.MULTILINE)
