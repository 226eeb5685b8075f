"""What the doctor says about one thing."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "off", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence on how it is and, unless all is well, one on how to mend it. `off`: not set up, and need not be."""

    topic: str
    level: Level
    message: str
    mend: str | None = None
