"""Which of Clockify's events the service needs to hear, the most useful first, and how many a plan allows.

A webhook carries one event, and a free workspace may have three. What comes first is what a person would miss most:

1. what a channel subscribed to: somebody asked for it, and would see nothing at all;
2. what keeps cards true: a card that shows an entry as it was is a lie that nobody notices;
3. what keeps names fresh, and the Home tab: names are read again now and then anyway, only later.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from clankerbot_engine.stores.ports import Subscription
from clankerbot_engine.webhooks.events import OWN_EVENTS

CARDS: Final = ("TIME_ENTRY_UPDATED", "TIME_ENTRY_DELETED", "TIMER_STOPPED")
FRESHNESS: Final = (
    # A name that is not known yet cannot be logged on.
    *("NEW_PROJECT", "NEW_TASK", "PROJECT_UPDATED", "NEW_TAG"),
    # The Home tab shows what was logged, and what runs.
    *("NEW_TIMER_STARTED", "NEW_TIME_ENTRY"),
    # These go on being found under their old name for a while.
    *("TASK_UPDATED", "CLIENT_UPDATED", "TAG_UPDATED", "PROJECT_DELETED", "TASK_DELETED", "TAG_DELETED"),
    *("TIME_ENTRY_RESTORED", "USER_UPDATED", "NEW_CLIENT", "CLIENT_DELETED"),
    # Who is in a group that a channel follows is looked up once a day.
    "USER_GROUP_UPDATED",
)


@dataclass(frozen=True, slots=True)
class Room:
    """How many webhooks one user, and all of a workspace, may have (`clockify-api` §5.6)."""

    for_one: int
    for_all: int

    @classmethod
    def of(cls, plan: str | None) -> "Room":
        """`plan` as Clockify says it, such as `STANDARD_2021`; where it says nothing, the least is counted on."""
        name = (plan or "FREE").upper()
        if name.startswith(("FREE", "DISABLED")):
            return cls(3, 3)
        return cls(100, 300) if name.startswith("ENTERPRISE") else cls(10, 100)


def subscribed_events(subscriptions: Iterable[Subscription], workspace_id: str, *, is_own: bool) -> list[str]:
    """What most of them ask for first. `is_own`: those that name no workspace are of this one."""
    counted = Counter(
        event
        for each in subscriptions
        if each.topic == "events" and (each.workspace_id == workspace_id or (each.workspace_id is None and is_own))
        for event in dict.fromkeys(each.events)
        if event not in OWN_EVENTS
    )
    return [event for event, _ in counted.most_common()]


def needed_events(subscribed: Iterable[str]) -> list[str]:
    """The most useful first."""
    return list(dict.fromkeys((*subscribed, *CARDS, *FRESHNESS)))


def choose(
    needed: Sequence[str], room: Room, *, strangers: int, strangers_of_mine: int, made_by_others: Collection[str]
) -> list[str]:
    """Those for which there is room, in order.

    `strangers`: webhooks of the workspace that are not ours, and those of them that count as the asking user's.
    `made_by_others`: events whose webhook is there by another user's account, and so counts as theirs.
    """
    chosen: list[str] = []
    mine = strangers_of_mine
    for event in needed:
        is_mine = event not in made_by_others
        if strangers + len(chosen) >= room.for_all or (is_mine and mine >= room.for_one):
            continue
        chosen.append(event)
        mine += is_mine
    return chosen
