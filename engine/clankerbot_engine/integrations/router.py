"""Finds the integrations that are installed, and says which one carries out a kind of action."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import Field, TypeAdapter

from clankerbot_engine.actions import Action, ActionBase, ActionResult, Undo
from clankerbot_engine.errors import NotReady, ValidationFailed
from clankerbot_engine.integrations.port import Integration, Resources
from clankerbot_engine.plug_ins import plug_ins

GROUP: Final = "clankerbot.integrations"

_OWN_TYPES: Final[tuple[type[ActionBase], ...]] = get_args(get_args(Action)[0])


def load_integrations(resources: Resources) -> tuple[Integration, ...]:
    """Every integration that an installed distribution names in the entry point group. Raises `NotReady`."""
    return tuple(plug_ins(GROUP, resources, called="integration", lacks=_lacks))


def _lacks(integration: Any) -> list[str]:
    attributes = [name for name in ("name", "action_types") if not hasattr(integration, name)]
    methods = ("read", "prepare", "apply", "read_back")
    return attributes + [name for name in methods if not inspect.iscoroutinefunction(getattr(integration, name, None))]


class Router:
    """Raises `NotReady` where two integrations claim one kind, or one redefines a kind that is ours."""

    adapter: TypeAdapter[ActionBase]
    """Every kind known, told apart by `kind`; its JSON schema is what the API publishes."""

    def __init__(self, integrations: Sequence[Integration]) -> None:
        ours = {_kind(own): own for own in _OWN_TYPES}
        types = dict(ours)
        claims: dict[str, Integration] = {}
        for integration in integrations:
            for action_type in integration.action_types:
                kind = _kind(action_type)
                if action_type is Undo or ours.get(kind, action_type) is not action_type:
                    raise NotReady(f"The integration {integration.name} claims the kind {kind}, which is not its own.")
                if (other := claims.setdefault(kind, integration)) is not integration:
                    raise NotReady(f"The integrations {other.name} and {integration.name} both claim the kind {kind}.")
                types[kind] = action_type
        names = [integration.name for integration in integrations]
        if twice := {name for name in names if names.count(name) > 1}:
            raise NotReady(f"Two integrations are called {', '.join(sorted(twice))}.")
        self._claims = claims
        self._by_name = {integration.name: integration for integration in integrations}
        self.kinds = frozenset({*claims, "undo"})  # the execution carries out undos by itself
        union: Any = Union[tuple(types.values())]  # noqa: UP007 (not known before integrations are)
        self.adapter = TypeAdapter(Annotated[union, Field(discriminator="kind")])

    def read_action(self, document: Any) -> ActionBase:
        """Raises pydantic's `ValidationError`. Nested actions may be of any kind known here, too."""
        return self.adapter.validate_python(document, context={"actions": self.adapter})

    def read_result(self, document: Mapping[str, Any]) -> ActionResult:
        """A result as it was kept, its action with the fields of its kind."""
        return ActionResult.model_validate({**document, "action": self.read_action(document["action"])})

    def integration_for(self, action: ActionBase) -> Integration:
        """Raises `ValidationFailed` for a kind that nothing here carries out."""
        integration = self._claims.get(action.kind)
        if integration is None:
            raise ValidationFailed(
                _ELSEWHERE.get(action.kind, f"Nothing that is installed here carries out {action.kind}."),
                field="kind",
                details={"kind": action.kind, "reason": "not_installed"},
            )
        return integration

    def named(self, name: str) -> Integration:
        """Raises `NotReady` where it was installed once, and is not now."""
        integration = self._by_name.get(name)
        if integration is None:
            raise NotReady(f"The integration {name}, which began this, is not installed any more. Install it again.")
        return integration


_SLACK_ONLY: Final = "is done by the Slack app, which is not set up here"
_ELSEWHERE: Final = {
    "connect": f"Connecting an account {_SLACK_ONLY}. The service works with the key in CLOCKIFY_API_KEY.",
    "disconnect": f"Disconnecting an account {_SLACK_ONLY}. To stop using Clockify, remove CLOCKIFY_API_KEY.",
    "remind": f"Reminding someone {_SLACK_ONLY}.",
    "post_message": f"Posting a message {_SLACK_ONLY}.",
    "subscribe": f"Subscribing a channel from a message {_SLACK_ONLY}. Use the API: POST /subscriptions.",
    "unsubscribe": (
        f"Unsubscribing a channel from a message {_SLACK_ONLY}. Use the API: DELETE /subscriptions/{{id}}."
    ),
}
"""What to say of our kinds until an integration claims them."""


def _kind(action_type: type[ActionBase]) -> str:
    field = action_type.model_fields["kind"]
    values = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    if len(values) != 1 or field.default != values[0]:
        raise NotReady(f'{action_type.__qualname__} must say its kind: kind: Literal["..."] = "...".')
    return str(values[0])
