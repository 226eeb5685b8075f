"""What a line has to say of an event, and no more: it is kept, and drawn anew when the thing changes."""

from typing import Any

from clankerbot_engine.stores.ports import JsonDict
from clankerbot_engine.webhooks.absences import request_in
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.time_entries import TIME_ENTRY, entry_in


def line_of(event: Event, document: JsonDict, *, gone: bool) -> JsonDict:
    """`type`, `entity`, `gone`, and the `entry`, the `request`, or the `name` and what is `about` it."""
    line: JsonDict = {"type": event.type, "entity": event.entity, "gone": gone}
    entry = entry_in(document) if event.entity == TIME_ENTRY else None
    if entry is not None:
        return {**line, "entry": entry.model_dump(mode="json"), "who": _text(document.get("user"), "name")}
    request = request_in(event, document)
    if request is not None:
        return {**line, "request": request.to_document()}
    name = _text(document, "name") or _text(document, "number")
    return {**line, "name": name, "about": _text(document, "clientName")}


def _text(value: Any, key: str) -> str | None:
    found = value.get(key) if isinstance(value, dict) else None
    return found[:200] if isinstance(found, str) and found else None
