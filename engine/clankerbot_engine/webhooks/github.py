"""GitHub's webhooks: pushes and pull requests, of which people get a suggestion to log their time.

https://docs.github.com/webhooks: HMAC-SHA256 of the body in `X-Hub-Signature-256`, the event in `X-GitHub-Event`, and
an id that a repetition keeps in `X-GitHub-Delivery`.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import SecretStr

from clankerbot_engine.errors import Unauthorized, ValidationFailed
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.port import Envelope, ReadBody, Sender

SIGNATURE_HEADER, EVENT_HEADER, DELIVERY_HEADER = "x-hub-signature-256", "x-github-event", "x-github-delivery"
PUSH: Final = "github.push"
PULL_REQUEST: Final = "github.pull_request"

_EVENT = re.compile(r"[a-z0-9_]{1,50}")
_DELIVERY = re.compile(r"[A-Za-z0-9-]{1,100}")


class GithubProvider:
    name = "github"
    kept_headers: Sequence[str] = (EVENT_HEADER, DELIVERY_HEADER)

    def __init__(self, secrets: Sequence[SecretStr]) -> None:
        self._secrets = [secret.get_secret_value().encode() for secret in secrets]

    async def verify(self, envelope: Envelope, read_body: ReadBody) -> Sender:
        if not self._secrets:
            raise Unauthorized("No webhook of GitHub's is accepted yet. Set GITHUB_WEBHOOK_SECRET, here and there.")
        body = await read_body()
        given = envelope.headers.get(SIGNATURE_HEADER, b"")
        expected = [b"sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest().encode() for key in self._secrets]
        if not sum(hmac.compare_digest(given, each) for each in expected):
            raise Unauthorized("The webhook's signature is missing or wrong: see GITHUB_WEBHOOK_SECRET.")
        return Sender(self.name)

    def identify(self, envelope: Envelope, body: Mapping[str, Any]) -> str:
        delivery, event = envelope.text(DELIVERY_HEADER) or "", envelope.text(EVENT_HEADER) or ""
        if not _DELIVERY.fullmatch(delivery) or not _EVENT.fullmatch(event):
            raise ValidationFailed(
                "X-GitHub-Delivery and X-GitHub-Event: must be as GitHub sends them", details={"status": 400}
            )
        return f"id:{delivery}"

    def normalize(self, envelope: Envelope, body: Mapping[str, Any], *, received_at: datetime) -> Event:
        """`data` holds what a suggestion needs, and no more: `repository`, `title`, `commits`, `action`, `merged`."""
        event = envelope.text(EVENT_HEADER) or ""
        repository = _text(body.get("repository"), "full_name")
        told: dict[str, Any] = {"repository": repository, "action": body.get("action")}
        entity_id: str | None = None
        if event == "push":
            commits = body.get("commits")
            subjects = [
                subject
                for commit in (commits if isinstance(commits, list) else [])
                if (subject := (_text(commit, "message") or "").partition("\n")[0].strip())
            ]
            told |= {"commits": len(subjects), "title": subjects[-1] if subjects else None, "ref": body.get("ref")}
            entity_id = _text(body.get("head_commit"), "id")
        elif event == "pull_request":
            request = body.get("pull_request")
            number = body.get("number")
            merged = request.get("merged") if isinstance(request, dict) else None
            told |= {"title": _text(request, "title"), "number": number, "merged": merged is True}
            entity_id = f"{repository}#{number}"
        return Event(
            type=f"github.{event}",
            entity=f"github_{event}"[:30],
            entity_id=None if entity_id is None else entity_id[:64],
            actor=_text(body.get("sender"), "login"),
            received_at=received_at,
            data=told,
        )


def github_provider(resources: Resources) -> GithubProvider:
    return GithubProvider(resources.settings.github_webhook_secret)


def _text(value: Any, key: str) -> str | None:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None
