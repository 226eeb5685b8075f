"""What is said in Slack: reminders, posts, and what is posted of its own accord."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import (
    Channel,
    Description,
    DurationS,
    LocalDate,
    MessageText,
    Name,
    RelativePeriod,
)


class Remind(ActionBase):
    """Say something to oneself, to `who` (a name, a Slack id, `team`), or in a channel; `only_if`: where it is so.

    `missing_hours` is of a period, today by default: less than `less_than_s`, or than what is expected of the person.
    """

    kind: Literal["remind"] = "remind"
    channel: Channel | None = None
    who: Name | None = None
    text: Description | None = None
    only_if: Literal["missing_hours", "no_timer"] | None = None
    less_than_s: DurationS | None = None
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None


class Subscribe(ActionBase):
    """Tell a channel of events in Clockify from now on. A `digest` is refused with a hint: a schedule posts it."""

    kind: Literal["subscribe"] = "subscribe"
    channel: Channel | None = None
    topic: Literal["events", "digest"] = "events"
    events: Annotated[tuple[Name, ...], Field(max_length=60)] = ()
    filters: dict[str, JsonValue] = Field(default_factory=dict)


class Unsubscribe(ActionBase):
    """All that is given must be so; `target` is the id of one subscription."""

    kind: Literal["unsubscribe"] = "unsubscribe"
    target: Name | None = None
    channel: Channel | None = None
    topic: Literal["events", "digest"] | None = None
    events: Annotated[tuple[Name, ...], Field(max_length=60)] = ()
    filters: dict[str, JsonValue] = Field(default_factory=dict)


class PostMessage(ActionBase):
    """`channel` None: where it was typed, which only Slack knows."""

    kind: Literal["post_message"] = "post_message"
    channel: Channel | None = None
    text: MessageText
