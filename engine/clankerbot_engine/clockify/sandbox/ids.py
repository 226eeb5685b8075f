"""Ids as the real service makes them: 24 hexadecimal digits, the first 8 the second of creation (an ObjectId)."""

from datetime import datetime

_MACHINE = "c10c1f7e00"  # five bytes that are the same for each id of one server


class IdSource:
    """Deterministic: the same seed at the same `now` gets the same ids."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, at: datetime) -> str:
        self._count += 1
        return f"{int(at.timestamp()) & 0xFFFFFFFF:08x}{_MACHINE}{self._count & 0xFFFFFF:06x}"
