"""What a subscription asks for and does not hear, as it was when Clockify was last asked."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from clankerbot_engine.stores.ports import Subscription, WebhookSource
from clankerbot_engine.webhooks.health import PROBLEMS, Trouble

Deafness = Trouble | Literal["missing", "unknown"]

_SAID: Final[Mapping[str, str]] = {
    **{str(trouble): text for trouble, text in PROBLEMS.items()},
    "missing": "There is no webhook for it: `clankerbot webhooks sync` makes it, or says why not.",
    "unknown": "Its webhook could not be looked at.",
}
_TROUBLES: Final = {text: trouble for trouble, text in PROBLEMS.items()}


def unheard_of(subscription: Subscription, sources: Sequence[WebhookSource]) -> dict[str, Deafness]:
    """By event. Empty also where nobody can tell: a relay, or a webhook that was made by hand, may bring anything."""
    of_workspace = [each for each in sources if each.workspace_id == subscription.workspace_id]
    made = {each.event_type: each for each in of_workspace if each.event_type is not None}
    if subscription.topic != "events" or not made or any(each.event_type is None for each in sources):
        return {}
    found = {event: _deafness(made.get(event)) for event in subscription.events}
    return {event: trouble for event, trouble in found.items() if trouble is not None}


def problem_said(unheard: Mapping[str, Deafness]) -> str | None:
    if not unheard:
        return None
    return " ".join(f"{event} is not heard of. {_SAID[trouble]}" for event, trouble in unheard.items())


def _deafness(source: WebhookSource | None) -> Deafness | None:
    if source is None:
        return "missing"
    return None if source.problem is None else _TROUBLES.get(source.problem, "unknown")
