"""Where each of Clockify's entities keeps its id, its workspace, who did it and when (`clockify-api` §6.5).

A body may lack anything and hold anything: what is not of the expected type counts as not there.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

_ID_KEYS: Final = {"expense": ("id", "expenseId"), "assignment": ("id", "assignmentId"), "balance": ("userId",)}
_ACTOR_PATHS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "approval_request": (("status", "updatedBy"),),
    "time_off_request": (("status", "changedByUserId"), ("requesterUserId",)),
    "balance": (("updatedBy",),),
    "invitation": (("inviter", "id"),),
}
_MOMENT_PATHS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "approval_request": (("status", "updatedAt"),),
    "time_off_request": (("status", "changedAt"), ("createdAt",)),
}


def entity_id_in(entity: str, body: Mapping[str, Any]) -> str | None:
    if entity == "rate":
        return _text(body, "modifiedEntity", "id")
    return next((found for key in _ID_KEYS.get(entity, ("id",)) if (found := _text(body, key))), None)


def workspace_id_in(body: Mapping[str, Any]) -> str | None:
    """Tasks, users and invoices do not say theirs."""
    return _text(body, "workspaceId")


def actor_in(entity: str, body: Mapping[str, Any]) -> str | None:
    return next((found for path in _ACTOR_PATHS.get(entity, ()) if (found := _text(body, *path))), None)


def occurred_at_in(entity: str, body: Mapping[str, Any]) -> datetime | None:
    return next((found for path in _MOMENT_PATHS.get(entity, ()) if (found := _instant(_text(body, *path)))), None)


def with_ids(entity: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Of a time entry both shapes become one: `projectId`, `taskId` and `tagIds` are there, beside what was sent.

    Real deliveries name `task.id` and `tags[].id`; samples and tests of the web page `taskId` and `tagIds`.
    """
    if entity != "time_entry":
        return dict(body)
    tags = body.get("tags")
    tag_ids = [tag_id for tag in tags if (tag_id := _text(tag, "id"))] if isinstance(tags, list) else []
    if not tag_ids and isinstance(body.get("tagIds"), list):
        tag_ids = [tag_id for tag_id in body["tagIds"] if isinstance(tag_id, str)]
    return {
        **body,
        "projectId": _text(body, "project", "id") or _text(body, "projectId"),
        "taskId": _text(body, "task", "id") or _text(body, "taskId"),
        "tagIds": tag_ids,
    }


def _text(value: Any, *path: str) -> str | None:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) and value else None


def _instant(text: str | None) -> datetime | None:
    """Nine digits of a second are cut to six; no offset means UTC."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
