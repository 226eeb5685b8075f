"""What schedules post, what became of it, and whether a channel takes it."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from ulid import ULID

from clankerbot_bot.blocks import Message, scheduled_copy, scheduled_summary
from clankerbot_bot.blocks.missing_hours import missing_hours
from clankerbot_bot.blocks.sentences import channel_name, paused_why, problem_said, schedule_what
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.cards import PostedSummary, Receipt, Row
from clankerbot_bot.feed import Feed
from clankerbot_bot.outbox import ClientOf, Outbox
from clankerbot_bot.pictures import picture_of
from clankerbot_bot.posted_summaries import PostedSummaries
from clankerbot_bot.posts import team_and_user
from clankerbot_bot.reminding import is_somebody
from clankerbot_bot.slack_errors import error_of
from clankerbot_bot.words import Words, words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionResult, ApiError, MissingHours, Summary
from clankerbot_engine.errors import NotFound
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import JsonDict, Post, Schedule, ScheduleRun

log = logging.getLogger(__name__)

REFUSED: Final = "post_refused"
SCHEDULE: Final = "schedule"
"""In a kept message: the id of the schedule that posts it. It does not go to Slack."""
SUMMARY: Final = "summary"
"""The same: the id of the card that a summary is drawn from."""
LOOKS_FOR_S: Final = 1.5
"""A command waits for it."""
_SPEAK_FOR_THEMSELVES: Final = frozenset({"post_message", "remind"})
"""What they do is seen in Slack; nobody needs to be told that it was done."""
_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{2,}")
_NOT_THERE: Final = frozenset({"channel_not_found", "is_archived"})


class SchedulePosts:
    """All other posts are `feed`'s to compose, and to be told of where they are refused."""

    def __init__(
        self, schedules: Schedules, accounts: Accounts, feed: Feed, client_of: ClientOf, summaries: PostedSummaries
    ) -> None:
        self._schedules = schedules
        self._accounts = accounts
        self._feed = feed
        self._client_of = client_of
        self._summaries = summaries
        self._outbox: Outbox | None = None

    def goes_through(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def announce(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None:
        """To the schedule's channel, else to its owner; what went wrong to the owner alone. Once for each firing."""
        owner = team_and_user(schedule.principal)
        to_owner = owner[1] if owner else None
        words = await self._words(schedule.principal)
        channel: str | None = to_owner
        paused = problem is not None and problem.message == schedule.paused_because
        if paused:
            text = words.schedule_paused.format(what=_what(schedule, words), why=_why(schedule, words))
            message: JsonDict = {"text": text}
        elif problem is not None:
            message = {"text": words.not_on_schedule.format(problem=safe(problem_said(problem, words)))}
        else:
            shown = [result for result in results if result.action.kind not in _SPEAK_FOR_THEMSELVES]
            if not shown:
                return
            alone = shown[0] if isinstance(shown[0].action, MissingHours) else None
            channel = to_owner if alone is not None else schedule.channel or to_owner
            if channel is not None and len(shown) == 1 and shown[0].summary is not None:
                posted = await self._summaries.keep(schedule, shown[0], channel, _post_id(schedule, run, paused=False))
                message = {**scheduled_summary(posted, to_owner, words, chart=True), SUMMARY: posted.id}
            elif alone is not None:
                message = dict(missing_hours(alone, words))
            else:
                card = Receipt(id=schedule.id, owner=schedule.principal, rows=tuple(Row(result) for result in shown))
                message = dict(scheduled_copy(card, to_owner, words))
        if channel is not None:
            await self._post(
                _post_id(schedule, run, paused=paused), schedule.principal, channel, {**message, SCHEDULE: schedule.id}
            )

    async def compose(self, post: Post) -> JsonDict | None:
        """What was amended since it was first to be posted is read anew. Raises `NotNow` where it cannot be."""
        message = await self._feed.compose(post)
        if message is None:
            return None
        card = await self._summary_of(post) if post.version > 1 else None
        if card is not None:
            card = await self._summaries.as_it_is_now(card, post.id)
            message = dict(await self._drawn(card, chart=True))
        return {name: value for name, value in message.items() if name not in (SCHEDULE, SUMMARY)}

    async def simpler(self, client: AsyncWebClient, post: Post) -> AsyncIterator[JsonDict]:
        """`Outbox.Simpler`: a picture in place of Slack's chart, where the app may upload one; else bars of text."""
        card = await self._summary_of(post)
        if card is None:
            return
        picture = await self._uploaded(client, card)
        if picture is not None:
            yield dict(await self._drawn(card, picture=picture))
        yield dict(await self._drawn(card))

    async def _summary_of(self, post: Post) -> PostedSummary | None:
        card_id = post.message.get(SUMMARY)
        return await self._summaries.card(card_id) if isinstance(card_id, str) else None

    async def _drawn(self, card: PostedSummary, *, chart: bool = False, picture: str | None = None) -> Message:
        owner = team_and_user(card.owner)
        words = await self._words(card.owner)
        return scheduled_summary(card, owner[1] if owner else None, words, chart=chart, picture=picture)

    async def _uploaded(self, client: AsyncWebClient, card: PostedSummary) -> str | None:
        """The file's id. Needs the scope `files:write`, which a workspace may have left out."""
        fact, action = card.result.summary, card.result.action
        if fact is None or not fact.rows or not isinstance(action, Summary):
            return None
        png = await picture_of(action, fact, await self._words(card.owner))
        name = f"summary-{fact.from_}-{fact.to}.png"
        try:
            uploaded = await client.files_upload_v2(content=png, filename=name, title=name)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.info("picture_not_uploaded", extra={"error": type(error).__name__})
            return None
        found = [each.get("id") for each in uploaded.get("files") or ()]
        return str(found[0]) if found and found[0] else None

    async def refused(self, post: Post, error: str) -> None:
        """`Outbox.on_refused`: a schedule whose post Slack will not have is paused, and its owner is told.

        Where it is the owner who cannot be told, an admin is.
        """
        schedule_id = post.message.get(SCHEDULE)
        if not isinstance(schedule_id, str):
            await self._feed.refused(post, error)
            return
        try:
            schedule = await self._schedules.get(schedule_id, None)
        except NotFound:
            return
        words = await self._words(schedule.principal)
        reason = words.channel_refusals.get(error) or f"({safe(error)})"
        why = words.post_refused.format(channel=channel_name(post.channel), why=reason)
        refusal = ApiError(code="forbidden", message=why, details={"reason": REFUSED})
        owner = team_and_user(schedule.principal)
        if owner is None or post.channel != owner[1]:
            await self._schedules.firing.pause(schedule_id, refusal)
        elif not await self._schedules.firing.pause(schedule_id, refusal):
            # It is paused already, and this is what should have told them so; the pause just made is told of alike.
            await self._tell_an_admin(await self._schedules.get(schedule_id, None), owner[1])

    async def refusal_of(self, principal: str, channel: str) -> str | None:
        """See `Poster`. Takes the scopes `channels:read` and `groups:read`, which a workspace may have left out."""
        if is_somebody(channel):
            return await self._refusal_of_person(team_and_user(principal), principal, channel)
        try:
            answer = await self._looked_at(principal, channel)
        except SlackApiError as error:
            said = error_of(error)
            return said if said in _NOT_THERE else None
        if answer is None:
            return None
        found = answer.get("channel") or {}
        if found.get("is_archived"):
            return "is_archived"
        scopes = answer.headers.get("x-oauth-scopes", "").split(",")
        open_to_it = not found.get("is_private") and "chat:write.public" in scopes
        return None if found.get("is_member") or open_to_it else "not_in_channel"

    async def name_of(self, principal: str, channel: str) -> str | None:
        """See `Poster`. Takes the scopes that `refusal_of` does."""
        try:
            answer = await self._looked_at(principal, channel)
        except SlackApiError:
            return None
        name = None if answer is None else (answer.get("channel") or {}).get("name")
        return name if isinstance(name, str) else None

    async def _looked_at(self, principal: str, channel: str) -> AsyncSlackResponse | None:
        """None where Slack cannot be asked. Raises `SlackApiError`."""
        person = team_and_user(principal)
        client = await self._client_of(person[0] if person else "")
        if client is None or not _CHANNEL_ID.fullmatch(channel):
            return None
        try:
            async with asyncio.timeout(LOOKS_FOR_S):
                return await client.conversations_info(channel=channel)
        except (aiohttp.ClientError, TimeoutError):
            return None

    async def _refusal_of_person(self, owner: tuple[str, str] | None, principal: str, user_id: str) -> str | None:
        """What a schedule of one's own posts goes to oneself, or to those that one leads and who take it."""
        if owner is None or user_id == owner[1]:
            return None if owner is not None else "not_lead"
        other = f"slack:{owner[0]}:{user_id}"
        if not await self._accounts.is_admin_over(principal, other):
            return "not_lead"
        return None if (await self._accounts.settings(other)).by_others is not False else "not_wanted"

    async def _tell_an_admin(self, schedule: Schedule, owner_id: str) -> None:
        """Once for each pause."""
        for principal in await self._accounts.colleagues(schedule.principal):
            admin = team_and_user(principal)
            if admin is None or not await self._accounts.is_admin_over(principal, schedule.principal):
                continue
            words = await self._words(principal)
            text = words.schedule_paused_of.format(
                person=f"<@{owner_id}>", what=_what(schedule, words), why=_why(schedule, words)
            )
            digest = sha256(f"paused:{schedule.id}:{schedule.updated_at.isoformat()}".encode()).digest()
            await self._post(str(ULID.from_bytes(digest[:16])), principal, admin[1], {"text": text})
            return

    async def _post(self, post_id: str, principal: str, channel: str, message: JsonDict) -> None:
        assert self._outbox is not None
        person = team_and_user(principal)
        await self._outbox.add(post_id, person[0] if person else "", channel, message)

    async def _words(self, principal: str) -> Words:
        return words_for((await self._accounts.settings(principal)).language)


def _why(schedule: Schedule, words: Words) -> str:
    why = paused_why(schedule.paused_because or "", schedule.paused_reason, words)
    return why if schedule.paused_reason == REFUSED else safe(why, 300)  # that one is ours, and names a channel


def _what(schedule: Schedule, words: Words) -> str:
    return safe(schedule_what({"action": schedule.action}, words))


def _post_id(schedule: Schedule, run: ScheduleRun, *, paused: bool) -> str:
    """The firing's own, so that it is posted once however often it is taken up again."""
    firing = sha256(f"{'paused:' * paused}{schedule.id}:{run.fire_key}".encode()).digest()
    return str(ULID(int(run.due_at.timestamp() * 1000).to_bytes(6, "big") + firing[:10]))
