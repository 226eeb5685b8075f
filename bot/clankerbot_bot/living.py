"""Cards that stay true: what changes a time entry, here or in Clockify, changes every card that shows it.

A card that can be updated is, and so are its copies in channels. One that its person alone was shown can only be
changed for a while after a click on it; after that, the next click finds it as it is.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pydantic import JsonValue, ValidationError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.cards import Card, Receipt, Row
from clankerbot_bot.copies import Copies
from clankerbot_bot.people import Person, Profiles
from clankerbot_bot.reach import Reach
from clankerbot_bot.rendering import render
from clankerbot_bot.requests import READS
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.surfaces import NotShown, Place, updating
from clankerbot_bot.taken_back import taken_back
from clankerbot_bot.words import Words, words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionResult, DeleteEntry, EntryFact, Undo
from clankerbot_engine.webhooks.time_entries import same_time

log = logging.getLogger(__name__)

MOST_CARDS: Final = 10
"""That are kept true for one time entry, the newest."""

NOW: Final = "now"
"""How the entry is, in what is kept for cards that are just being shown; null: it is gone."""

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose card it is, and how they are reached."""

    person: Person
    client: AsyncWebClient
    words: Words


class LivingCards:
    """`client_of` None: nobody can be reached but those who do something themselves."""

    def __init__(
        self,
        shelf: Shelf,
        profiles: Profiles,
        accounts: Accounts,
        copies: Copies,
        reach: Reach,
        *,
        client_of: ClientOf | None = None,
    ) -> None:
        self._shelf = shelf
        self._profiles = profiles
        self._accounts = accounts
        self._copies = copies
        self._reach = reach
        self._client_of = client_of

    async def expect(self, card: Card) -> None:
        """It is about to be shown. Clockify may be faster than Slack's answer, and tell another instance."""
        for entry_id in _shown_on(card):
            await self._shelf.expect(_key(entry_id), card.id, most=MOST_CARDS)

    async def note(self, card: Card) -> None:
        """It shows what it shows from now on, and what was told of since it was expected."""
        for entry_id in _shown_on(card):
            told = await self._shelf.link(_key(entry_id), card.id, most=MOST_CARDS)
            if told is None:
                continue
            try:
                await self._redraw(card.id, entry_id, _entry(told[NOW]), here=False)
            except NotShown as error:
                log.info("slack_card_not_updated", extra={"error": error.error})

    async def follow(
        self, person: Person, client: AsyncWebClient, words: Words, results: Iterable[ActionResult], *, but: str
    ) -> None:
        """The person wrote this: what else shows it is drawn anew; `but` shows it already."""
        writer = Audience(person, client, words)
        for entry_id, entry in _touched(results):
            for card_id in await self._shelf.linked(_key(entry_id)):
                if card_id == but:
                    continue
                try:
                    await self._redraw(card_id, entry_id, entry, here=True, writer=writer)
                except NotShown as error:
                    log.info("slack_card_not_updated", extra={"error": error.error})

    async def changed(self, entry_id: str, entry: EntryFact | None) -> None:
        """It is so in Clockify now; None: it is gone.

        Raises `NotShown` where Slack could not be reached: the same again mends it.
        """
        failed: NotShown | None = None
        told = {NOW: None if entry is None else entry.model_dump(mode="json")}
        for card_id in await self._shelf.tell(_key(entry_id), told):
            try:
                await self._redraw(card_id, entry_id, entry, here=False)
            except NotShown as error:  # the others are drawn all the same
                failed = error
        if failed is not None:
            raise failed

    async def _redraw(
        self, card_id: str, entry_id: str, entry: EntryFact | None, *, here: bool, writer: Audience | None = None
    ) -> None:
        async with self._shelf.hold(card_id):
            kept = await self._shelf.get(card_id)
            if kept is None or not isinstance(card := kept.card, Receipt):
                return
            rows = tuple(_as_it_is(row, entry_id, entry, here=here) for row in card.rows)
            if rows == card.rows:
                return
            changed = replace(card, rows=rows, totals=None)
            audience = None
            if card.ts is not None or card.copies or self._reach.has(card.id):
                mine = writer is not None and writer.person.principal == card.owner
                audience = writer if mine else await self._audience(card.owner)
            seen = audience is not None and await self._show(changed, audience)
            if not seen:  # before the next click
                unseen = (
                    row if row is before else replace(row, unseen=True)
                    for row, before in zip(rows, card.rows, strict=True)
                )
                kept = kept.showing(replace(changed, rows=tuple(unseen)))
            else:
                kept = kept.showing(changed)
            await self._shelf.put(kept)  # not before: what could not be shown is tried again
            if audience is not None:
                await self._copies.redraw(changed, audience.words)

    async def _show(self, card: Receipt, audience: Audience) -> bool:
        """False where it can only be changed in answer to a click. Raises `NotShown` where Slack is away."""
        if card.channel is None or card.ts is None:
            return await self._reach.show(card.id, render(card, audience.words))
        try:
            await updating(audience.client, Place(card.channel, card.ts))(render(card, audience.words))
        except NotShown as error:
            if error.may_pass:
                raise
            log.info("slack_card_not_updated", extra={"error": error.error})
        return True

    async def _audience(self, principal: str) -> Audience | None:
        person = Person.named(principal)
        client = None if person is None or self._client_of is None else await self._client_of(person.team_id)
        if person is None or client is None:
            return None
        settings = await self._accounts.settings(principal)
        language = settings.language or (await self._profiles.of(person, client)).locale
        return Audience(person, client, words_for(language))


def _shown_on(card: Card) -> set[str]:
    """Ids of the time entries that it is to stay true about."""
    if not isinstance(card, Receipt):
        return set()
    shown = (row.result.entry for row in card.rows if not isinstance(row.result.action, READS))
    return {entry.id for entry in shown if entry is not None and entry.id}


def _touched(results: Iterable[ActionResult]) -> Iterator[tuple[str, EntryFact | None]]:
    """Ids of time entries, and what they are now; None: gone."""
    for result in results:
        if result.status != "done" or isinstance(result.action, READS):
            continue
        for entry in (result.entry, _other(result, "stopped")):
            if entry is not None:
                yield entry.id, entry
        if (gone := _other(result, "deleted")) is not None:
            yield gone.id, None


def _other(result: ActionResult, name: str) -> EntryFact | None:
    try:
        return _entry(result.details.get(name))
    except ValidationError:
        return None


def _entry(document: JsonValue) -> EntryFact | None:
    return None if document is None else EntryFact.model_validate(document)


def _as_it_is(row: Row, entry_id: str, entry: EntryFact | None, *, here: bool) -> Row:
    """`here`: it was written by us, so that what is not there any more was taken back, and not deleted elsewhere."""
    shown = row.result.entry
    if shown is None or shown.id != entry_id or isinstance(row.result.action, (*READS, DeleteEntry, Undo)):
        return row
    if entry is None:
        return row if row.undone else replace(taken_back(row), gone=not here)
    if row.undone and not row.gone:
        return row
    if not row.gone and same_time(shown, entry):
        return row
    return Row(row.result.model_copy(update={"entry": entry}))


def _key(entry_id: str) -> str:
    return f"entry:{entry_id}"
