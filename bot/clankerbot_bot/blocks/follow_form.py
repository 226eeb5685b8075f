"""What a channel is to be told of: chosen in a form, by whoever would rather not type it."""

from dataclasses import dataclass
from datetime import time
from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.forms import Named, named_option
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.sentences import event_name
from clankerbot_bot.blocks.shapes import Block, Element, View
from clankerbot_bot.words import Words
from clankerbot_engine.webhooks.events import FOLLOWED

BILLABLE: Final = "billable"
NOT_BILLABLE: Final = "not_billable"
LONGEST_LENGTH: Final = 40

TOPICS: Final = {
    f"{thing}:{aspect}": events for thing, aspects in FOLLOWED.items() for aspect, events in aspects.items()
}
"""What can be chosen, by the value of its option: the events that it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowDraft:
    """What the form is filled in with. `channel`: an id. `topics`: keys of `TOPICS`. Lengths are text."""

    channel: str | None = None
    topics: tuple[str, ...] = ()
    client: str | None = None
    project: Named | None = None
    people: tuple[str, ...] = ()
    tag: Named | None = None
    longer: str = ""
    shorter: str = ""
    billable: bool | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None


def follow_modal(draft: FollowDraft, words: Words, *, metadata: str = "") -> View:
    return modal(
        action_ids.FOLLOW_VIEW,
        words.follow_title,
        [*_what(draft, words), *_narrowed(draft, words)],
        submit=words.follow_submit,
        close=words.cancel,
        metadata=metadata,
    )


def _what(draft: FollowDraft, words: Words) -> list[Block]:
    topics = {topic: elements.option(_topic_name(events[0], words), topic) for topic, events in TOPICS.items()}
    chosen = [topics[topic] for topic in draft.topics]
    return [
        elements.input_(
            action_ids.CHANNEL_BLOCK,
            words.channel_label,
            elements.conversation_select(action_ids.INPUT, words.choose, initial=draft.channel),
        ),
        elements.input_(
            action_ids.EVENTS_BLOCK,
            words.events_label,
            elements.multi_select(action_ids.INPUT, words.choose, list(topics.values()), chosen),
        ),
    ]


def _narrowed(draft: FollowDraft, words: Words) -> list[Block]:
    billable = {
        True: elements.option(_begun(words.filter_billable), BILLABLE),
        False: elements.option(_begun(words.filter_not_billable), NOT_BILLABLE),
    }
    billed = None if draft.billable is None else billable[draft.billable]
    client = None if draft.client is None else Named(draft.client, draft.client)
    inputs: tuple[tuple[str, str, Element, str | None], ...] = (
        (
            action_ids.CLIENT_BLOCK,
            words.client_label,
            elements.loaded_select(action_ids.CLIENT, words.choose, initial=named_option(client)),
            None,
        ),
        (
            action_ids.PROJECT_BLOCK,
            words.project_label,
            elements.loaded_select(action_ids.PROJECT, words.choose, initial=named_option(draft.project)),
            None,
        ),
        (
            action_ids.PEOPLE_BLOCK,
            words.people_label,
            elements.text_input(
                action_ids.INPUT, initial=", ".join(draft.people), placeholder=words.people_placeholder, most=500
            ),
            words.people_hint,
        ),
        (
            action_ids.TAG_BLOCK,
            words.tag_label,
            elements.loaded_select(action_ids.TAG, words.choose, initial=named_option(draft.tag)),
            None,
        ),
        (action_ids.LONGER_BLOCK, words.longer_label, _length_input(draft.longer, words), None),
        (action_ids.SHORTER_BLOCK, words.shorter_label, _length_input(draft.shorter, words), None),
        (
            action_ids.BILLABLE_BLOCK,
            words.billable_only_label,
            elements.select(action_ids.INPUT, words.either_way, list(billable.values()), billed),
            None,
        ),
        (
            action_ids.QUIET_FROM_BLOCK,
            words.quiet_from_label,
            elements.time_picker(action_ids.INPUT, initial=draft.quiet_from),
            words.quiet_hint,
        ),
        (
            action_ids.QUIET_TO_BLOCK,
            words.quiet_to_label,
            elements.time_picker(action_ids.INPUT, initial=draft.quiet_to),
            None,
        ),
    )
    return [
        elements.input_(block_id, label, element, hint=hint, optional=True) for block_id, label, element, hint in inputs
    ]


def _length_input(text: str, words: Words) -> Element:
    return elements.text_input(
        action_ids.INPUT, initial=text, placeholder=words.duration_placeholder, most=LONGEST_LENGTH
    )


def _topic_name(event_type: str, words: Words) -> str:
    return _begun(event_name(event_type, words))


def _begun(phrase: str) -> str:
    """As the beginning of a line."""
    return f"{phrase[:1].upper()}{phrase[1:]}"
