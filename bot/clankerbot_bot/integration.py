"""The actions that Slack carries out: posting, reminding, and telling a channel of what happens in Clockify."""

from collections.abc import Sequence

from ulid import ULID

from clankerbot_bot.posts import Poster, Posts
from clankerbot_bot.reminding import Reminding, is_about_people, is_somebody
from clankerbot_bot.subscribing import Subscribing, is_about_subscriptions
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    CreateSchedule,
    PostMessage,
    Remind,
    Subscribe,
    Unsubscribe,
)
from clankerbot_engine.errors import NotSetUp, ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent


class SlackIntegration:
    name = "slack"
    action_types: Sequence[type[ActionBase]] = (PostMessage, Remind, Subscribe, Unsubscribe)

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._subscribing = Subscribing(resources)
        self._reminding = Reminding(resources)

    async def check_scheduled(self, schedule: CreateSchedule, context: Context) -> CreateSchedule:
        """`integrations.schedules.ChecksSchedules`."""
        self._poster()
        return await self._reminding.check(schedule, context)

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        return None

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        if isinstance(action, Subscribe | Unsubscribe):
            return await self._subscribing.prepare(action, context)
        self._poster()
        if isinstance(action, PostMessage):
            if action.channel is None:
                raise ValidationFailed("Say in which channel: #general, for example.", field="channel")
            if is_somebody(action.channel):
                return await self._reminding.prepare_message(action, context)
            plan: Plan = {"id": str(ULID()), "channel": action.channel, "text": action.text}
            return _prepared(action, plan, f"Would post to {action.channel}.")
        assert isinstance(action, Remind)
        return await self._reminding.prepare(action, context)

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        if is_about_subscriptions(plan):
            return await self._subscribing.apply(action, plan, context)
        if isinstance(action, Remind) or is_about_people(plan):
            return await self._reminding.apply(action, plan, context)
        await self._poster().say(plan["id"], context.principal, plan["channel"], plan["text"])
        return Applied(ActionResult(action=action, status="done", message="Posted."))

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        """The queue knows a post by its id, a subscription has its own: doing it again harms nothing."""
        return await self.apply(action, plan, context)

    def _poster(self) -> Poster:
        poster = self._resources.part(Posts).poster
        if poster is None:
            raise NotSetUp("Nothing can be posted: Slack is not set up. Set SLACK_BOT_TOKEN, and start again.")
        return poster


def _prepared(action: ActionBase, plan: Plan, message: str) -> Prepared:
    return Prepared(action, plan, ActionResult(action=action, status="planned", message=message))
