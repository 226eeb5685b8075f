"""`help` shows what can be typed, and it can; what is not understood is an error with a way out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from clankerbot_engine.actions import Help, Unknown
from clankerbot_engine.catalogue import read_catalogue
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.integrations.built_in import TOPICS, BuiltInIntegration
from clankerbot_engine.integrations.port import Context, Resources
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.parsing import parse
from clankerbot_engine.settings import Settings

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CONTEXT = Context("token:me", NOW, BERLIN)
CATALOGUE = read_catalogue({"projects": [{"name": "Apollo"}, {"name": "Hermes"}]})
KINDS = {
    "log": {"log_time"},
    "timer": {"start_timer", "stop_timer", "switch_timer", "continue_timer", "status"},
    "summary": {"summary"},
    "entries": {"list_entries", "edit_entry", "delete_entry", "undo"},
    "projects": {"list_projects", "create_project"},
    "schedules": {"create_schedule", "list_schedules"},
    "reminders": {"create_schedule", "missing_hours"},
}


@pytest.fixture
def built_in() -> BuiltInIntegration:
    return BuiltInIntegration(Resources(Settings(), httpx.AsyncClient(), lambda: NOW))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_example_is_read_as_what_it_is_an_example_of(topic: str) -> None:
    readings = [parse(example, now=NOW, timezone=BERLIN, catalogue=CATALOGUE).actions for example in TOPICS[topic]]
    assert {action.kind for actions in readings for action in actions} == KINDS[topic]
    assert not any(action.needs for actions in readings for action in actions)


async def test_help_shows_everything(built_in: BuiltInIntegration) -> None:
    result = await built_in.read(Help(), CONTEXT)
    assert result is not None
    assert result.details == {"topics": {topic: list(examples) for topic, examples in TOPICS.items()}}
    assert all(example in result.message for examples in TOPICS.values() for example in examples)


async def test_help_on_one_thing_shows_that(built_in: BuiltInIntegration) -> None:
    result = await built_in.read(Help(topic=" Timer "), CONTEXT)
    assert result is not None
    assert result.details == {"topics": {"timer": list(TOPICS["timer"])}}
    assert "log 2h" not in result.message


async def test_help_on_something_else_shows_everything(built_in: BuiltInIntegration) -> None:
    result = await built_in.read(Help(topic="taxes"), CONTEXT)
    everything = await built_in.read(Help(), CONTEXT)
    assert result is not None
    assert everything is not None
    assert result.message == everything.message


async def test_what_was_not_understood_names_the_field_and_suggests(built_in: BuiltInIntegration) -> None:
    with pytest.raises(ValidationFailed) as caught:
        await built_in.read(Unknown(reason="No.", suggestions=("stop", "status")), CONTEXT)
    assert caught.value.details == {"field": "text", "suggestions": ["stop", "status"]}
    assert caught.value.message == "No. Try: stop; status."


async def test_without_a_suggestion_there_is_help(built_in: BuiltInIntegration) -> None:
    with pytest.raises(ValidationFailed, match=r"^No\. Type: help\.$"):
        await built_in.read(Unknown(reason="No."), CONTEXT)


def test_it_claims_what_needs_no_other_system(built_in: BuiltInIntegration) -> None:
    assert Router([built_in]).kinds == {"help", "unknown", "undo"}
