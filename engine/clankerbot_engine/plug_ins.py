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
        distribution = entry.dist.name if entry.dist is not None else "?"
        named = f"The {called} {entry.name} ({entry.value}, of the distribution {distribution})"
        plug_in = _made(entry, resources, named)
        if missing := lacks(plug_in):
            raise NotReady(f"{named} is none: it lacks {', '.join(missing)}. {_REMEDY}")
        yield plug_in


def _made(entry: EntryPoint, resources: Resources, named: str) -> Any:
    try:
        return entry.load()(resources)
    except NotReady:  # it says by itself what is wrong
        raise
    except Exception as error:
        log.exception("plug_in_broken", extra={"group": entry.group, "plug_in": entry.name})
        raise NotReady(f"{named} cannot be loaded: {type(error).__name__}: {error}. {_REMEDY}") from error
