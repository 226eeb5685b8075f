"""What each message that stays alive shows: kept by its id, so that a button leads back to it, and rendered anew.

A card knows its `owner` (a principal): only that person's clicks count. Buttons carry the card's id, and nothing that
grants anything. `channel` and `ts` say where it is shown, where it is a message that can be updated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar, Final, Literal, Self

from pydantic import TypeAdapter

from clankerbot_engine.actions import ACTION, ActionResult, Need
from clankerbot_engine.stores.ports import JsonDict

ReadResult = Callable[[Mapping[str, Any]], ActionResult]
"""`Router.read_result`: knows the kinds that integrations added."""


def read_own_result(document: Mapping[str, Any]) -> ActionResult:
    """Of the kinds that are our own. Raises pydantic's `ValidationError`."""
    return ActionResult.model_validate({**document, "action": ACTION.validate_python(document["action"])})


_ADAPTERS: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Kept: making one takes milliseconds."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


@dataclass(frozen=True, kw_only=True)
class Card:
    """What all have. `text` is what the person typed, kept so that it can be read again."""

    kind: ClassVar[str]

    id: str
    owner: str
    text: str = ""
    request_key: str | None = None
    channel: str | None = None
    ts: str | None = None

    def to_document(self) -> JsonDict:
        document: JsonDict = _adapter(type(self)).dump_python(self, mode="json")
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any], read_result: ReadResult = read_own_result) -> Self:
        """Fields that a later version added or dropped do not make an old card unreadable."""
        del read_result  # for those that hold results
        known = {field.name for field in fields(cls)}
        card: Self = _adapter(cls).validate_python({key: value for key, value in document.items() if key in known})
        return card

    def shown_at(self, channel: str, ts: str) -> Self:
        return replace(self, channel=channel, ts=ts)


@dataclass(frozen=True, slots=True)
class Row:
    """One result; `undone`: the person took it back since. `gone`: it was deleted in Clockify since (`undone` too).

    `unseen`: it has changed in Clockify, and the person was not shown that yet.
    """

    result: ActionResult
    undone: bool = False
    gone: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Whole seconds: of the day that the (last) entry starts on, and of its week."""

    day_s: int
    week_s: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A post that shows others the first `rows` rows, which were all when the person shared it."""

    post_id: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class Receipt(Card):
    """What became of one text. `pending`: it takes longer than a moment, and rows will follow."""

    kind = "receipt"

    rows: tuple[Row, ...] = ()
    totals: Totals | None = None
    pending: bool = False
    copies: tuple[Copy, ...] = ()

    @classmethod
    def from_document(cls, document: Mapping[str, Any], read_result: ReadResult = read_own_result) -> Self:
        flags = ("undone", "gone", "unseen")
        rows = tuple(
            Row(read_result(row["result"]), **{name: row.get(name, False) for name in flags})
            for row in document["rows"]
        )
        return replace(super().from_document({**document, "rows": ()}), rows=rows)


@dataclass(frozen=True, kw_only=True)
class Question(Card):
    """Something to be answered before `actions` (as JSON) can run; `needs` are those of `actions[index]`.

    `lead` (mrkdwn): what it is asked about, where nobody typed anything. `may_create`: projects, in Clockify.
    """

    kind = "question"

    actions: tuple[JsonDict, ...]
    index: int
    needs: tuple[Need, ...]
    lead: str | None = None
    may_create: bool = True

    @property
    def action(self) -> JsonDict:
        return self.actions[self.index]


@dataclass(frozen=True, kw_only=True)
class Failure(Card):
    """What did not work. `message` is the engine's English sentence; `retryable`: the same may work later;
    `may_be_kept`: until Clockify answers again.

    `reason` and `name` are the error's details of that name, where it has them: by these it is said in other languages.
    """

    kind = "failure"

    code: str
    message: str
    request_id: str
    retryable: bool = False
    outcome_unknown: bool = False
    may_be_kept: bool = False
    reason: str | None = None
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting(Card):
    """What is kept until Clockify answers again, under `pending_id`; `done` of `all` parts are done already.

    `may_be_done`: some other part may be, too. `ended`: how, since; what became of it is another card.
    """

    kind = "waiting"

    pending_id: str
    done: int = 0
    all: int = 1
    may_be_done: bool = False
    ended: Literal["done", "failed", "discarded"] | None = None


@dataclass(frozen=True, kw_only=True)
class NotUnderstood(Card):
    """`suggestions` are commands that would be understood, the nearest first."""

    kind = "not_understood"

    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConnectFirst(Card):
    """`text` waits until the person is connected. `member`: whom of the shared workspace they seem to be."""

    kind = "connect_first"

    member: str | None = None


@dataclass(frozen=True, kw_only=True)
class DisconnectAsked(Card):
    """Whether the person means it: what is kept of them goes too."""

    kind = "disconnect_asked"


@dataclass(frozen=True, kw_only=True)
class PostedSummary(Card):
    """What a schedule posted, to a channel or to its owner. Whoever sees it may click on it: `owner` is the schedule's.

    `result`: with the days themselves in its action. `post_id`: of the newest message about this period. `user_id`:
    whose time alone it is, in Clockify. `as_of`: when the numbers were read.
    """

    kind = "posted_summary"

    result: ActionResult
    post_id: str
    timezone: str
    user_id: str | None
    amended_after_s: float
    posted_at: datetime
    as_of: datetime

    @classmethod
    def from_document(cls, document: Mapping[str, Any], read_result: ReadResult = read_own_result) -> Self:
        result = read_result(document["result"])
        bare = {**document, "result": {**document["result"], "action": {"kind": result.action.kind}}}
        return replace(super().from_document(bare), result=result)


CARDS: Mapping[str, type[Card]] = {
    card.kind: card
    for card in (Receipt, Question, Failure, Waiting, NotUnderstood, ConnectFirst, DisconnectAsked, PostedSummary)
}


def read_card(kind: str, document: Mapping[str, Any], read_result: ReadResult = read_own_result) -> Card:
    """Raises `KeyError` for a kind that there is none of."""
    return CARDS[kind].from_document(document, read_result)
