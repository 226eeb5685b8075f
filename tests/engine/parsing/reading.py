"""How these tests read: one person on one Wednesday afternoon in Berlin, with a small catalogue."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import ActionBase, CreateSchedule
from clankerbot_engine.catalogue import Catalogue, read_catalogue
from clankerbot_engine.parsing import parse
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 13, 16, 10, tzinfo=BERLIN)
"""A Wednesday, in the middle of a month."""

CATALOGUE = read_catalogue(
    {
        "projects": [
            {"name": "Falcon", "id": "p-falcon", "client": "Skyline", "tasks": ["Wiring", "Test Flight"]},
            {"name": "Falcon Heavy", "id": "p-heavy", "client": "Skyline"},
            {"name": "Garden", "id": "p-garden-a", "client": "Alder"},
            {"name": "Garden", "id": "p-garden-b", "client": "Birch"},
            {"name": "Übersicht GmbH", "id": "p-ueber", "client": "Übersicht GmbH"},
            {"name": "Straßenbahn", "id": "p-tram"},
            {"name": "Monday Club", "id": "p-club"},
            {"name": "Q2 Planning", "id": "p-plan"},
            {"name": "Log Archive", "id": "p-logs"},
            {"name": "Research & Tools", "id": "p-tools"},
            {"name": "Helpdesk", "id": "p-help"},
            {"name": "Closed", "id": "p-closed", "archived": True},
        ],
        "tags": [
            {"name": "coding", "id": "t-code"},
            {"name": "client call", "id": "t-call"},
            {"name": "travel", "id": "t-travel"},
        ],
    }
)


def read(
    text: str,
    *,
    now: datetime = NOW,
    zone: ZoneInfo = BERLIN,
    catalogue: Catalogue | None = CATALOGUE,
    preferences: Preferences = DEFAULT_PREFERENCES,
) -> tuple[ActionBase, ...]:
    return parse(text, now=now, timezone=zone, catalogue=catalogue, preferences=preferences).actions


def read_one(text: str, **how: Any) -> ActionBase:
    (action,) = read(text, **how)
    return action


_ABOUT_THE_READING = {"parser", "confidence", "spans", "project_id", "task_id", "tag_ids", "needs"}


def fields(action: ActionBase) -> dict[str, Any]:
    """What was asked for, as JSON, without what is left at its default."""
    said = action.model_dump(mode="json", exclude_defaults=True, exclude=_ABOUT_THE_READING)
    if isinstance(action, CreateSchedule):
        said["action"] = fields(action.action)
    return {"kind": action.kind, **said}


def asked(action: ActionBase) -> list[str]:
    return [need.field for need in action.needs]
