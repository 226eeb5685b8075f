"""Each kind of action has a name on the pages, in each language."""

from typing import get_args

import pytest

from clankerbot_engine.actions import Action
from clankerbot_http.web.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_action_has_a_name(language: str) -> None:
    union, *_ = get_args(Action)
    kinds = {kind.model_fields["kind"].default for kind in get_args(union)}
    assert kinds == LANGUAGES[language].kinds.keys()
