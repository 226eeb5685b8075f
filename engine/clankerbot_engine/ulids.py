"""ULIDs for what every request needs: written at a third of what `str(ULID())` costs."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Final

from ulid.base32 import ENCODE

_PAIRS: Final = [first + second for first in ENCODE for second in ENCODE]
_CHANCE_BITS: Final = 80


def new_ulid(milliseconds: int) -> str:
    """Of that moment, since 1970. Those of one millisecond are in no order."""
    return _written(_number(milliseconds))


class UlidsInOrder:
    """Each is greater than the one before, also where the clock stands still or is set back."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        self._last = max(_number(int(self._clock().timestamp() * 1000)), self._last + 1)
        return _written(self._last)


def _number(milliseconds: int) -> int:
    return milliseconds << _CHANCE_BITS | int.from_bytes(os.urandom(_CHANCE_BITS // 8))


def _written(number: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
