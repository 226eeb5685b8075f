"""Clicks on App Home: what they did is told in the direct messages, and Home is drawn anew."""

from clankerbot_bot.blocks import View, edit_modal, error_modal
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.forms import Forms
from clankerbot_bot.home import Home
from clankerbot_bot.like_entry import log_like
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_engine.actions import ActionBase, StartTimer, StopTimer


class HomeClicks:
    def __init__(self, conversation: Conversation, home: Home, forms: Forms) -> None:
        self._conversation = conversation
        self._home = home
        self._forms = forms

    async def start(self, turn: Turn) -> None:
        await self._act(turn, StartTimer())

    async def stop(self, turn: Turn, entry_id: str) -> None:
        """That timer: Home may be older than what runs by now."""
        await self._home.refresh(turn.person, turn.client)
        known = self._home.known(turn.person)
        running = None if known is None else known.facts.running
        if running is not None and running.id == entry_id:
            await self._act(turn, StopTimer())

    async def quick(self, turn: Turn, value: str) -> None:
        """`value`: of the button."""
        action = await self._home.found(turn, lambda known: known.quick_log(value))
        if action is not None:
            await self._act(turn, action)

    async def edit(self, turn: Turn, trigger_id: str, entry_id: str) -> None:
        async def view(manner: Manner) -> View:
            entry = await self._home.found(turn, lambda known: known.entry(entry_id))
            if entry is None:
                return error_modal(manner.words.form_gone, None, manner.words)
            return edit_modal(entry, manner.words, metadata=metadata(Origin(), entry=entry.id))

        await self._forms.open(turn, trigger_id, view)

    async def repeat(self, turn: Turn, entry_id: str) -> None:
        """Today, as long as it was."""
        entry = await self._home.found(turn, lambda known: known.entry(entry_id))
        if entry is None:
            return
        manner = await self._conversation.manner_of(turn.person, turn.client)
        await self._act(turn, log_like(entry, day=self._conversation.today(manner)), manner)

    async def _act(self, turn: Turn, action: ActionBase, manner: Manner | None = None) -> None:
        manner = manner or await self._conversation.manner_of(turn.person, turn.client)
        await self._conversation.act_once(turn, manner, action.model_dump(mode="json"))
