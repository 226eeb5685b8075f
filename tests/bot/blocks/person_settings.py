"""A person's settings, as the blocks see them."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSettings:
    timezone: str | None = None
    language: str | None = None
    date_order: str | None = None
    day_start: time | None = None
    day_end: time | None = None
    default_project: str | None = None
    daily_target_s: int | None = None
    remind_at: str | None = None
