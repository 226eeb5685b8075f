"""What happens to time in Clockify is seen in Slack: on every card that shows it, and on App Home."""

from clankerbot_bot.background import Background
from clankerbot_bot.home import Home
from clankerbot_bot.living import ClientOf, LivingCards
from clankerbot_bot.long_timers import LongTimers
from clankerbot_bot.people import Person
from clankerbot_bot.timesheets import Timesheets
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.time_entries import TIME_ENTRY, entry_in, owner_in


class Following:
    """An `EventHandler`. Told twice, it shows the same twice."""

    def __init__(
        self,
        living: LivingCards,
        home: Home,
        timesheets: Timesheets,
        accounts: Accounts,
        long_timers: LongTimers,
        background: Background,
        client_of: ClientOf,
    ) -> None:
        self._living = living
        self._home = home
        self._timesheets = timesheets
        self._accounts = accounts
        self._long_timers = long_timers
        self._background = background
        self._client_of = client_of

    async def __call__(self, change: Change) -> None:
        event = change.event
        entry = None if change.now is None else entry_in(change.now)
        if event.entity != TIME_ENTRY or event.entity_id is None or (change.now is not None and entry is None):
            return
        owner = owner_in(change.now or dict(event.data))
        if owner is not None and event.workspace_id is not None:
            for principal in await self._accounts.connected_as(event.workspace_id, owner):
                await self._show_home(principal, change, event.entity_id)
        await self._living.changed(event.entity_id, entry)

    async def _show_home(self, principal: str, change: Change, entry_id: str) -> None:
        """Where it is known without a request: a free workspace has 30 an hour, and this may happen at any time."""
        person = Person.named(principal)
        entry = None if change.now is None else entry_in(change.now)
        if person is not None and entry is not None:
            await self._long_timers.note(person, entry)
        if person is None or not self._timesheets.take(person, entry_id, entry):
            return
        client = await self._client_of(person.team_id)
        if client is not None:
            self._background.hand_over(self._home.follow(person, client), name="slack_home")
