"""Posts to channels: kept until they are posted, at most one a second for each channel, and none twice.

Slack knows no idempotency key. So a post is tried again only where it cannot have arrived: Slack said no, or no
connection was made, or a look into the channel does not find it (`arrivals`). Where nobody may look, it is parked,
where `clankerbot doctor` shows it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final, Literal

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot import arrivals
from clankerbot_bot.bundles import bundled, joined
from clankerbot_bot.slack_errors import error_of, retry_after_s
from clankerbot_bot.web_client import SlackLeftAlone
from clankerbot_engine.logs import failures_logged
from clankerbot_engine.stores.ports import JsonDict, OutboxStore, Post

log = logging.getLogger(__name__)

EVERY_S: Final = 1.0
"""Between two posts to one channel (https://docs.slack.dev/apis/web-api/rate-limits)."""
MOST_TRIES: Final = 80
"""With the waits between them, twelve hours: Slack may be away for as long."""
FIRST_WAIT_S: Final = 2.0
LONGEST_WAIT_S: Final = 600.0
LOOKS_EVERY_S: Final = 30.0
LEASE: Final = timedelta(minutes=2)
"""How long sending may take, with all its time-outs. After that it was cut off, or its answer was lost."""
KEPT: Final = timedelta(days=30)

_TRY_AGAIN: Final = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"})
"""Slack's word that nothing was posted, and that it may be later. Every other refusal stands."""
_BAD_BLOCKS: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
UNKNOWN: Final = "no answer: it may have been posted"

Outcome = Literal["posted", "waiting", "refused"]
"""`waiting`: it is kept, and posted later. `refused`: parked, for it cannot be posted, or nobody knows if it was."""

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""The client of a workspace, which tries nothing again by itself; None where the app is not installed any more."""


Compose = Callable[[Post], Awaitable[JsonDict | None]]
"""The message of a post as it is to be shown now; None: there is nothing to say any more."""


Simpler = Callable[[AsyncWebClient, Post], AsyncIterator[JsonDict]]
"""The same post for a workspace that refuses its blocks, the best first; the text alone is the last resort."""


class NotNow(Exception):
    """Raised by `Compose`: what is to be shown cannot be told for so long. `why` is a word for it."""

    def __init__(self, why: str, after_s: float) -> None:
        super().__init__(why)
        self.why = why
        self.after_s = after_s


OnRefused = Callable[[Post, str], Awaitable[None]]
"""Slack will not have a post, for this reason in its own word."""


class Outbox:
    def __init__(
        self,
        store: OutboxStore,
        client_of: ClientOf,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        compose: Compose | None = None,
        on_refused: OnRefused | None = None,
        simpler: Simpler | None = None,
    ) -> None:
        self._store = store
        self._client_of = client_of
        self._compose = compose or as_kept
        self._on_refused = on_refused
        self._simpler = simpler
        self._clock = clock
        self._sleep = sleep
        self._next_at: dict[tuple[str, str], datetime] = {}
        self._more = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._sending: asyncio.Future[None] | None = None
        self._awaited: dict[str, asyncio.Future[Outcome]] = {}

    async def add(
        self, post_id: str, workspace: str, channel: str, message: JsonDict, *, batch: str | None = None
    ) -> bool:
        """`message`: `text`, and perhaps `blocks` and `thread_ts`. False where this post is there already."""
        now = self._clock()
        added = await self._store.add(
            Post(post_id, workspace, channel, message, "waiting", due_at=now, created_at=now, batch=batch)
        )
        self._more.set()
        return added

    async def post(self, post_id: str, workspace: str, channel: str, message: JsonDict) -> Outcome:
        """As `add`, for somebody who waits: what became of it, if that can be said at once."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._awaited[post_id] = outcome
        try:
            await self.add(post_id, workspace, channel, message)
            await self.pass_once()
            if not outcome.done() and self._sending is not None:  # the worker was faster
                await asyncio.wait([self._sending])
            return outcome.result() if outcome.done() else "waiting"
        finally:
            del self._awaited[post_id]

    async def amend(self, post_id: str, message: JsonDict | None = None, *, after_s: float = 0) -> bool:
        """It is to show this from now on, or what is composed of it now: where it is posted already, it is updated.

        False where it is not there any more.
        """
        amended = await self._store.amend(post_id, message, due_at=self._clock() + timedelta(seconds=after_s))
        self._more.set()
        return amended

    def wake(self) -> None:
        """Something was put into the store behind its back."""
        self._more.set()

    async def start(self, *, alone: bool) -> None:
        """`alone`: no other instance can be at work, so what is being sent was cut off."""
        await self.settle(alone=alone)
        await self._store.forget(before=self._clock() - KEPT)
        self._worker = asyncio.create_task(self._work(), name="outbox")

    async def stop(self, timeout_s: float) -> None:
        """What is being sent is finished; what waits is sent after the next start."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker, *([self._sending] if self._sending else ())], timeout=timeout_s)
            self._worker = self._sending = None

    async def pass_once(self) -> int:
        """Post what is due and whose channel is free; how many posts were dealt with."""
        now = self._clock()
        count = 0
        for place, posts in self._by_place(await self._store.due(now=now)):
            if now < self._next_at.get(place, now) <= now + timedelta(seconds=EVERY_S):  # later: the clock was set back
                continue
            bundle = await self._store.take([post.id for post in bundled(posts)], until=now + LEASE)
            if bundle:
                self._next_at[place] = now + timedelta(seconds=EVERY_S)
                # Once it is on its way to Slack, its end is written down, whatever is cancelled meanwhile.
                self._sending = asyncio.ensure_future(self._send(place, bundle))
                await asyncio.shield(self._sending)
                count += len(bundle)
        self._next_at = {place: at for place, at in self._next_at.items() if at > now}
        return count

    async def _work(self) -> None:
        while True:
            self._more.clear()
            wait_s = LOOKS_EVERY_S
            with failures_logged(log, "outbox_failed"):
                await self.settle()
                await self.pass_once()
                wait_s = await self._wait_s()
            waiting = asyncio.ensure_future(self._sleep(wait_s))
            asked = asyncio.ensure_future(self._more.wait())
            try:
                await asyncio.wait([waiting, asked], return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
                asked.cancel()

    async def settle(self, *, alone: bool = False) -> None:
        """Find out what became of posts whose sending was cut off, here or in another instance."""
        now = self._clock()
        for post in await self._store.cut_off(
            now=datetime.max.replace(tzinfo=UTC) if alone else now, until=now + LEASE
        ):
            client = await self._client_of(post.workspace)
            try:
                found = None if client is None else await arrivals.find(client, post)
            except arrivals.CannotTell:
                await self._park([post.id], UNKNOWN)
            except (SlackApiError, aiohttp.ClientError, TimeoutError):
                continue  # once more, when the lease is over
            else:
                if found is None:
                    await self._store.put_back([post.id], due_at=now, error="it had not arrived")
                else:
                    await self._store.finish([post], posted_as=found, at=now)
                log.warning("post_looked_for", extra={"post_id": post.id, "found": found is not None})

    async def _wait_s(self) -> float:
        """Until the next post is due and its channel is free."""
        now = self._clock()
        due_at = await self._store.next_due_at()
        if due_at is None:
            return LOOKS_EVERY_S
        free_at = min(self._next_at.values(), default=now)
        return min(LOOKS_EVERY_S, max(0.05, (max(due_at, free_at) - now).total_seconds()))

    @staticmethod
    def _by_place(posts: Sequence[Post]) -> list[tuple[tuple[str, str], list[Post]]]:
        def place(post: Post) -> tuple[str, str]:
            return post.workspace, post.channel

        return [(key, list(group)) for key, group in groupby(sorted(posts, key=lambda p: (place(p), p.id)), key=place)]

    async def _send(self, place: tuple[str, str], bundle: list[Post]) -> None:
        ids = [post.id for post in bundle]
        workspace, channel = place
        client = await self._client_of(workspace)
        if client is None:
            await self._park(ids, "the app is not installed in this workspace any more")
            return
        try:
            message = await self._composed(bundle)
        except NotNow as error:
            await self._again(bundle, error.why, error.after_s)
            return
        if message is None:  # there is nothing to say any more
            await self._store.finish(bundle, posted_as=bundle[0].posted_as or "", at=self._clock())
            self._tell(ids, "refused")
            return
        try:
            posted_as = await self._posted(client, channel, {**message, "metadata": arrivals.mark(ids)}, bundle)
        except SlackApiError as error:
            await self._refused(place, bundle, error)
        except (aiohttp.ClientConnectorError, SlackLeftAlone) as error:  # no connection was made
            await self._again(bundle, type(error).__name__, self._backoff_s(bundle))
        except (aiohttp.ClientError, TimeoutError):
            self._unanswered(place, ids)
        else:
            await self._store.finish(bundle, posted_as=posted_as, at=self._clock())
            self._tell(ids, "posted")

    async def _composed(self, bundle: list[Post]) -> JsonDict | None:
        """As the messages are now: of some, only what they are made of is kept."""
        messages = [await self._compose(post) for post in bundle]
        said = [replace(post, message=message) for post, message in zip(bundle, messages, strict=True) if message]
        return joined(said) if said else None

    async def _posted(self, client: AsyncWebClient, channel: str, message: JsonDict, bundle: list[Post]) -> str:
        """How the message is named from now on."""
        before = bundle[0].posted_as
        async for shown in self._ways(client, message, bundle):
            try:
                return await _say(client, channel, shown, before)
            except SlackApiError as error:
                if not shown.get("blocks") or error_of(error) not in _BAD_BLOCKS:
                    raise
                log.warning("blocks_refused", extra={"channel": channel})
        return await _say(client, channel, {**message, "blocks": []}, before)

    async def _ways(self, client: AsyncWebClient, message: JsonDict, bundle: list[Post]) -> AsyncIterator[JsonDict]:
        """To show it, the best first."""
        yield message
        if self._simpler is not None and len(bundle) == 1:
            async for simpler in self._simpler(client, bundle[0]):
                yield {**message, **simpler}

    async def _refused(self, place: tuple[str, str], bundle: list[Post], error: SlackApiError) -> None:
        said = error_of(error)
        if said is None:  # a 5xx with no word of Slack's own
            self._unanswered(place, [post.id for post in bundle])
            return
        if said in _TRY_AGAIN:
            wait_s = retry_after_s(error) or self._backoff_s(bundle)
            self._next_at[place] = self._clock() + timedelta(seconds=wait_s)
            await self._again(bundle, said, wait_s)
            return
        log.warning("post_refused", extra={"workspace": place[0], "channel": place[1], "error": said})
        await self._park([post.id for post in bundle], said)
        if self._on_refused is not None:
            await self._on_refused(bundle[0], said)

    def _unanswered(self, place: tuple[str, str], ids: list[str]) -> None:
        """It may still arrive. `settle` looks for it once it must have."""
        log.warning("post_unanswered", extra={"workspace": place[0], "channel": place[1]})
        self._tell(ids, "waiting")

    async def _again(self, bundle: list[Post], error: str, wait_s: float) -> None:
        due_at = self._clock() + timedelta(seconds=wait_s)
        tired = [post.id for post in bundle if post.attempts >= MOST_TRIES]
        rest = [post.id for post in bundle if post.id not in tired]
        if rest:
            await self._store.put_back(rest, due_at=due_at, error=error)
            self._tell(rest, "waiting")
        if tired:
            log.warning("post_given_up", extra={"error": error, "posts": len(tired)})
            await self._park(tired, error)

    async def _park(self, ids: list[str], error: str) -> None:
        await self._store.park(ids, error=error)
        self._tell(ids, "refused")

    def _tell(self, ids: list[str], outcome: Outcome) -> None:
        for post_id in ids:
            awaited = self._awaited.get(post_id)
            if awaited is not None and not awaited.done():
                awaited.set_result(outcome)

    @staticmethod
    def _backoff_s(bundle: list[Post]) -> float:
        tries: int = max(post.attempts for post in bundle)
        return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(tries - 1, 20))


async def _say(client: AsyncWebClient, channel: str, message: JsonDict, before: str | None) -> str:
    if before:
        place, _, ts = before.partition("/")
        await client.chat_update(channel=place, ts=ts, **{"blocks": [], **message})
        return before
    plain: dict[str, Any] = {"channel": channel, "unfurl_links": False, "unfurl_media": False}
    answer = await client.chat_postMessage(**plain, **{name: value for name, value in message.items() if value != []})
    return f"{answer.get('channel') or channel}/{answer.get('ts')}"


async def as_kept(post: Post) -> JsonDict | None:
    return post.message
