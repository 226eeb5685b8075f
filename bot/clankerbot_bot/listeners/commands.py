"""The slash command: answered by its `response_url`, to the person alone."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse

from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.people import Person
from clankerbot_bot.turns import Origin, turn_at


class Commands(AsyncMiddleware):
    """A middleware, since what comes most should pass quickly: Bolt builds thirty arguments for a listener, twice."""

    def __init__(self, bot: Bot, command: str) -> None:
        self._bot = bot
        self._command = command

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        if req.body.get("command") != self._command:
            return await next()
        person = Person.of(req.context)
        if person is not None:
            self._hear(req, person)
        return BoltResponse(status=200)  # the acknowledgement

    def _hear(self, req: AsyncBoltRequest, person: Person) -> None:
        bot, body = self._bot, req.body
        origin = Origin(url=body["response_url"], channel=body["channel_id"])
        turn = turn_at(
            origin,
            person,
            req.context.client,
            bot.connection,
            key=f"slack:{body['trigger_id']}",
            way_in="slash command",
        )
        bot.background.hand_over_patiently(bot.conversation.hear(turn, body.get("text", "")), name="slack_command")


def register(app: AsyncApp, bot: Bot, command: str) -> None:
    app.use(Commands(bot, command))
