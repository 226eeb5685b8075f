"""Whom of the shared workspace a person seems to be: by the e-mail address that Slack gives, where it gives one.

It is a suggestion. Somebody of another workspace gets none: that workspace says what address they have, and it may say
any.
"""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.people import Person, Profiles
from clankerbot_engine.accounts.accounts import Accounts, Connected
from clankerbot_engine.errors import ClankerbotError, NotFound

log = logging.getLogger(__name__)


class Members:
    def __init__(self, accounts: Accounts, profiles: Profiles) -> None:
        self._accounts = accounts
        self._profiles = profiles

    async def suggested(self, person: Person, client: AsyncWebClient) -> str | None:
        """Their name in Clockify. Never raises: a person can connect without it."""
        profile = await self._profiles.of(person, client)
        if profile.email is None or person.from_elsewhere:
            return None
        try:
            member = await self._accounts.member(profile.email)
        except ClankerbotError as error:
            log.warning("slack_member_not_known", extra={"error": error.code})
            return None
        except Exception:
            log.exception("slack_member_not_known")
            return None
        return None if member is None else member.user_name

    async def connect(self, person: Person, client: AsyncWebClient, name: str) -> Connected:
        """The person confirmed that they are `name`; the address is asked for anew. Raises `NotFound`."""
        profile = await self._profiles.anew(person, client)
        if profile.email is not None and not person.from_elsewhere:
            member = await self._accounts.member(profile.email)
            if member is not None and member.user_name == name:
                return await self._accounts.connect_as_member(person.principal, profile.email)
        raise NotFound("Slack does not say any more that this is you. Connect with a key of your own.")
