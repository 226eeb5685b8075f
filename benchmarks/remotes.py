"""What the service calls in `slack_acks.py`: Clockify's sandbox, and a Slack that answers at once and counts.

One process of its own, so that the service's processor time is the service's. The sandbox forgets entries soon:
thousands of the same two hours overlap as no person's do.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Final

import orjson
from starlette.types import Receive, Scope, Send

from clankerbot_engine.clockify.sandbox import create_sandbox, seeded_state

ENTRIES_KEPT: Final = 5
_state = seeded_state(datetime.now(UTC))
_sandbox = create_sandbox(_state)
_told: Counter[str] = Counter()
"""How often a person was told something, by its first word: `Logged` is a time entry."""

USER: Final = {
    "ok": True,
    "user": {"name": "ada", "tz": "Europe/Berlin", "locale": "en-US", "profile": {"display_name": "Ada"}},
}
TEAM: Final = {"ok": True, "bot_id": "B0CLANKER", "user_id": "U0CLANKER", "team_id": "T0DEMO"}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    path = str(scope.get("path", ""))
    if not path.startswith("/slack/"):
        await _sandbox(scope, receive, send)
        for entry_id in [*_state.entries][:-ENTRIES_KEPT]:
            del _state.entries[entry_id]
        return
    body, more = b"", True
    while more:
        part = await receive()
        body += part.get("body", b"")
        more = part.get("more_body", False)
    if path == "/slack/told":
        await _answer(send, orjson.dumps(_told))
    elif path.startswith("/slack/commands/"):
        _told[str(orjson.loads(body)["text"]).split()[0]] += 1
        await _answer(send, b"ok")
    elif path.startswith("/slack/api/chat."):  # where the response URL did not work
        _told[path.rpartition("/")[2]] += 1
        await _answer(send, orjson.dumps(TEAM))
    else:
        await _answer(send, orjson.dumps(USER if path.endswith("/users.info") else TEAM))


async def _answer(send: Send, body: bytes) -> None:
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
