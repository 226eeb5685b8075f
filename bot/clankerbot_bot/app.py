"""The Slack app: Bolt behind our own front door, the same listeners over HTTP and Socket Mode.

What Bolt 1.30 would do to us, and how it is kept from it: it misreads bodies and logs what is in them (`front_door`);
it calls `auth.test` before the acknowledgement (`authorization`); it looks for the acknowledgement every 10 ms, and
loses it where the listener fails meanwhile, so listeners run at once (`process_before_response`), only acknowledge, and
hand over to `background`, which is finished before the service stops.
"""

import logging
import time
from collections.abc import Awaitable, Mapping
from functools import partial
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from clankerbot_bot import listeners
from clankerbot_bot.answer import Answer
from clankerbot_bot.assembly import SlackDeps, assemble
from clankerbot_bot.authorization import OneWorkspace
from clankerbot_bot.background import Background
from clankerbot_bot.forgetting import Forgetting
from clankerbot_bot.front_door import Body, FrontDoor, Refused
from clankerbot_bot.metrics import SlackMetrics, kind_of
from clankerbot_bot.payload_shapes import is_complete
from clankerbot_bot.socket_mode import SocketMode
from clankerbot_bot.surfaces import NotShown, by_response_url
from clankerbot_bot.web_client import SlackConnection
from clankerbot_engine.errors import NotReady
from clankerbot_engine.webhooks.changes import EventHandler

log = logging.getLogger(__name__)

NOT_INSTALLED: Final = (
    ":warning: Clankerbot is not installed in this workspace any more, so nothing was done. "
    "Ask whoever manages its apps to install it again."
)
"""Whose language is not known: to know it, the app would have to be installed."""

__all__ = ["SlackApp", "SlackDeps", "create_slack_app"]


class SlackApp:
    def __init__(self, deps: SlackDeps, connection: SlackConnection | None) -> None:
        settings = deps.settings
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
        self.background = Background()
        self._own_connection = connection is None
        self._connection = connection or connection_for(deps)
        self._front_door = (
            FrontDoor(settings.slack_signing_secret.get_secret_value(), clock=deps.clock)
            if settings.slack_signing_secret
            else None
        )
        self._one_workspace = (
            OneWorkspace(self._connection.client, token) if deps.authorize is None and token is not None else None
        )
        authorize = deps.authorize or self._one_workspace
        if authorize is None:
            raise ValueError("neither a bot token nor an authorizer was given")
        self._metrics = SlackMetrics(deps.metrics.registry)
        self.bolt = _bolt(self._connection, authorize)
        self._app_token = settings.slack_app_token
        self._forgetting = Forgetting(deps.cards, clock=deps.clock, sleep=deps.sleep)
        self._socket_mode: SocketMode | None = None
        bot = assemble(deps, self._connection, self.background)
        self.event_handlers: tuple[EventHandler, ...] = tuple(
            handler for handler in (bot.following, bot.suggestions) if handler is not None
        )
        self.tell_of_pending = bot.late_receipts.tell
        listeners.register(self.bolt, bot, command=settings.slack_command)

    async def start(self) -> None:
        """In the event loop that serves. Raises `NotReady` where Socket Mode cannot be had."""
        if self._own_connection:
            await self._connection.open()
        self._forgetting.start()
        if self._one_workspace is not None:
            self.background.hand_over(self._one_workspace.learn(), name="slack_auth_test")
        if self._app_token is not None:
            token = self._app_token.get_secret_value()
            self._socket_mode = SocketMode(token, self._connection.client, self._hear, logger=self.bolt.logger)
            await self._socket_mode.open()

    async def handle(self, raw: bytes, headers: Mapping[str, str]) -> Answer:
        """`POST /slack/events`. `headers` by their names in lower case."""
        return await self._noted(self._read(raw, headers))

    async def _hear(self, body: Body) -> Answer:
        """Over Socket Mode."""
        return await self._noted(self._answered(body))

    async def _noted(self, answered: Awaitable[tuple[str, Answer]]) -> Answer:
        began = time.perf_counter()
        kind, answer = await answered
        self._metrics.note(kind, answer.status, time.perf_counter() - began)
        return answer

    async def _read(self, raw: bytes, headers: Mapping[str, str]) -> tuple[str, Answer]:
        if self._front_door is None:
            return "refused", Answer(404)
        try:
            body = self._front_door.read(raw, headers)
        except Refused as refused:
            return _refused(refused)
        return await self._answered(body)

    async def _answered(self, body: Body) -> tuple[str, Answer]:
        """It is Slack's, whichever way it came. Its kind, and the answer."""
        if not is_complete(body):
            return _refused(Refused(400, "incomplete"))
        kind = kind_of(body)
        try:
            # Bolt takes a body that is read already in this mode only.
            request = AsyncBoltRequest(body=body, mode="socket_mode")
        except (AttributeError, LookupError, RecursionError, TypeError):  # it looks into events within events
            log.warning("slack_request_refused", extra={"why": "nested"})
            return kind, Answer(400)
        if (url := request.context.response_url) is not None:
            request.context["respond"] = partial(self._say_aside, url)
        answer = await self.bolt.async_dispatch(request)
        return kind, Answer(answer.status, answer.body, answer.first_headers_without_set_cookie())

    async def _say_aside(self, response_url: str, text: str) -> None:
        """In the place of Bolt's `respond`, which calls any address, and fails with it before the acknowledgement."""
        self.background.hand_over(self._say(response_url, text), name="slack_not_installed")

    async def _say(self, response_url: str, text: str) -> None:
        try:
            await by_response_url(self._connection, response_url, replace=False)({"text": text})
        except NotShown as error:
            log.info("slack_answer_lost", extra={"error": error.error})

    async def close(self, grace_s: float) -> None:
        """No more comes in; what runs is finished within `grace_s`."""
        await self._forgetting.stop()
        if self._socket_mode is not None:
            await self._socket_mode.close()
        await self.background.drain(grace_s)
        if self._own_connection:
            await self._connection.close()


