"""Connecting a person to Clockify: by a key of their own, typed into a form, tried at once, never shown or logged; or
as the member of the shared workspace that they say they are.
"""

import logging

from pydantic import SecretStr

from clankerbot_bot import blocks
from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal as modal_view
from clankerbot_bot.blocks.sentences import told_why
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.cards import ConnectFirst, DisconnectAsked, Failure
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.forms import Forms
from clankerbot_bot.home import Home
from clankerbot_bot.members import Members
from clankerbot_bot.modals import Modal
from clankerbot_bot.passing_cards import Connected as ConnectedCard
from clankerbot_bot.passing_cards import Disconnected
from clankerbot_bot.rendering import render
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_engine.accounts.accounts import Accounts, Connected
from clankerbot_engine.errors import ClankerbotError, Unauthorized
from clankerbot_engine.stores.ports import JsonDict

log = logging.getLogger(__name__)


class Connecting:
    def __init__(
        self,
        conversation: Conversation,
        accounts: Accounts,
        members: Members,
        shelf: Shelf,
        forms: Forms,
        home: Home,
    ) -> None:
        self._conversation = conversation
        self._accounts = accounts
        self._members = members
        self._shelf = shelf
        self._forms = forms
        self._home = home

    async def open(self, turn: Turn, trigger_id: str, origin: Origin, card_id: str | None) -> None:
        """`card_id`: of the text that waits."""

        async def view(manner: Manner) -> blocks.View:
            return blocks.connect_modal(manner.words, metadata=metadata(origin, card=card_id))

        await self._forms.open(turn, trigger_id, view)

    async def connect(self, turn: Turn, modal: Modal, api_key: SecretStr, region: str, told: JsonDict) -> None:
        """What was wrong stands above the form, which is empty again."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        try:
            connected = await self._accounts.connect(
                turn.person.principal, api_key, base_url=blocks.REGIONS.get(region)
            )
        except ClankerbotError as error:
            wrong = manner.words.wrong_key if isinstance(error, Unauthorized) else told_why(error, manner.words)
            again = metadata(Origin.read(told.get("origin") or {}), card=told.get("card"))
            view = blocks.connect_modal(manner.words, region=region, metadata=again)
            view["blocks"].insert(0, elements.section(f":warning: *{safe(wrong, 500)}*"))
            await modal.becomes(view)
            return
        except Exception:
            log.exception("slack_connecting_failed")
            await modal.becomes(blocks.error_modal(manner.words.error[""], None, manner.words))
            return
        if len(connected.workspaces) > 1:
            await modal.becomes(self._workspaces(connected, manner))
        else:
            await modal.becomes(_said(connected, manner))
        kept = await self._shelf.get(told["card"]) if told.get("card") else None
        if kept is not None and kept.card.owner == turn.person.principal:
            await self._go_on(turn, manner, connected, kept)
        self._home.forget(turn.person)
        await self._home.refresh(turn.person, turn.client)

    async def confirm_member(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """The owner of the card says that they are whom it names."""
        card = kept.card
        if not isinstance(card, ConnectFirst) or card.member is None:
            await self._conversation.show(turn, manner, kept)  # connected since: this is what became of the text
            return
        try:
            connected = await self._members.connect(turn.person, turn.client, card.member)
        except ClankerbotError as error:
            await self._conversation.tell(turn, safe(told_why(error, manner.words)))
            return
        await self._go_on(turn, manner, connected, kept)
        self._home.forget(turn.person)
        await self._home.refresh(turn.person, turn.client)

    async def choose(self, turn: Turn, modal: Modal, workspace_id: str) -> None:
        """The workspace to write to, of those that the key reaches."""
        manner = await self._conversation.manner_of(turn.person, turn.client)
        try:
            connected = await self._accounts.choose_workspace(turn.person.principal, workspace_id)
        except ClankerbotError as error:
            await modal.becomes(blocks.error_modal(told_why(error, manner.words), None, manner.words))
            return
        await modal.becomes(_said(connected, manner))
        self._home.forget(turn.person)
        await self._home.refresh(turn.person, turn.client)

    async def confirm_disconnect(self, turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        """The card is deleted with the rest, and says so where it stands."""
        card = kept.card
        if not isinstance(card, DisconnectAsked):
            await self._conversation.show(turn, manner, kept)
            return
        await self.disconnect(turn)
        await turn.surface.show(render(Disconnected(id=card.id, owner=card.owner), manner.words))

    async def disconnect(self, turn: Turn) -> None:
        """All that is kept of the person goes."""
        await self._accounts.disconnect(turn.person.principal)
        self._home.forget(turn.person)
        await self._home.refresh(turn.person, turn.client)

    def _workspaces(self, connected: Connected, manner: Manner) -> blocks.View:
        named = [(each.id, each.name) for each in connected.workspaces]
        return blocks.workspace_modal(connected.user_name, named, manner.words, chosen=connected.workspace.id)

    async def _go_on(self, turn: Turn, manner: Manner, connected: Connected, kept: Kept) -> None:
        """With the text that waited; without one, the card says that the person is connected."""
        card = kept.card
        if isinstance(card, ConnectFirst | Failure) and (card.text.strip() or kept.actions):
            await self._conversation.again(turn, manner, kept)
            return
        said = ConnectedCard(
            id=card.id,
            owner=card.owner,
            user_name=connected.user_name,
            workspace_name=connected.workspace.name,
        )
        await turn.surface.show(render(said, manner.words))


def _said(connected: Connected, manner: Manner) -> blocks.View:
    message = blocks.connected(connected.user_name, connected.workspace.name, manner.words)
    return modal_view(
        action_ids.LOADING_VIEW, manner.words.connect_modal_title, message["blocks"], close=manner.words.close
    )
