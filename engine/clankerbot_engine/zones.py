"""Time zones by their IANA names."""

from typing import Final
from zoneinfo import ZoneInfo

_NO_PLACES: Final = frozenset({"localtime", "posixrules", "Factory"})
"""Files beside the zones that mean whatever the machine is set to, or nothing."""
_OTHER_COUNTS: Final = ("right/", "posix/")
"""Folders with all zones again; those in the first one count leap seconds."""


def zone_named(name: str) -> ZoneInfo:
    """Raises `ValueError` where there is none of that name."""
    if name in _NO_PLACES or name.startswith(_OTHER_COUNTS):
        raise ValueError("no place's time zone")
    try:
        return ZoneInfo(name)
    except (OSError, KeyError) as error:  # a folder of the database; no such zone
        raise ValueError("no time zone") from error
