"""What happens in Clockify, told in the channels that subscribed to it: each thing once, and true from then on.

What comes within moments of each other is one message; what changes later changes in the message that told of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from ulid import ULID

from clankerbot_bot.blocks.feed import MOST_LINES, feed
from clankerbot_bot.blocks.sentences import channel_name, subscription_said
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.feed_lines import line_of
from clankerbot_bot.member_names import MemberNames
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.posts import team_and_user
from clankerbot_bot.words import words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.stores.ports import FeedLine, FeedStore, JsonDict, Post
from clankerbot_engine.webhooks.absences import Request
from clankerbot_engine.webhooks.changes import Change
from clankerbot_engine.webhooks.echoes import Echoes
from clankerbot_engine.webhooks.rules import matches, quiet_until, speaks_of
from clankerbot_engine.webhooks.subscriptions import Followed, Subscriptions

FEED: Final = "feed"
GATHERS_S: Final = 10.0
"""How long the first line of a message waits for others."""
AMENDED_AFTER_S: Final = 2.0
AMENDED_FOR: Final = timedelta(hours=24)
"""Later changes are no news, and are not put into old messages."""
KEPT: Final = timedelta(days=30)


class Feed:
    """An `EventHandler`, and what composes the posts that it makes (`Outbox.compose`)."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        store: FeedStore,
        echoes: Echoes,
        accounts: Accounts,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._subscriptions = subscriptions
        self._store = store
        self._echoes = echoes
        self._accounts = accounts
        self._clock = clock
        self._people = MemberNames(accounts, clock=clock)
        self._outbox: Outbox | None = None

    def goes_through(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def __call__(self, change: Change) -> None:
        event = change.event
        if event.workspace_id is None:
            return
        is_echo: bool | None = None
        key = f"{event.entity}:{event.entity_id or change.delivery_id}"
        for followed in await self._subscriptions.following(event.workspace_id):
            subscription = followed.subscription
            if not speaks_of(subscription.events, event.entity):
                continue
            line = await self._store.line(subscription.id, key)
            if line is not None:
                await self._amend(line, change)
            elif matches(followed.rule, subscription.events, change):
                if is_echo is None:
                    is_echo = await self._echoes.is_echo(change)
                if not is_echo:
                    await self._tell(followed, key, change)

    async def compose(self, post: Post) -> JsonDict | None:
        """What its lines say now; None where the subscription is over."""
        if FEED not in post.message:
            return post.message
        page = await self._store.page(post.id, limit=MOST_LINES)
        subscription = None if page is None else await self._subscriptions.get(page.subscription_id)
        if page is None or subscription is None:
            return None
        settings = await self._accounts.settings(subscription.principal)
        return dict(feed(page.lines, page.count, words_for(settings.language)))

    async def refused(self, post: Post, error: str) -> None:
        """`Outbox.on_refused`: whoever subscribed is told once that the channel takes nothing."""
        subscription = await self._subscriptions.get(str(post.message.get(FEED)))
        person = None if subscription is None else team_and_user(subscription.principal)
        if subscription is None or person is None or self._outbox is None:
            return
        words = words_for((await self._accounts.settings(subscription.principal)).language)
        row = {"channel": subscription.channel, "events": subscription.events, "filters": subscription.filters}
        text = words.feed_refused.format(
            channel=channel_name(subscription.channel), what=subscription_said(row, words), why=safe(error)
        )
        digest = sha256(f"refused:{subscription.id}:{error}".encode()).digest()
        await self._outbox.add(str(ULID.from_bytes(digest[:16])), person[0], person[1], {"text": text})

    async def forget_old(self) -> None:
        await self._store.forget(before=self._clock() - KEPT)

    async def _tell(self, followed: Followed, key: str, change: Change) -> None:
        now, subscription = self._clock(), followed.subscription
        team = team_and_user(subscription.principal)
        post_id = str(ULID.from_datetime(now))
        quiet = await self._quiet_until(followed, now)
        post = Post(
            post_id,
            team[0] if team else "",
            subscription.channel,
            {FEED: subscription.id, "text": ""},
            "waiting",
            due_at=quiet or now + timedelta(seconds=GATHERS_S),
            created_at=now,
        )
        await self._store.add(FeedLine(subscription.id, key, post_id, await self._said(change), now), post)
        if self._outbox is not None:
            self._outbox.wake()

    async def _amend(self, line: FeedLine, change: Change) -> None:
        """It goes on telling of what it told of first, as it is now."""
        now = self._clock()
        if now - line.created_at > AMENDED_FOR:
            return
        document = {**await self._said(change), "type": line.document["type"]}
        due_at = now + timedelta(seconds=AMENDED_AFTER_S)
        if await self._store.change(replace(line, document=document), due_at=due_at) and self._outbox is not None:
            self._outbox.wake()

    async def _quiet_until(self, followed: Followed, now: datetime) -> datetime | None:
        if followed.rule.quiet_from is None:
            return None
        snapshot = await self._accounts.snapshot(followed.subscription.principal)
        zone = None if snapshot is None else snapshot.timezone
        return quiet_until(followed.rule, now if zone is None else now.astimezone(zone))

    async def _said(self, change: Change) -> JsonDict:
        document = change.now or change.before or dict(change.event.data)
        line = line_of(change.event, document, gone=change.now is None)
        request = Request.from_document(line.get("request"))
        if request is None or request.person_name is not None or request.person_id is None:
            return line
        name = await self._people.name_of(request.workspace_id, request.person_id)
        return {**line, "request": replace(request, person_name=name).to_document()}
