"""The stores as the rest of the engine sees them.

Every time is aware and in UTC; every method is its own transaction.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import JsonValue

JsonDict = dict[str, Any]
Scope = Literal["parse", "run", "schedules", "webhooks", "admin"]
SCOPES: tuple[Scope, ...] = ("parse", "run", "schedules", "webhooks", "admin")


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A caller's token, without the token. `principal` is who the caller is everywhere else."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def principal(self) -> str:
        return f"token:{self.id}"


class TokenStore(Protocol):
    async def add(self, token: ApiToken, token_hash: str) -> None: ...

    async def find(self, token_hash: str) -> ApiToken | None:
        """Revoked and expired ones too: the caller decides by the clock."""
        ...

    async def get(self, token_id: str) -> ApiToken | None: ...

    async def all(self) -> list[ApiToken]: ...

    async def revoke(self, token_id: str, at: datetime) -> bool:
        """False where there is no such token, or it was revoked before."""
        ...


OperationState = Literal["started", "done", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One write: asked by whom, in which request at which place, sending what, with what end.

    `part` counts the operations of one action: an undo of a whole request has several. `entity_id` is what the write
    brought into being.
    """

    id: str
    principal: str
    request_key: str
    position: int
    integration: str
    kind: str
    action: JsonDict
    plan: JsonDict
    state: OperationState
    created_at: datetime
    updated_at: datetime
    part: int = 0
    attempts: int = 1
    result: JsonDict | None = None
    inverse: JsonDict | None = None
    entity_id: str | None = None
    error: JsonDict | None = None
    undoes: str | None = None
    undone_by: str | None = None


class Journal(Protocol):
    """Every write is here before its first byte leaves."""

    async def begin(self, operations: Sequence[Operation]) -> None:
        """Insert all of them, or none.

        Raises `Conflict` where a place in a request is taken, or where one undoes what is undone already, or is being
        undone.
        """
        ...

    async def finish(
        self,
        operation_id: str,
        *,
        result: JsonDict,
        inverse: JsonDict | None,
        entity_id: str | None,
        touched: Collection[str] = (),
        at: datetime,
        unless_claimed: bool = False,
    ) -> bool:
        """`done`; marks the operation that it undoes, if any, in the same transaction.

        False, and nothing changed, where `unless_claimed` and the entity is the work of another operation.
        """
        ...

    async def fail(
        self, operation_id: str, *, state: Literal["failed", "unknown"], error: JsonDict, at: datetime
    ) -> None: ...

    async def restart(self, operation_id: str, *, seen: OperationState, at: datetime) -> bool:
        """Claim an operation for another try: to `started`, one more attempt.

        False where its state is no longer `seen`, or another operation has undone meanwhile what this one undoes.
        """
        ...

    async def get(self, operation_id: str) -> Operation | None: ...

    async def of_request(self, principal: str, request_key: str) -> list[Operation]:
        """By position and part."""
        ...

    async def last_undoable(self, principal: str) -> list[Operation]:
        """What an undo of the newest request takes back: its writes that are not undone.

        Those that are `done` and have an inverse, and those that are not settled yet; by position. Undos do not count.
        """
        ...

    async def undo_of(self, operation_id: str) -> Operation | None:
        """The undo of it that is `done` or not settled yet; there is one at most."""
        ...

    async def claimed(self, integration: str, entity_ids: Iterable[str], *, besides: str) -> frozenset[str]:
        """Which of these are the work of an operation other than `besides`."""
        ...

    async def touching(self, entity_id: str, *, under_way_since: datetime) -> list[Operation]:
        """Those that are `done` and `touched` it, however long ago; and those that are `started`, and something
        happened to since: what they will have touched is not known yet.
        """
        ...

    async def unsettled(self, *, before: datetime, limit: int = 100) -> list[Operation]:
        """Operations `started` or `unknown` and untouched since `before`, the longest untouched first."""
        ...


@dataclass(frozen=True, slots=True)
class StoredRequest:
    principal: str
    key: str
    fingerprint: str
    actions: list[JsonDict]
    created_at: datetime


