"""The actions that Slack carries out: posting, reminding, and telling a channel of what happens in Clockify."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ulid import ULID

from clankerbot_bot.posts import Poster, Posts, team_and_user
from clankerbot_bot.subscribing import Subscribing, is_about_subscriptions
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionBase, ActionResult, PostMessage, Remind, Subscribe, Unsubscribe
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.errors import NotSetUp, ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent

WHOLE_DAY_S: Final = 8 * 3600
"""What is missing is told against this, where the person has set no hours a day."""
_THEMSELVES: Final = frozenset({"me", "myself", "i"})


class SlackIntegration:
    name = "slack"
    action_types: Sequence[type[ActionBase]] = (PostMessage, Remind, Subscribe, Unsubscribe)

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._subscribing = Subscribing(resources)

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        return None

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        if isinstance(action, Subscribe | Unsubscribe):
            return await self._subscribing.prepare(action, context)
        self._poster()
        if isinstance(action, PostMessage):
            if action.channel is None:
                raise ValidationFailed("Say in which channel: #general, for example.", field="channel")
            plan: Plan = {"id": str(ULID()), "channel": action.channel, "text": action.text}
            return _prepared(action, plan, f"Would post to {action.channel}.")
        assert isinstance(action, Remind)
        if action.who is not None and action.who.casefold() not in _THEMSELVES:
            message = "You can have yourself reminded, and nobody else yet."
            raise ValidationFailed(message, field="who", details={"reason": "only_yourself"})
        person = team_and_user(context.principal)
        channel = action.channel or (person[1] if person else None)
        if channel is None:
            raise ValidationFailed("Say which channel is to be reminded.", field="channel")
        unneeded = await self._unneeded(action, context)
        if unneeded is not None:
            return _prepared(action, {"skip": unneeded}, unneeded)
        return _prepared(action, {"id": str(ULID()), "channel": channel, "text": action.text}, "Would remind you.")

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        if is_about_subscriptions(plan):
            return await self._subscribing.apply(action, plan, context)
        if "skip" in plan:
            message = plan["skip"]
        elif isinstance(action, PostMessage):
            await self._poster().say(plan["id"], context.principal, plan["channel"], plan["text"])
            message = "Posted."
        else:
            await self._poster().remind(plan["id"], context.principal, plan["channel"], plan["text"])
            message = "Reminded."
        return Applied(ActionResult(action=action, status="done", message=message))

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        """The queue knows a post by its id, a subscription has its own: doing it again harms nothing."""
        return await self.apply(action, plan, context)

    def _poster(self) -> Poster:
        poster = self._resources.part(Posts).poster
        if poster is None:
            raise NotSetUp("Nothing can be posted: Slack is not set up. Set SLACK_BOT_TOKEN, and start again.")
        return poster

    async def _unneeded(self, action: Remind, context: Context) -> str | None:
        """In words, where what the reminder waits for is not so."""
        if action.only_if is None:
            return None
        accounts = self._resources.part(Accounts)
        account = await accounts.of(context.principal)
        snapshot = await account.cache.snapshot()
        if action.only_if == "no_timer":
            running = await account.client.time_entries.running(snapshot.workspace_id, snapshot.user_id)
            return None if running is None else "No reminder: a timer runs."
        today = context.now.astimezone(context.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
        entries = await account.client.time_entries.all(
            snapshot.workspace_id, snapshot.user_id, start=today - timedelta(days=1), end=today + timedelta(days=2)
        )
        logged_s = sum(_within(entry, today, context.now) for entry in entries)
        wanted_s = (await accounts.settings(context.principal)).daily_target_s
        enough = logged_s >= (WHOLE_DAY_S if wanted_s is None else wanted_s)
        return "No reminder: the hours of today are logged." if enough else None


def _within(entry: TimeEntry, first: datetime, now: datetime) -> float:
    """Seconds of it that lie between the two; of a running one, up to now."""
    interval = entry.time_interval
    if interval is None or interval.start is None:
        return 0
    begins, ends = max(interval.start.timestamp(), first.timestamp()), (interval.end or now).timestamp()
    return max(0.0, ends - begins)


def _prepared(action: ActionBase, plan: Plan, message: str) -> Prepared:
    return Prepared(action, plan, ActionResult(action=action, status="planned", message=message))
