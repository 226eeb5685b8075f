"""What instances tell one another the moment it happens: that something is to be looked at again.

A signal may be lost. Whoever hears one looks into the database, and would do so a little later without it.
"""

from collections.abc import Callable
from typing import Final, Literal, Protocol

Topic = Literal["catalogue", "people", "webhooks", "subscriptions"]
"""No work to do is among them: whoever has made some does it, and others look every second."""

EVERYTHING: Final = ""
"""What a signal is about where some were missed: anything of its topic may have changed."""

Heard = Callable[[str], None]
"""Told what a signal is about: a principal, a part of a workspace ... or `EVERYTHING`."""


class Signals(Protocol):
    def on(self, topic: Topic, heard: Heard) -> None:
        """From other instances, never from this one."""
        ...

    def tell(self, topic: Topic, about: str = EVERYTHING) -> None:
        """Returns at once, and never raises."""
        ...


class NobodyElse:
    """There is no other instance, or no way to tell it."""

    def on(self, topic: Topic, heard: Heard) -> None:
        """Nobody will."""

    def tell(self, topic: Topic, about: str = EVERYTHING) -> None:
        """Nobody hears."""