class RequestStore(Protocol):
    async def remember_once(self, request: StoredRequest) -> StoredRequest:
        """Insert, or return what is there under (principal, key)."""
        ...

    async def find(self, principal: str, key: str) -> StoredRequest | None: ...

    async def forget(self, *, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class CacheEntry:
    value: JsonValue
    fetched_at: datetime


class CacheStore(Protocol):
    async def get(self, key: str) -> CacheEntry | None: ...

    async def put(self, key: str, entry: CacheEntry) -> None: ...

    async def keys(self, suffix: str) -> list[str]:
        """Every key that ends with `suffix`."""
        ...

    async def delete(self, prefix: str) -> int:
        """Every key that starts with `prefix`."""
        ...


@dataclass(frozen=True, slots=True)
class Schedule:
    id: str
    principal: str
    cron: str
    timezone: str
    channel: str | None
    action: JsonDict
    enabled: bool
    next_run_at: datetime | None
    created_at: datetime
    updated_at: datetime
    follows_owner: bool = False
    """The time zone is its owner's: where they move, it goes with them."""
    paused_because: str | None = None
    """Why it was paused by itself, in words."""


@dataclass(frozen=True, slots=True)
class ScheduleRun:
    """`running` also while it waits for another try. `worker`: who carries it out; None: nobody at the moment."""

    schedule_id: str
    fire_key: str
    due_at: datetime
    state: Literal["running", "done", "failed", "skipped"]
    started_at: datetime
    finished_at: datetime | None = None
    message: str | None = None
    worker: str | None = None
    lease_until: datetime | None = None
    """While it runs: from when on anybody may take it up."""
    attempts: int = 0


PlanFiring = Callable[[Schedule], tuple[Schedule, ScheduleRun | None]]
"""How a schedule that is due goes on, and the run that is to be; None: there is none. May be asked twice."""


class ScheduleStore(Protocol):
    async def add(self, schedule: Schedule) -> None: ...

    async def get(self, schedule_id: str) -> Schedule | None: ...

    async def all(self, *, after: str = "", limit: int | None = None) -> list[Schedule]:
        """By id; those after it."""
        ...

    async def of(self, principal: str) -> list[Schedule]: ...

    async def replace(self, schedule: Schedule, *, seen: datetime | None = None) -> bool:
        """`seen`: only where that is still its `next_run_at`. False where it is not, or there is no such schedule."""
        ...

    async def delete(self, schedule_id: str) -> bool: ...

    async def claim_due(self, plan: PlanFiring, *, now: datetime, limit: int) -> list[tuple[Schedule, ScheduleRun]]:
        """Of the enabled ones whose `next_run_at` has come, those due longest: moved on, and their runs inserted, in
        one transaction. Each by one caller alone; those whose run is new.
        """
        ...

    async def take_over(self, worker: str, *, now: datetime, until: datetime, limit: int) -> list[ScheduleRun]:
        """Running ones that nobody holds any more: one more attempt of this worker's."""
        ...

    async def hold(self, runs: Sequence[ScheduleRun], *, until: datetime) -> None:
        """Their workers have them for longer."""
        ...

    async def void_leases(self, *, at: datetime) -> None:
        """For a start where nobody else can be at work: what anybody held may be taken up."""
        ...

    async def record(self, run: ScheduleRun) -> bool:
        """Insert the run and leave the schedule's rhythm alone. False where there is such a run."""
        ...

    async def finish(self, run: ScheduleRun) -> bool:
        """False, and nothing is written, where another worker has taken it over. Nobody holds it any more."""
        ...

    async def put_back(self, run: ScheduleRun, *, at: datetime) -> bool:
        """As `finish`, but it runs on from then, with its message."""
        ...

    async def withdraw(self, run: ScheduleRun, schedule: Schedule) -> bool:
        """As if the run had never been; the schedule becomes this one. False where another worker has the run."""
        ...

    async def runs(self, schedule_id: str, *, limit: int = 10) -> list[ScheduleRun]:
        """Newest first."""
        ...

    async def forget_runs(self, *, before: datetime) -> int:
        """Those that ended before."""
        ...


@dataclass(frozen=True, slots=True)
class Subscription:
    """What is posted where.

    `workspace_id`: Clockify's, whose events it follows; None: it was made before that counted.
    """

    id: str
    principal: str
    channel: str
    topic: Literal["events", "digest"]
    events: Sequence[str]
    filters: JsonDict
    created_at: datetime
    workspace_id: str | None = None
    label: str | None = None
    """In the words of whoever made it."""


class SubscriptionStore(Protocol):
    async def add(self, subscription: Subscription) -> None: ...

    async def all(self) -> list[Subscription]: ...

    async def replace(self, subscription: Subscription) -> bool:
        """False where there is none of that id any more."""
        ...

    async def delete(self, subscription_id: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class WebhookSource:
    """A webhook that may deliver. What the service made in Clockify by itself has `remote_id` and `principal`.

    `workspace_id` is what a delivery is counted to: many bodies do not name it, and none is trusted to.
    """

    id: str
    name: str
    provider: str
    created_at: datetime
    token_hash: str = field(repr=False)
    workspace_id: str | None = None
    event_type: str | None = None
    remote_id: str | None = None
    principal: str | None = None
    sealed_token: str | None = field(default=None, repr=False)
    problem: str | None = None
    """Why Clockify does not deliver, as it was when last looked at: in words."""
    checked_at: datetime | None = None
    former_token_hash: str | None = field(default=None, repr=False)
    """Of the token before the last rotation: deliveries that were under way then still carry it."""
    rotated_at: datetime | None = None


class WebhookSourceStore(Protocol):
    async def add(self, source: WebhookSource) -> bool:
        """False, and nothing is written, where its name is taken."""
        ...

    async def all(self, provider: str) -> list[WebhookSource]:
        """The oldest first."""
        ...

    async def replace(self, source: WebhookSource) -> bool:
        """False where it is not there any more."""
        ...

    async def reseal(self, source_id: str, *, seen: str, sealed_token: str) -> bool:
        """Put another seal in the place of `seen`. False where the token was changed or deleted meanwhile."""
        ...

    async def delete(self, source_id: str) -> bool: ...


DeliveryState = Literal["ready", "running", "done", "parked"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event as it came in, until it is forgotten. `headers` are those that the provider needs to read it again.

    `sender` and `identity` together name the event. `order_key`: what it is about; deliveries of one are worked off in
    the order of their coming. `due_at`: when it is to be worked off, or its lease ends; None: it is closed.
    """

    id: str
    provider: str
    sender: str
    identity: str
    event_type: str
    headers: JsonDict
    body: str
    received_at: datetime
    state: DeliveryState
    due_at: datetime | None
    workspace_id: str | None = None
    """Clockify's, as the webhook is known to be of, and not as the body says."""
    order_key: str | None = None
    attempts: int = 0
    worker: str | None = None
    finished_at: datetime | None = None
    error: str | None = None
    """Why the last try failed, or why it is parked."""


EntityKey = tuple[str, str, str]
"""Workspace (empty where none is known), kind of thing, id."""


@dataclass(frozen=True, slots=True)
class EntityState:
    """The newest that deliveries said of one thing in Clockify. `document`: as in `Event.data`."""

    workspace_id: str
    entity: str
    entity_id: str
    event_type: str
    document: JsonDict
    gone: bool
    occurred_at: datetime | None
    received_at: datetime

    @property
    def key(self) -> EntityKey:
        return self.workspace_id, self.entity, self.entity_id


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not worked off. `oldest`: when the one came in that has waited longest."""

    count: int
    oldest: datetime | None


class InboxStore(Protocol):
    async def add(self, delivery: Delivery) -> Delivery:
        """Committed when this returns. The one that is there already under (sender, identity), where there is one."""
        ...

    async def claim(self, *, worker: str, now: datetime, until: datetime, limit: int) -> list[Delivery]:
        """Ready ones whose time has come, and running ones whose lease is over, those due longest first: `running`, one
        more attempt. Each is given to one worker alone. One waits while an older one with its `order_key` is open,
        unless that has failed often.
        """
        ...

    async def next_due_at(self) -> datetime | None: ...

    async def finish(self, worked_off: Sequence[tuple[Delivery, EntityState | None]], *, at: datetime) -> None:
        """`done`, and what is known from now on, in one transaction.

        What another worker has taken over meanwhile is left alone, here and in the next two.
        """
        ...

    async def put_back(self, delivery: Delivery, *, due_at: datetime, error: str | None, counts: bool = True) -> None:
        """`counts` False: the attempt is forgotten."""
        ...

    async def park(self, delivery: Delivery, *, error: str) -> None: ...

    async def look_again(self, sender: str, identity: str, *, at: datetime) -> bool:
        """`ready` once more, if it is done and something newer about the same has come since."""
        ...

    async def replay(self, delivery_id: str, *, at: datetime) -> bool:
        """A parked or done one: `ready`, its attempts forgotten."""
        ...

    async def get(self, delivery_id: str) -> Delivery | None: ...

    async def page(
        self, *, state: DeliveryState | None = None, before: str | None = None, limit: int = 50
    ) -> list[Delivery]:
        """Newest first; `before`: an id."""
        ...

    async def since(self, moment: datetime, *, provider: str, limit: int) -> list[Delivery]:
        """Those that came in since, in whatever state, newest first."""
        ...

    async def backlog(self) -> Backlog: ...

    async def parked(self) -> int:
        """How many."""
        ...

    async def known(self, keys: Collection[EntityKey]) -> dict[EntityKey, EntityState]: ...

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        """Closed ones, and what is known of things, that came in before: `limit` of each at most, at once."""
        ...


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """One person's way into Clockify.

    `sealed_key` is opened by the vault alone; None: the account of the settings acts for the member `user_id`.
    """

    principal: str
    base_url: str
    workspace_id: str
    user_id: str
    created_at: datetime
    updated_at: datetime
    sealed_key: str | None = field(repr=False)


class PersonStore(Protocol):
    """What is kept about people, by principal."""

    async def connect(self, connection: StoredConnection) -> None:
        """Insert, or replace what is there."""
        ...

    async def connection(self, principal: str) -> StoredConnection | None: ...

    async def connections(self) -> list[StoredConnection]: ...

    async def connected_as(self, workspace_id: str, user_id: str) -> list[str]:
        """The principals, in order, that are connected as this user of Clockify's."""
        ...

    async def reseal(self, principal: str, *, seen: str, sealed_key: str) -> bool:
        """Put another seal in the place of `seen`. False where the connection was changed or deleted meanwhile."""
        ...

    async def settings(self, principal: str) -> JsonDict | None: ...

    async def with_setting(self, name: str, value: str) -> list[str]:
        """The principals, in order, who have set that to this text."""
        ...

    async def set_settings(self, principal: str, settings: JsonDict, *, at: datetime) -> None: ...

    async def forget(self, principal: str) -> bool:
        """Delete all that any table knows of the person; webhooks that they made go on, without their name.

        False where there was no connection.
        """
        ...

    async def principals(self, prefix: str) -> list[str]:
        """Everybody of whom anything is kept, and whose name begins so."""
        ...


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A message of ours that buttons refer to: a receipt, a question, a draft."""

    id: str
    principal: str
    kind: str
    document: JsonDict
    created_at: datetime
    updated_at: datetime


class CardStore(Protocol):
    async def put(self, card: StoredCard) -> None:
        """Insert, or replace what is there."""
        ...

    async def get(self, card_id: str) -> StoredCard | None: ...

    async def change(self, card_id: str, change: Callable[[StoredCard | None], StoredCard]) -> StoredCard:
        """Put what `change` makes of what is there, with nobody between. It may be called again, so it only answers."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Those that nobody has touched since."""
        ...


@dataclass(frozen=True, slots=True)
class StoredInstallation:
    """The app in one Slack workspace, or in a whole organisation. `facts` hold no secret; the tokens are sealed."""

    id: str
    facts: JsonDict
    installed_at: datetime
    expires_at: datetime | None
    """Of the bot token; None: it does not expire."""
    sealed_tokens: str = field(repr=False)


class InstallationStore(Protocol):
    async def save(self, installation: StoredInstallation) -> None:
        """Insert, or replace what is there."""
        ...

    async def get(self, installation_id: str) -> StoredInstallation | None: ...

    async def all(self) -> list[StoredInstallation]: ...

    async def claim_renewal(self, installation_id: str, *, now: datetime, until: datetime) -> bool:
        """For one process alone, until then: a refresh token works once. False where another has it."""
        ...

    async def renew(self, installation_id: str, *, seen: str, sealed_tokens: str, expires_at: datetime | None) -> bool:
        """Put other tokens in the place of `seen`, and end the claim. False where they are gone."""
        ...

    async def delete(self, installation_id: str) -> bool: ...


PostState = Literal["waiting", "sending", "posted", "parked"]


@dataclass(frozen=True, slots=True)
class Post:
    """A message to a channel. Those of one `batch` that wait together may be posted as one."""

    id: str
    workspace: str
    channel: str
    message: JsonDict
    state: PostState
    due_at: datetime
    created_at: datetime
    batch: str | None = None
    attempts: int = 0
    posted_as: str | None = None
    """How the far side names the message, once it is posted."""
    version: int = 1
    error: str | None = None
    """Why the last try failed, or why it is parked."""


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What one subscription says of one thing, in one of its messages (`post_id`). `document`: what is to be said."""

    subscription_id: str
    entity_key: str
    post_id: str
    document: JsonDict
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a message is made of: its first lines, in the order of their coming, and how many there are in all."""

    subscription_id: str
    lines: Sequence[FeedLine]
    count: int


class FeedStore(Protocol):
    async def line(self, subscription_id: str, entity_key: str) -> FeedLine | None: ...

    async def add(self, line: FeedLine, post: Post) -> bool:
        """Into the subscription's last message, if it still waits; else into `post`, which is put into the outbox.

        In one transaction. False where there is such a line.
        """
        ...

    async def change(self, line: FeedLine, *, due_at: datetime) -> bool:
        """What it says, and so the message that it is in (`OutboxStore.amend`). False where nothing changed."""
        ...

    async def about(self, entity_key: str) -> list[FeedLine]:
        """What all subscriptions say of it."""
        ...

    async def page(self, post_id: str, *, limit: int) -> FeedPage | None:
        """None where no line is in it."""
        ...

    async def forget(self, *, before: datetime) -> int: ...


class OutboxStore(Protocol):
    async def add(self, post: Post) -> bool:
        """False where there is one with this id: it is not posted twice."""
        ...

    async def due(self, *, now: datetime, limit: int = 100) -> list[Post]:
        """Those that wait and whose time has come, by id, which is the order in which they came."""
        ...

    async def next_due_at(self) -> datetime | None: ...

    async def take(self, post_ids: Sequence[str], *, until: datetime) -> list[Post]:
        """From `waiting` to `sending`, one more attempt; those that this call took, by id. `until` then it must have
        ended: what is `sending` longer was cut off.
        """
        ...

    async def finish(self, posts: Sequence[Post], *, posted_as: str, at: datetime) -> None:
        """They show what they were taken with. What was amended since waits again, from `at` on."""
        ...

    async def amend(self, post_id: str, message: JsonDict | None, *, due_at: datetime) -> bool:
        """It is to show something else: this message, or whatever is composed of it now (None).

        While it waits, that is what is posted; what is posted waits until `due_at` to be updated. False where it is not
        there, or parked.
        """
        ...

    async def put_back(self, post_ids: Sequence[str], *, due_at: datetime, error: str) -> None: ...

    async def park(self, post_ids: Sequence[str], *, error: str) -> None: ...

    async def cut_off(self, *, now: datetime, until: datetime) -> list[Post]:
        """What was being sent when its process ended, by id: nobody knows whether it arrived. Whoever asks has it until
        then. What is there already only waits to be updated again.
        """
        ...

    async def parked(self, *, limit: int = 100) -> list[Post]:
        """Newest first."""
        ...

    async def release(self, post_id: str, *, due_at: datetime) -> bool:
        """From `parked` to `waiting`, with its attempts forgotten."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Those that were posted, or parked, and that came before."""
        ...
