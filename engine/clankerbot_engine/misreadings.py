"""What people typed that was not understood, for those who run the service: kept only where they ask for it.

In memory, the newest few, without who typed it; addresses, long numbers and what looks like a secret are taken out.
"""

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clankerbot_engine.redaction import REDACTED, Redactor

MOST: Final = 100
LONGEST: Final = 200
_PERSONAL: Final = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+|[+\d][\d ().-]{5,}\d|@\S+")
"""E-mail addresses, links, numbers of telephones and accounts, mentions."""


@dataclass(frozen=True, slots=True)
class Misreading:
    at: datetime
    text: str
    parser: str


class Misreadings:
    def __init__(self, redactor: Redactor, *, kept: bool, clock: Callable[[], datetime]) -> None:
        self.kept = kept
        self._redactor = redactor
        self._clock = clock
        self._newest: deque[Misreading] = deque(maxlen=MOST)

    def note(self, text: str, parser: str) -> None:
        if self.kept:
            shown = _PERSONAL.sub(REDACTED, self._redactor.redact(" ".join(text.split())))
            self._newest.appendleft(Misreading(self._clock(), shown[:LONGEST], parser))

    @property
    def newest(self) -> Sequence[Misreading]:
        """Newest first."""
        return list(self._newest)
