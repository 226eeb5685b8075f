"""What a person says, from whichever side it comes, and what they are shown for it: one meaning everywhere."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient
from ulid import ULID

from clankerbot_bot import blocks
from clankerbot_bot.background import Background
from clankerbot_bot.blocks import Message
from clankerbot_bot.cards import CARDS, ConnectFirst, Failure, Question, Receipt
from clankerbot_bot.living import LivingCards
from clankerbot_bot.members import Members
from clankerbot_bot.once import Once
from clankerbot_bot.people import Person, Profile, Profiles
from clankerbot_bot.rendering import Charts, has_chart, render
from clankerbot_bot.requests import READS, Request, Requests
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.surfaces import NotShown, Place, called
from clankerbot_bot.timesheets import Asked, Timesheets
from clankerbot_bot.turns import Turn
from clankerbot_bot.typed import as_typed, people_in
from clankerbot_bot.words import ENGLISH, Words, words_for
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionResult
from clankerbot_engine.stores.ports import JsonDict

log = logging.getLogger(__name__)

PENDING_AFTER_S: Final = 4.0
"""So long nothing is shown; then that it takes longer."""
MOST_NAMED: Final = 20
"""People of one text whose names are asked for: Slack takes about a hundred such questions a minute, from all. Others
stay ids.
"""


@dataclass(frozen=True, slots=True)
class Manner:
    """How this person is spoken with.

    `timezone` and `locale` are passed to the engine; None: it knows itself, from their settings and their Clockify
    profile. `zone` is what the person goes by.
    """

    words: Words
    timezone: ZoneInfo | None
    zone: ZoneInfo
    locale: str | None = None


class Conversation:
    """`written` is told of whom something may have changed."""

    def __init__(
        self,
        requests: Requests,
        *,
        accounts: Accounts,
        shelf: Shelf,
        profiles: Profiles,
        timesheets: Timesheets,
        background: Background,
        zone: ZoneInfo,
        charts: Charts,
        living: LivingCards,
        members: Members,
        written: Callable[[Person, AsyncWebClient, Sequence[ActionResult]], None],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._requests = requests
        self._accounts = accounts
        self._shelf = shelf
        self._profiles = profiles
        self._timesheets = timesheets
        self._zone = zone
        self._charts = charts
        self._living = living
        self._members = members
        self._written = written
        self._background = background
        self._clock = clock
        self._sleep = sleep

        def start(work: Coroutine[Any, Any, Kept]) -> asyncio.Task[Kept]:
            return background.start(work, name="slack_answer")

        self._once: Once[Kept] = Once(start, monotonic=monotonic)
        self._start = start

    async def manner_of(self, person: Person, client: AsyncWebClient) -> Manner:
        """Their settings first, then what Slack says of them."""
        profile = await self._profiles.of(person, client)
        settings = await self._accounts.settings(person.principal)
        words = words_for(settings.language or profile.locale)
        return Manner(
            words=words,
            timezone=profile.timezone if settings.timezone is None else None,
            zone=ZoneInfo(settings.timezone) if settings.timezone else profile.timezone or self._zone,
            locale=_read_in(profile),
        )

    def manner_at_once(self, person: Person) -> Manner:
        """As far as it is known without asking anybody."""
        profile = self._profiles.known(person)
        words = words_for(profile.locale)
        return Manner(words, profile.timezone, profile.timezone or self._zone)

    def today(self, manner: Manner) -> date:
        return self._clock().astimezone(manner.zone).date()

    async def hear(self, turn: Turn, text: str, *, card_id: str | None = None) -> None:
        """`text` as Slack sent it; nothing at all asks for help. `card_id`: of the card that is answered in.

        The same text again within a moment is the same request: one time entry, and the same answer.
        """
        manner = await self.manner_of(turn.person, turn.client)
        await self._say_working(turn, manner)
        named = list(dict.fromkeys(people_in(text)))[:MOST_NAMED]
        names = {user_id: await self._name_of(user_id, turn) for user_id in named}
        typed = as_typed(text, names) or "help"
        request = Request(
            turn.person,
            card_id or self._shelf.new_id(),
            turn.key,
            turn.way_in,
            text=typed,
            timezone=manner.timezone,
            channel=turn.channel,
            locale=manner.locale,
        )
        await self._ask_once(turn, manner, request, _asked(request, " ".join(typed.split())))

    async def act(self, turn: Turn, manner: Manner, actions: tuple[JsonDict, ...], *, card_id: str, text: str) -> None:
        """Carry out what was put together by clicks; `text` is what it began with."""
        request = Request(
            turn.person, card_id, turn.key, turn.way_in, text=text, timezone=manner.timezone, actions=actions
        )
        await self._show_when_ready(turn, manner, self._start(self._answer(request, manner, turn.client)), text)

    async def act_once(self, turn: Turn, manner: Manner, action: JsonDict) -> None:
        """For a button that stays where it is, and is answered elsewhere: the second of a double click says nothing."""
        request = Request(
            turn.person, self._shelf.new_id(), turn.key, turn.way_in, timezone=manner.timezone, actions=(action,)
        )
        asked = _asked(request, json.dumps(action, sort_keys=True))
        if not self._once.knows(asked):
            await self._ask_once(turn, manner, request, asked)

    async def again(self, turn: Turn, manner: Manner, kept: Kept, *, keep: bool = False) -> None:
        """Once more, under the key of the first time: what was written after all is found and told.

        `keep`: for when it was said, and if Clockify does not answer, it is kept until it does.
        """
        card = kept.card
        key = card.request_key or turn.key
        request = Request(
            turn.person,
            card.id,
            key,
            turn.way_in,
            text=card.text,
            timezone=kept.timezone,
            actions=kept.actions,
            channel=turn.channel,
            locale=manner.locale,
            when_away="keep" if keep else "offer",
            said_at=ULID.from_str(card.id).datetime if keep else None,  # a card's id says when it began
        )
        await self._show_when_ready(turn, manner, self._start(self._answer(request, manner, turn.client)), card.text)

    async def show(self, turn: Turn, manner: Manner, kept: Kept) -> None:
        """Keeps it first, so that its buttons lead somewhere."""
        await self._keep(kept)
        await self._show(turn, manner, kept)

    async def tell(self, turn: Turn, sentence: str) -> None:
        """Beside what is shown."""
        await turn.aside.show(blocks.notice_text(sentence), anew=True)

    def written(self, turn: Turn, manner: Manner, results: Sequence[ActionResult], card_id: str) -> None:
        """What else shows it is drawn anew, in the background: the person's other cards, and App Home."""
        results = [result for result in results if result.status == "done" and not isinstance(result.action, READS)]
        if results:
            follow = self._living.follow(turn.person, turn.client, manner.words, results, but=card_id)
            self._background.hand_over(follow, name="slack_living_cards")
            self._written(turn.person, turn.client, results)

    async def _ask_once(self, turn: Turn, manner: Manner, request: Request, asked: str) -> None:
        """`asked`: the same for the same request."""

        async def answer() -> Kept:
            async with self._shelf.hold(asked):
                return await self._answer_once(request, asked, manner, turn.client)

        was_asked = self._once.knows(asked)
        await self._show_when_ready(turn, manner, self._once.ask(asked, answer), request.text, as_kept=was_asked)

    async def _answer_once(self, request: Request, asked: str, manner: Manner, client: AsyncWebClient) -> Kept:
        """What another instance has answered a moment ago is the answer; what one died over is that same request."""
        owner = request.person.principal
        begun = await self._shelf.begun(asked)
        if begun is None:
            await self._shelf.begin(asked, owner, {"card": request.card_id, "key": request.key})
        elif (answered := await self._shelf.get(begun["card"])) is not None:
            return answered
        else:
            request = replace(request, card_id=begun["card"], key=begun["key"])
        kept = await self._answer(request, manner, client)
        if isinstance(kept.card, Failure | ConnectFirst):  # the next time it may go better
            self._once.forget(asked)
            await self._shelf.begin_anew(asked, owner)
        return kept

    async def _answer(self, request: Request, manner: Manner, client: AsyncWebClient) -> Kept:
        asked = Asked(request.person, manner.zone, request.timezone)
        kept = await self._timesheets.with_totals(await self._requests.carry_out(request), asked)
        if isinstance(kept.card, ConnectFirst):
            member = await self._members.suggested(request.person, client)
            kept = kept.showing(replace(kept.card, member=member))
        elif isinstance(kept.card, Question) and any(need.field.endswith("project") for need in kept.card.needs):
            may_create = await self._accounts.may_create_projects(request.person.principal)
            kept = kept.showing(replace(kept.card, may_create=may_create))
        await self._keep(kept)
        return kept

    async def _show_when_ready(
        self, turn: Turn, manner: Manner, answer: asyncio.Task[Kept], text: str, *, as_kept: bool = False
    ) -> None:
        """`as_kept`: it was answered a moment ago perhaps, and is shown as it is by now."""
        waited = asyncio.ensure_future(self._sleep(PENDING_AFTER_S))
        try:
            await asyncio.wait({answer, waited}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waited.cancel()
        if not answer.done():
            await turn.surface.show(blocks.pending(text, manner.words))
        kept = await asyncio.shield(answer)  # whoever else waits for it goes on
        if as_kept:
            kept = await self._shelf.get(kept.card.id) or kept
        await self._show(turn, manner, kept)

    async def _show(self, turn: Turn, manner: Manner, kept: Kept) -> None:
        team, card, words = turn.person.team_id, kept.card, manner.words

        def without_chart() -> Message:
            self._charts.were_refused(team)
            return render(card, words)

        drawn = render(card, words, chart=self._charts.are_drawn(team))
        if isinstance(card, Receipt):
            self.written(turn, manner, [row.result for row in card.rows if not row.undone], card.id)
        await self._living.expect(card)
        place = await turn.surface.show(drawn, simpler=without_chart if has_chart(drawn) else None)
        settled = self._settle(kept, place)
        if self._shelf.is_held(card.id):  # by a click: this is what came of it, or it was faster than Slack's answer
            self._background.hand_over(settled, name="slack_card")
        else:
            await settled

    async def _settle(self, kept: Kept, place: Place | None) -> None:
        """The card is where it is shown now, whatever a click makes of it meanwhile, and is kept true there."""
        if place is not None and place != _place_of(kept):
            async with self._shelf.hold(kept.card.id):
                now = await self._shelf.get(kept.card.id)
                if now is not None:
                    await self._keep(now.showing(now.card.shown_at(place.channel, place.ts)))
        await self._living.note(kept.card)

    async def _say_working(self, turn: Turn, manner: Manner) -> None:
        """Beneath the conversation with the assistant, until the answer comes; Slack takes it away then."""
        if turn.thread_ts is None:
            return
        try:
            await called(
                turn.client.assistant_threads_setStatus,
                channel_id=turn.channel,
                thread_ts=turn.thread_ts,
                status=manner.words.working,
            )
        except NotShown as error:
            log.info("slack_status_not_shown", extra={"error": error.error})

    async def _keep(self, kept: Kept) -> None:
        if kept.card.kind in CARDS:
            await self._shelf.put(kept)

    async def _name_of(self, user_id: str, turn: Turn) -> str:
        profile = await self._profiles.of(replace(turn.person, user_id=user_id), turn.client)
        return profile.name or user_id


def _asked(request: Request, what: str) -> str:
    return f"asked:{request.person.principal}:{what}"


def _read_in(profile: Profile) -> str | None:
    """American English is what Slack begins with, so English says nothing of how somebody types, or writes a date."""
    return None if words_for(profile.locale) is ENGLISH else profile.locale


def _place_of(kept: Kept) -> Place | None:
    card = kept.card
    return Place(card.channel, card.ts) if card.channel is not None and card.ts is not None else None
