"""Doing again what a time entry was about."""

from datetime import date
from typing import Any

from clankerbot_engine.actions import EntryFact, LogTime, StartTimer


def log_like(entry: EntryFact, *, day: date | None = None) -> LogTime:
    """As long as it was."""
    return LogTime(**_work(entry), duration_s=entry.duration_s, date=day)


def timer_like(entry: EntryFact) -> StartTimer:
    return StartTimer(**_work(entry))


def _work(entry: EntryFact) -> dict[str, Any]:
    same = ("project", "project_id", "task", "task_id", "tags", "tag_ids", "billable")
    return {**{name: getattr(entry, name) for name in same}, "description": entry.description or None}
