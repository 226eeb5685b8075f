"""Clicks on App Home: what they did is told in the direct messages, and Home is drawn anew."""

from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.forms import Forms
from clankerbot_bot.home import MOST_QUICK, Home, log_like
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.turns import Origin, Turn
from clankerbot_engine.actions import ActionBase, StartTimer, StopTimer


class HomeClicks:
    def __init__(self, conversation: Conversation, home: Home, forms: Forms, shelf: Shelf) -> None:
        self._conversation = conversation
        self._home = home
        self._forms = forms
        self._shelf = shelf

    async def start(self, turn: Turn) -> None:
        await self._act(turn, StartTimer())

    async def stop(self, turn: Turn, entry_id: str) -> None:
        """That timer: Home may be older than what runs by now."""
        await self._home.refresh(turn.person, turn.client)
        known = self._home.known(turn.person)
        running = None if known is None else known.facts.running
        if running is not None and running.id == entry_id:
            await self._act(turn, StopTimer())

    async def quick(self, turn: Turn, place: str) -> None:
        """`place`: among the quick logs that Home shows."""
        known = self._home.known(turn.person)
        index = int(place) if place.isdecimal() and len(place) < 3 else MOST_QUICK
        if known is None or index >= len(known.quick):
            await self._home.refresh(turn.person, turn.client)
            return
        await self._act(turn, known.quick[index])

    async def edit(self, turn: Turn, trigger_id: str, entry_id: str) -> None:
        known = self._home.known(turn.person)
        entry = None if known is None else known.entry(entry_id)
        if entry is None:
            await self._home.refresh(turn.person, turn.client)
            return
        await self._forms.open_edit(turn, trigger_id, Origin(), entry)

    async def repeat(self, turn: Turn, entry_id: str) -> None:
        """Today, as long as it was."""
        known = self._home.known(turn.person)
        entry = None if known is None else known.entry(entry_id)
        if entry is None:
            await self._home.refresh(turn.person, turn.client)
            return
        manner = await self._conversation.manner_of(turn.person, turn.client)
        await self._act(turn, log_like(entry, day=self._conversation.today(manner)), manner)

    async def _act(self, turn: Turn, action: ActionBase, manner: Manner | None = None) -> None:
        manner = manner or await self._conversation.manner_of(turn.person, turn.client)
        document = action.model_dump(mode="json")
        await self._conversation.act(turn, manner, (document,), card_id=self._shelf.new_id(), text="")
