"""What is counted of Slack's requests, in the registry of the service."""

from collections.abc import Mapping
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram

_KINDS: Final = frozenset(
    ("block_actions", "block_suggestion", "event_callback", "message_action", "shortcut", "view_submission")
)
_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 3)


class SlackMetrics:
    """Label values are names of ours and of Slack's, never text from a person."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "clankerbot_slack_requests",
            "Requests from Slack, by the answer to them.",
            ["kind", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "clankerbot_slack_ack_seconds",
            "Time until Slack has its answer; after 3 it no longer waits.",
            buckets=_SECONDS,
            registry=registry,
        )

    def note(self, kind: str, status: int, seconds: float) -> None:
        self.requests.labels(kind, str(status)).inc()
        self.seconds.observe(seconds)


def kind_of(body: Mapping[str, Any]) -> str:
    kind = body.get("type")
    if kind in _KINDS:
        return str(kind)
    return "command" if "command" in body else "other"
