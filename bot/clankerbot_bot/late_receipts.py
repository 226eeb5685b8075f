"""What became of a request that was kept while Clockify did not answer: told to its person, once."""

import logging
from dataclasses import replace
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.blocks.waiting import late
from clankerbot_bot.cards import Receipt, Waiting
from clankerbot_bot.home import Home
from clankerbot_bot.living import ClientOf, LivingCards
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.people import Person, Profiles
from clankerbot_bot.reach import Reach
from clankerbot_bot.rendering import render
from clankerbot_bot.requests import Request, Requests
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.surfaces import NotShown, Place, updating
from clankerbot_bot.timesheets import Timesheets
from clankerbot_bot.words import Words, words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.engine import Engine
from clankerbot_engine.stores.ports import PendingRequest

log = logging.getLogger(__name__)


class LateReceipts:
    """By direct message, as a receipt with all that can be done about it; the card that it was kept by says so, where
    it can be reached. `zone`: of those of whom none is known.
    """

    def __init__(
        self,
        engine: Engine,
        requests: Requests,
        shelf: Shelf,
        living: LivingCards,
        timesheets: Timesheets,
        home: Home,
        accounts: Accounts,
        profiles: Profiles,
        outbox: Outbox,
        reach: Reach,
        *,
        client_of: ClientOf | None,
        zone: ZoneInfo,
    ) -> None:
        self._engine = engine
        self._requests = requests
        self._shelf = shelf
        self._living = living
        self._timesheets = timesheets
        self._home = home
        self._accounts = accounts
        self._profiles = profiles
        self._outbox = outbox
        self._reach = reach
        self._client_of = client_of
        self._zone = zone

    async def tell(self, request: PendingRequest) -> None:
        """Told again it does the same: the receipt and its post have the request's own id."""
        person = Person.named(request.principal)
        client = None if person is None or self._client_of is None else await self._client_of(person.team_id)
        if person is None or client is None or request.results is None:
            return
        words = await self._words(person, client)
        results = [self._engine.router.read_result(each) for each in request.results]
        before = None if request.reference is None else await self._shelf.get(request.reference)
        asked = Request(
            person,
            request.id,
            request.request_key,
            request.way_in or "button",
            text="" if before is None else before.card.text,
            timezone=None if request.timezone is None else ZoneInfo(request.timezone),
            actions=tuple(request.actions),
        )
        receipt = self._requests.told(asked, results)
        self._timesheets.forget(person)
        await self._living.expect(receipt.card)
        await self._shelf.put(receipt)
        said_at = request.said_at.astimezone(asked.timezone or self._zone)
        message = late(render(receipt.card, words), said_at, words)
        await self._outbox.add(request.id, person.team_id, person.user_id, {**message})
        await self._living.note(receipt.card)
        if isinstance(receipt.card, Receipt):
            await self._living.follow(person, client, words, results, but=receipt.card.id)
        await self._home.refresh_if_seen(person, client)
        if before is not None:
            await self._close(before, request, client, words)

    async def _close(self, kept: Kept, request: PendingRequest, client: AsyncWebClient, words: Words) -> None:
        async with self._shelf.hold(kept.card.id):
            now = await self._shelf.get(kept.card.id)
            if now is None or not isinstance(card := now.card, Waiting) or card.ended is not None:
                return
            card = replace(card, ended="done" if request.state == "done" else "failed")
            await self._shelf.put(now.showing(card))
        try:
            if card.channel is not None and card.ts is not None:
                await updating(client, Place(card.channel, card.ts))(render(card, words))
            else:
                await self._reach.show(card.id, render(card, words))
        except NotShown as error:  # the next click shows it
            log.info("slack_card_not_updated", extra={"error": error.error})

    async def _words(self, person: Person, client: AsyncWebClient) -> Words:
        settings = await self._accounts.settings(person.principal)
        return words_for(settings.language or (await self._profiles.of(person, client)).locale)
