"""What an integration is: a few kinds of action, and how they are carried out.

A third party ships a class of this shape and names it in the entry point group `clankerbot.integrations`:

    [project.entry-points."clankerbot.integrations"]
    acme = "acme_clankerbot:AcmeIntegration"

The object named is called with `Resources` and returns an `Integration`.

A read is answered by `read`. A write goes through the journal, so it comes in two steps: `prepare` settles everything
(names, times, permissions) into a plan that is pure JSON and touches nothing remote but reads; `apply` sends the plan.
If `apply` leaves the outcome unknown (`UpstreamTimeout` or `UpstreamError` with `outcome == "unknown"`, any exception
that is not a `ClankerbotError`, or the process died), `read_back` finds out before the plan is sent again.

An undo is the `inverse` that `apply` returned, applied (and read back) as a plan like any other; `action` is then the
`Undo`, and so is the result's.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar
from zoneinfo import ZoneInfo

import httpx

from clankerbot_engine.actions import ActionBase, ActionResult, Notice
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import WayIn

Part = TypeVar("Part")
Plan = dict[str, Any]
"""JSON, decided once: a second try sends the same. Never empty: that says that nothing was to be sent."""

STOPPED_OR_DELETED: Final = ("stopped", "deleted")
"""Where `details` of a result tell of an entry that was touched beside `entry`."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, when, and by which way in. `now` is aware; `timezone` is the person's. `key`: the request's, where it
    has one.

    `late`: it was asked for `now`, and is carried out later than that, perhaps days: others may have been there since.
    `may_be_old`: a question may be answered by what was known before, with its age, where nothing newer can be had.
    """

    principal: str
    now: datetime
    timezone: ZoneInfo
    preferences: Preferences = DEFAULT_PREFERENCES
    key: str | None = None
    way_in: WayIn | None = None
    late: bool = False
    may_be_old: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A write, ready to send. `preview` is what a dry run answers (status `planned`); `action` has its ids."""

    action: ActionBase
    plan: Plan
    preview: ActionResult
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """A write that took place.

    `inverse` is the plan that takes it back (None: it cannot be undone). `entity_id` is what the write brought into
    being (None: it changed or removed something that was there).
    """

    result: ActionResult
    inverse: Plan | None = None
    entity_id: str | None = None

    @property
    def touched(self) -> frozenset[str]:
        """The ids of all that it brought into being, changed or removed, as far as the result tells."""
        entry = self.result.entry
        also = (self.result.details.get(name) for name in STOPPED_OR_DELETED)
        others = (each.get("id") for each in also if isinstance(each, dict))
        ids = (self.entity_id, None if entry is None else entry.id, *others)
        return frozenset(each for each in ids if isinstance(each, str))


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a write that was sent and has no answer.

    `at`: the first time; an entity created earlier is not its work. `claimed` says which of these entity ids are the
    work of another operation: of two writes that look the same, each must find its own.
    """

    at: datetime
    claimed: Callable[[Iterable[str]], Awaitable[frozenset[str]]]


class Integration(Protocol):
    """`name` stands in the journal, so it must not change. Both may be plain attributes of the class."""

    @property
    def name(self) -> str: ...

    @property
    def action_types(self) -> Sequence[type[ActionBase]]: ...

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        """The answer to a question; None says that this action is a write, which `prepare` takes."""
        ...

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        """Raises `NeedsInput`, `ValidationFailed`, `Forbidden` or `NotFound` before anything is written."""
        ...

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        """Raises an error without an unknown outcome only where nothing was applied."""
        ...

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        """What became of a plan whose outcome is unknown; None: it was not applied. Raises where it cannot be told."""
        ...


@dataclass(frozen=True, slots=True)
class Resources:
    """What an integration is given to work with. `parts` holds our own objects by type, for our own integrations."""

    settings: Settings
    http: httpx.AsyncClient
    clock: Callable[[], datetime]
    parts: dict[type, Any] = field(default_factory=dict)

    def part(self, kind: type[Part]) -> Part:
        found = self.parts.get(kind)
        if not isinstance(found, kind):
            raise LookupError(f"{kind.__name__} is not part of this process")
        return found
