"""The state behind the stand-in, and what a test may ask of it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from tests.fakes.slack.faults import Call, Faults
from tests.fakes.slack.records import (
    Channel,
    Json,
    Message,
    Refusal,
    ResponseUrl,
    Team,
    Token,
    Trigger,
    Upload,
    User,
    View,
)

T = TypeVar("T")

TOKEN = "xoxb-demo-studio"
APP_TOKEN = "xapp-demo-studio"
SIGNING_SECRET = "a-signing-secret-of-the-stand-in"
CLIENT_ID = "111.222"
CLIENT_SECRET = "a-client-secret-of-the-stand-in"
APP_ID = "A0CLANK"
BOT_USER_ID = "U0CLANK"
BOT_ID = "B0CLANK"

LONGEST_WAIT_S = 60.0
"""What did not happen by then will not: the test fails. Nothing waits so long that passes."""


class FakeSlack:
    """`violations` are calls that no correct app makes: what Slack refuses as malformed, and messages without a text
    for screen readers. The test fails at its end when there are any."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.url = ""
        """Of the server, without a trailing slash."""
        self.socket_url: str | None = None
        """Where Socket Mode is served, if it is."""
        self.faults = Faults()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.tokens: dict[str, Token] = {}
        self.oauth_codes: dict[str, Token] = {}
        self.refresh_tokens: dict[str, Token] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[View]] = {}
        """By user id, the top one last."""
        self.homes: dict[str, View] = {}
        self.statuses: list[tuple[str, str, str]] = []
        """What `assistant.threads.setStatus` said: channel, thread, status."""
        self.prompts: dict[str, list[Json]] = {}
        """Suggested prompts, by channel."""
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.uploads: dict[str, Upload] = {}
        self._numbers = 0
        self._changed = asyncio.Event()

    @property
    def api_url(self) -> str:
        """For `SLACK_API_URL`."""
        return f"{self.url}/api/"

    # what is given out

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def new_ts(self) -> str:
        return f"{int(self.clock().timestamp())}.{self.number():06d}"

    def new_trigger(self, user: User, view: View | None = None) -> str:
        trigger_id = f"{self.number()}.{int(self.clock().timestamp())}.{user.id.lower()}"
        self.triggers[trigger_id] = Trigger(trigger_id, user, self.clock(), view.root_view_id if view else None)
        return trigger_id

    def new_response_url(self, kind: str, user: User, channel: Channel, origin: Message | None = None) -> str:
        path = f"/{kind}/{user.team.id}/{self.number()}/{user.id.lower()}"
        self.response_urls[path] = ResponseUrl(path, user, channel, self.clock(), origin)
        return self.url + path

    # what there is

    def user(self, user_id: str, token: Token) -> User:
        user = self.users.get(user_id)
        if user is None or not token.reaches(user.team):
            raise Refusal("user_not_found")
        return user

    def channel(self, channel_id: str, token: Token) -> Channel:
        channel = self.channels.get(channel_id)
        if channel is None or not token.reaches(channel.team):
            raise Refusal("channel_not_found")
        return channel

    def token_for(self, team: Team) -> Token:
        """How the app is installed there."""
        return next(token for token in self.tokens.values() if token.reaches(team))

    def dm_of(self, user: User, bot_user_id: str = BOT_USER_ID) -> Channel:
        """The conversation of this person with the app, opened when it was not."""
        channel_id = f"D{user.id[1:]}"
        return self.channels.setdefault(
            channel_id, Channel(channel_id, "directmessage", user.team, {user.id, bot_user_id}, "im")
        )

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    # waiting

    def tell(self) -> None:
        """Something changed: whoever waits looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], T | None], what: Callable[[], str] | str) -> T:
        """Its first true value. Fails with `what` and the last calls when it does not come."""
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                while True:
                    changed = self._changed
                    if value := condition():
                        return value
                    await changed.wait()
        except TimeoutError:
            told = what if isinstance(what, str) else what()
            calls = "\n".join(f"  {call.method} {call.answer}" for call in self.calls[-5:])
            raise AssertionError(f"{told}\nThe last calls were:\n{calls}") from None
