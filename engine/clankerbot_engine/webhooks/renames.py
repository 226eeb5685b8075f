"""Keeps subscriptions true to what their projects, clients and tags are called now."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.rules import Rule
from clankerbot_engine.webhooks.subscriptions import Subscriptions

_NAMED: Final = frozenset({"project", "client", "tag"})
"""The kinds of things that a rule names, each in the field that is called like it."""


class Renames:
    """An `EventHandler`. Rules know things by their id: only what people read of them changes.

    A rule of an earlier version knows its client by the name alone, and learns the id now.
    """

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions

    async def __call__(self, change: Change) -> None:
        event, now = change.event, change.now
        field, name = event.entity, None if now is None else now.get("name")
        if field not in _NAMED or event.workspace_id is None or not isinstance(name, str):
            return
        was = None if change.before is None else change.before.get("name")
        for followed in await self._subscriptions.following(event.workspace_id):
            rule = followed.rule
            known_id, known = getattr(rule, f"{field}_id"), getattr(rule, field)
            if known is None or not (known_id == event.entity_id or (known_id is None and known == was)):
                continue
            renamed = _with(rule, {field: name, f"{field}_id": event.entity_id})
            if renamed is not None and renamed != rule:
                await self._subscriptions.narrow(followed.subscription, renamed)


def _with(rule: Rule, said: Mapping[str, str | None]) -> Rule | None:
    """None where Clockify allows a name that we do not."""
    try:
        return Rule.model_validate({**rule.model_dump(), **said})
    except ValidationError:
        return None