def create_slack_app(deps: SlackDeps, connection: SlackConnection | None = None) -> SlackApp:
    """`connection` is opened and closed by whoever passes it. Raises `ValueError` where the settings lack a token."""
    return SlackApp(deps, connection)


def connection_for(deps: SlackDeps) -> SlackConnection:
    return SlackConnection(
        api_url=deps.settings.slack_api_url,
        metrics=deps.metrics,
        tracing=deps.tracing,
        sleep=deps.sleep,
        monotonic=deps.monotonic,
    )


def _bolt(connection: SlackConnection, authorize: AsyncAuthorize) -> AsyncApp:
    logger = logging.getLogger("clankerbot_bot.bolt")
    logger.setLevel(logging.ERROR)  # it warns of environment variables that are ours to read
    bolt = AsyncApp(
        logger=logger,
        name="clankerbot",
        client=connection.client,
        authorize=authorize,  # type: ignore[arg-type]  # this class may stand beside OAuth settings, a function may not
        process_before_response=True,
        user_facing_authorize_error_message=NOT_INSTALLED,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # the front door has done it
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    bolt.error(_on_error)
    return bolt


def _refused(refused: Refused) -> tuple[str, Answer]:
    log.warning("slack_request_refused", extra={"why": refused.why})
    return "refused", Answer(refused.status)


async def _on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """A request that nobody handles, or that no form can have sent, is nothing to try again. What could not be kept is,
    and so is a bug of ours: an event that gets no 200, Slack sends three times more.
    """
    kind = kind_of(body)
    if isinstance(error, Refused):
        log.warning("slack_request_refused", extra={"why": error.why})
        return BoltResponse(status=error.status)
    if isinstance(error, BoltUnhandledRequestError):
        log.info("slack_request_not_handled", extra={"kind": kind})
        return BoltResponse(status=200)
    if isinstance(error, NotReady):
        log.warning("slack_request_not_taken", extra={"kind": kind, "reason": error.message})
        return BoltResponse(status=503)
    log.error("slack_listener_failed", extra={"kind": kind}, exc_info=error)
    return BoltResponse(status=500)
