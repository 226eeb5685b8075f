"""One call of a Web API method, its token found to be good."""

from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.records import Channel, Json, Refusal, Token, User
from tests.fakes.slack.state import FakeSlack


@dataclass(frozen=True)
class WebCall:
    slack: FakeSlack
    token: Token
    args: Json
    method: str

    def required(self, name: str) -> Any:
        if self.args.get(name) in (None, ""):
            raise Refusal("invalid_arguments", f"[ERROR] missing required field: {name}")
        return self.args[name]

    def flag(self, name: str) -> bool:
        """Clients that cannot send `true` send 1."""
        return self.args.get(name) in (True, "1", "true", "True")

    def user(self, name: str = "user") -> User:
        return self.slack.user(self.required(name), self.token)

    def channel(self, name: str = "channel") -> Channel:
        return self.slack.channel(self.required(name), self.token)
