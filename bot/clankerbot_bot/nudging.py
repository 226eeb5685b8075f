"""How nudges reach people in Slack (`nudges.port.Messenger`): worded, and not while they are not to be disturbed."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import aiohttp
from slack_sdk.errors import SlackApiError

from clankerbot_bot.blocks.nudges import nudge as nudge_message
from clankerbot_bot.outbox import ClientOf, Outbox
from clankerbot_bot.people import Person, Profiles
from clankerbot_bot.posts import team_and_user
from clankerbot_bot.slack_errors import error_of
from clankerbot_bot.words import Words, words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.nudges.about import About, Findings
from clankerbot_engine.nudges.deciding import Why
from clankerbot_engine.stores.ports import JsonDict, Nudge

log = logging.getLogger(__name__)

_NEVER_OFF: Final[frozenset[Why | str]] = frozenset({"typed"})
"""What was asked for once, and will not come again."""


class Nudging:
    def __init__(
        self,
        accounts: Accounts,
        profiles: Profiles,
        client_of: ClientOf,
        outbox: Outbox,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._profiles = profiles
        self._client_of = client_of
        self._outbox = outbox
        self._zone = zone
        self._clock = clock

    async def zone_of(self, principal: str) -> ZoneInfo | None:
        person = Person.named(principal)
        client = None if person is None else await self._client_of(person.team_id)
        if person is None or client is None:
            return None
        return (await self._profiles.of(person, client)).timezone

    async def busy_until(self, principal: str) -> datetime | None:
        """`dnd.info` takes the scope `dnd:read`, which a workspace may have left out."""
        person = Person.named(principal)
        client = None if person is None else await self._client_of(person.team_id)
        if person is None or client is None:
            return None
        try:
            answer = await client.dnd_info(user=person.user_id)
        except SlackApiError as error:
            log.info("slack_dnd_not_known", extra={"error": error_of(error)})
            return None
        except (aiohttp.ClientError, TimeoutError):
            return None
        told = answer.data if isinstance(answer.data, dict) else {}
        return _end_of_dnd(told, self._clock())

    async def word(self, nudge: Nudge, about: About, found: Findings) -> JsonDict:
        words = await self._words(nudge.principal)
        settings = await self._accounts.settings(nudge.principal)
        zone = settings.zone or await self.zone_of(nudge.principal) or self._zone
        by = None if nudge.by == nudge.principal else team_and_user(nudge.by)
        message = nudge_message(
            nudge.id,
            about,
            found,
            words,
            now=self._clock().astimezone(zone),
            person=None if nudge.by == nudge.principal else words.somebody if by is None else f"<@{by[1]}>",
            can_be_off=about.source not in _NEVER_OFF,
        )
        return dict(message)

    async def tell(self, post_id: str, principal: str, message: JsonDict) -> None:
        person = team_and_user(principal)
        if person is not None:
            await self._outbox.add(post_id, person[0], person[1], message)

    async def _words(self, principal: str) -> Words:
        settings, person = await self._accounts.settings(principal), Person.named(principal)
        if settings.language is not None or person is None:
            return words_for(settings.language)
        client = await self._client_of(person.team_id)
        return words_for(None if client is None else (await self._profiles.of(person, client)).locale)


def _end_of_dnd(told: Mapping[str, Any], now: datetime) -> datetime | None:
    """A pause of notifications that the person has begun, or their daily hours, whichever ends later.

    https://docs.slack.dev/reference/methods/dnd.info
    """
    ends: list[datetime] = []
    if told.get("snooze_enabled") and isinstance(snoozed := told.get("snooze_endtime"), int):
        ends.append(datetime.fromtimestamp(snoozed, UTC))
    begins, daily = told.get("next_dnd_start_ts"), told.get("next_dnd_end_ts")
    if told.get("dnd_enabled") and isinstance(begins, int) and isinstance(daily, int) and begins <= now.timestamp():
        ends.append(datetime.fromtimestamp(daily, UTC))
    return max((end for end in ends if end > now), default=None)
