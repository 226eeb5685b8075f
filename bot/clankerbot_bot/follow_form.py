"""The form that says what a channel is to be told of: filled in from what was typed, and tried before it closes."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from clankerbot_bot import blocks
from clankerbot_bot.background import Background
from clankerbot_bot.blocks import FollowDraft, Named, action_ids
from clankerbot_bot.blocks.follow_form import NOT_BILLABLE, TOPICS
from clankerbot_bot.blocks.sentences import detail, told_why
from clankerbot_bot.clicks.common import CardActions
from clankerbot_bot.conversation import Conversation, Manner
from clankerbot_bot.entry_form import Fields, NotFilledIn, only_what_it_offers, read_length
from clankerbot_bot.forms import Forms
from clankerbot_bot.shelf import Kept, Shelf
from clankerbot_bot.turns import Origin, Turn, metadata
from clankerbot_bot.words import Words
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import Subscribe
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError, Forbidden, ValidationFailed
from clankerbot_engine.stores.ports import JsonDict

TRIED_WITHIN_S: Final = 2.0
"""Slack waits three for the answer to a form; what is not known by then is said by the card that follows."""
_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{2,}")
_BLOCK_OF: Final[Mapping[str, str]] = {
    "channel": action_ids.CHANNEL_BLOCK,
    "filters.client": action_ids.CLIENT_BLOCK,
    "filters.project": action_ids.PROJECT_BLOCK,
    "filters.people": action_ids.PEOPLE_BLOCK,
    "filters.tag": action_ids.TAG_BLOCK,
}


class FollowForm:
    def __init__(
        self,
        conversation: Conversation,
        on: CardActions,
        forms: Forms,
        shelf: Shelf,
        *,
        engine: Engine,
        accounts: Accounts,
        background: Background,
    ) -> None:
        self._conversation = conversation
        self._on = on
        self._forms = forms
        self._shelf = shelf
        self._engine = engine
        self._accounts = accounts
        self._background = background

    async def open(self, turn: Turn, trigger_id: str, origin: Origin, card_id: str) -> None:
        """`card_id`: of the card that asks what to follow, if there is one; what follows takes its place."""

        async def view(manner: Manner) -> blocks.View:
            kept = await self._shelf.get(card_id)
            if kept is None or kept.card.owner != turn.person.principal:
                beside = Origin(channel=origin.channel, thread_ts=origin.thread_ts)
                draft = FollowDraft(channel=channel_id(origin.channel))
                return blocks.follow_modal(draft, manner.words, metadata=metadata(beside))
            draft = await self._draft(turn, manner, kept, origin)
            return blocks.follow_modal(draft, manner.words, metadata=metadata(origin, card=card_id))

        await self._forms.open(turn, trigger_id, view)

    async def read(self, turn: Turn, view: Mapping[str, Any]) -> Subscribe:
        """What was chosen. Raises `NotFilledIn`, for what is not in the workspace or not the person's to see, too."""
        manner = self._conversation.manner_at_once(turn.person)
        action = read_follow_form(view, manner.words)
        trial = self._background.start(self._trial(turn, action), name="slack_follow_trial")
        done, _ = await asyncio.wait({trial}, timeout=TRIED_WITHIN_S)
        error = trial.result() if done else None
        if error is not None:
            raise NotFilledIn({_block_of(error): told_why(error, manner.words)})
        return action

    async def submit(self, turn: Turn, action: Subscribe, told: JsonDict) -> None:
        documents = (action.model_dump(mode="json"),)
        card_id = told.get("card")
        if not card_id:
            manner = await self._conversation.manner_of(turn.person, turn.client)
            await self._conversation.act(turn, manner, documents, card_id=self._shelf.new_id(), text="")
            return

        async def act(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
            await self._conversation.act(turn, manner, documents, card_id=kept.card.id, text=kept.card.text)

        await self._on.on_card(turn, card_id, None, act)

    async def _trial(self, turn: Turn, action: Subscribe) -> ClankerbotError | None:
        """What the person can mend in the form; all else is told by the card."""
        try:
            await self._engine.run(principal=turn.person.principal, actions=[action], dry_run=True)
        except (ValidationFailed, Forbidden) as error:
            return error
        except ClankerbotError:
            return None
        return None

    async def _draft(self, turn: Turn, manner: Manner, kept: Kept, origin: Origin) -> FollowDraft:
        """Of what was typed, as far as the form can show it."""
        said: Sequence[Any] = kept.actions or ()
        if said:
            actions = [self._engine.router.read_action(each) for each in said]
        else:
            reading = await self._engine.parse(
                kept.card.text, principal=turn.person.principal, timezone=manner.timezone, locale=manner.locale
            )
            actions = list(reading.actions)
        action = next((each for each in actions if isinstance(each, Subscribe)), Subscribe())
        snapshot = await self._accounts.snapshot(turn.person.principal)
        catalogue = snapshot.catalogue if snapshot is not None else None
        channel = origin.channel if action.channel is None else action.channel
        return _draft_of(action, channel_id(channel), catalogue or Catalogue(), manner.words)


def read_follow_form(view: Mapping[str, Any], words: Words) -> Subscribe:
    """Raises `NotFilledIn`."""
    fields, errors = Fields(view), dict[str, str]()
    lengths = {
        "min_duration_s": _length(fields, action_ids.LONGER_BLOCK, words, errors),
        "max_duration_s": _length(fields, action_ids.SHORTER_BLOCK, words, errors),
    }
    least, most = lengths.values()
    if least is not None and most is not None and least >= most:
        errors[action_ids.SHORTER_BLOCK] = words.bad_lengths
    quiet_from, quiet_to = fields.time(action_ids.QUIET_FROM_BLOCK), fields.time(action_ids.QUIET_TO_BLOCK)
    if (quiet_from is None) != (quiet_to is None) or (quiet_from is not None and quiet_from == quiet_to):
        errors[action_ids.QUIET_TO_BLOCK] = words.bad_quiet
    if errors:
        raise NotFilledIn(errors)
    billable = fields.chosen(action_ids.BILLABLE_BLOCK)
    people = (fields.of(action_ids.PEOPLE_BLOCK).get("value") or "").split(",")
    filters = {
        "client": fields.chosen(action_ids.CLIENT_BLOCK),
        "project": fields.chosen(action_ids.PROJECT_BLOCK),
        "people": [name.strip() for name in people if name.strip()] or None,
        "tag": fields.chosen(action_ids.TAG_BLOCK),
        "billable": None if billable is None else billable != NOT_BILLABLE,
        **lengths,
        "quiet_from": quiet_from and f"{quiet_from:%H:%M}",
        "quiet_to": quiet_to and f"{quiet_to:%H:%M}",
    }
    topics = [option["value"] for option in fields.of(action_ids.EVENTS_BLOCK).get("selected_options") or ()]
    with only_what_it_offers():
        return Subscribe(
            channel=fields.of(action_ids.CHANNEL_BLOCK).get("selected_conversation"),
            events=tuple(dict.fromkeys(event for topic in topics for event in TOPICS.get(topic, ()))),
            filters={name: value for name, value in filters.items() if value is not None},
        )


def _length(fields: Fields, block_id: str, words: Words, errors: dict[str, str]) -> int | None:
    text = (fields.of(block_id).get("value") or "").strip()
    seconds = read_length(text) if text else None
    if text and seconds is None:
        errors[block_id] = words.bad_length
    return seconds


def _draft_of(action: Subscribe, channel: str | None, catalogue: Catalogue, words: Words) -> FollowDraft:
    filters = action.filters
    named = [each for each in catalogue.projects if each.name == filters.get("project") and each.id]
    tags = [each for each in catalogue.tags if each.name == filters.get("tag") and each.id]
    people = filters.get("people")
    billable, client = filters.get("billable"), filters.get("client")
    events = set(action.events)
    return FollowDraft(
        channel=channel,
        topics=tuple(topic for topic, told in TOPICS.items() if events.issuperset(told)),
        client=client
        if any(each.client == client for each in catalogue.projects) and isinstance(client, str)
        else None,
        project=Named(named[0].id or "", named[0].name) if len(named) == 1 else None,
        people=tuple(str(each) for each in people) if isinstance(people, list) else (),
        tag=Named(tags[0].id or "", tags[0].name) if tags else None,
        longer=_length_said(filters.get("min_duration_s"), words),
        shorter=_length_said(filters.get("max_duration_s"), words),
        billable=billable if isinstance(billable, bool) else None,
        quiet_from=_clock(filters.get("quiet_from")),
        quiet_to=_clock(filters.get("quiet_to")),
    )


def _length_said(seconds: Any, words: Words) -> str:
    return words.length(seconds) if isinstance(seconds, int) else ""


def _clock(value: Any) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) else None


def channel_id(channel: str | None) -> str | None:
    """None for a direct message, which nobody follows in, and for a name, which Slack's select does not take."""
    return channel if channel is not None and _CHANNEL_ID.fullmatch(channel) else None


def _block_of(error: ClankerbotError) -> str:
    """Where the form shows it: what is not the person's to see would be so for themselves."""
    if isinstance(error, Forbidden):
        return action_ids.PEOPLE_BLOCK
    return _BLOCK_OF.get(detail(error.details, "field") or "", action_ids.EVENTS_BLOCK)
