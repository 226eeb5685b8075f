"""Who a Slack person is to the engine, and what Slack says of them: name, time zone, language."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.posts import team_and_user

log = logging.getLogger(__name__)

KNOWN_FOR_S: Final = 24 * 3600.0
"""`user_change` says sooner what changed."""
NOT_KNOWN_FOR_S: Final = 60.0
"""After Slack did not say, until it is asked again."""
MOST: Final = 10_000


def principal_of(team_id: str, user_id: str) -> str:
    """`team_id`: the workspace's, or the organisation's where the app is installed into a whole one."""
    return f"slack:{team_id}:{user_id}"


@dataclass(frozen=True, slots=True)
class Person:
    """`from_elsewhere`: in a channel that is shared with another workspace, of that one."""

    team_id: str
    user_id: str
    from_elsewhere: bool = field(default=False, compare=False)

    @property
    def principal(self) -> str:
        return principal_of(self.team_id, self.user_id)

    @classmethod
    def named(cls, principal: str) -> Self | None:
        """None for a principal that is nobody of Slack's."""
        named = team_and_user(principal)
        return None if named is None else cls(*named)

    @classmethod
    def of(cls, context: AsyncBoltContext) -> Self | None:
        """None where a request comes from nobody. In a shared channel the person's own workspace counts."""
        user_id = context.actor_user_id or context.user_id
        if context.is_enterprise_install:
            team_id, own = context.enterprise_id, context.enterprise_id
            actual = context.actor_enterprise_id or own
        else:
            own = context.team_id
            team_id = actual = context.actor_team_id or own
        return cls(team_id, user_id, from_elsewhere=actual != own) if team_id and user_id else None


@dataclass(frozen=True, slots=True)
class Profile:
    """As far as Slack says: some accounts have no time zone, and e-mail addresses need a scope."""

    name: str | None = None
    timezone: ZoneInfo | None = None
    locale: str | None = None
    email: str | None = None

    @classmethod
    def of(cls, user: Mapping[str, Any]) -> Self:
        details = user.get("profile") or {}
        return cls(
            name=details.get("display_name") or details.get("real_name") or user.get("real_name") or user.get("name"),
            timezone=_zone(user.get("tz")),
            locale=user.get("locale"),
            email=details.get("email") if user.get("is_email_confirmed") is not False else None,
        )


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class Profiles:
    """`users.info`, remembered for a day."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: OrderedDict[Person, tuple[float, Profile]] = OrderedDict()
        self._asking: WeakValueDictionary[Person, asyncio.Lock] = WeakValueDictionary()

    async def of(self, person: Person, client: AsyncWebClient) -> Profile:
        """Never raises: who is not known is treated like someone with no profile."""
        if (known := self._fresh(person)) is not None:
            return known
        lock = self._asking.get(person)
        if lock is None:
            lock = self._asking[person] = asyncio.Lock()
        async with lock:  # whoever asks meanwhile waits for the one answer
            if (known := self._fresh(person)) is not None:
                return known
            return await self._ask(person, client)

    async def anew(self, person: Person, client: AsyncWebClient) -> Profile:
        """Whatever is known already."""
        self.forget(person)
        return await self.of(person, client)

    def _fresh(self, person: Person) -> Profile | None:
        known = self._known.get(person)
        return known[1] if known is not None and self._monotonic() < known[0] else None

    async def _ask(self, person: Person, client: AsyncWebClient) -> Profile:
        profile, good_for_s = Profile(), NOT_KNOWN_FOR_S
        try:
            answer = await client.users_info(user=person.user_id, include_locale=True)
            profile, good_for_s = Profile.of(answer.get("user") or {}), KNOWN_FOR_S
        except SlackApiError as error:
            log.warning("slack_profile_not_known", extra={"error": str(error.response.get("error"))})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("slack_profile_not_known", extra={"error": type(error).__name__})
        self._known.pop(person, None)
        self._known[person] = (self._monotonic() + good_for_s, profile)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return profile

    def known(self, person: Person) -> Profile:
        """Without asking."""
        known = self._known.get(person)
        return Profile() if known is None else known[1]

    def forget(self, person: Person) -> None:
        self._known.pop(person, None)
