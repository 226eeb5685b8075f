"""What other distributions add: loaded by entry point, as what is ours is."""

import logging
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from clankerbot_engine.errors import NotReady
from clankerbot_engine.integrations.port import Resources

log = logging.getLogger(__name__)

_REMEDY = "Repair that distribution or uninstall it."


def plug_ins(group: str, resources: Resources, *, called: str, lacks: Callable[[Any], list[str]]) -> Iterator[Any]:
    """What each entry point of the group makes of the resources, by the names of the entry points.

    `called`: one of them, to a person. `lacks`: names of what it wants to be one. Raises `NotReady`, naming the entry
    point, where one cannot be used: a service that silently lacks half of what it can do is worse than none.
    """
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        plug_in = _made(entry, resources, called)
        if missing := lacks(plug_in):
            raise NotReady(f"{_named(entry, called)} is none: it lacks {', '.join(missing)}. {_REMEDY}")
        yield plug_in


def _made(entry: EntryPoint, resources: Resources, called: str) -> Any:
    try:
        return entry.load()(resources)
    except NotReady:  # it says by itself what is wrong
        raise
    except Exception as error:
        log.exception("plug_in_broken", extra={"group": entry.group, "plug_in": entry.name})
        why = f"{type(error).__name__}: {error}"
        raise NotReady(f"{_named(entry, called)} cannot be loaded: {why}. {_REMEDY}") from error


def _named(entry: EntryPoint, called: str) -> str:
    """Reads the distribution's metadata, a whole README, for its name: only where something is wrong."""
    distribution = entry.dist.name if entry.dist is not None else "?"
    return f"The {called} {entry.name} ({entry.value}, of the distribution {distribution})"
