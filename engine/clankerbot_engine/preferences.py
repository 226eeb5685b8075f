"""How one person likes to be read: passed to the parser, never looked up by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal


@dataclass(frozen=True, slots=True)
class Preferences:
    """`locale` chooses the language ("en", "de-AT"). `date_order` None: `5/6` is a question. `week_start` 0 is Monday.

    Working hours settle `9-5`; with `hours_24` an hour without am or pm is on a 24-hour clock. `recent_projects`: ids
    or names, the one used last first; it settles which of two that fit alike.
    """

    locale: str = "en"

    date_order: Literal["DMY", "MDY"] | None = None
    week_start: int = 0
    day_start: time = time(9)
    day_end: time = time(17)
    hours_24: bool = False
    default_project: str | None = None
    recent_projects: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    fill_first_gap: bool = False


DEFAULT_PREFERENCES = Preferences()
