"""What is asked of the engine for a person, and the card that tells what became of it."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from clankerbot_bot.blocks.sentences import detail
from clankerbot_bot.cards import (
    Card,
    ConnectFirst,
    DisconnectAsked,
    Failure,
    NotUnderstood,
    Question,
    Receipt,
    Row,
    Waiting,
)
from clankerbot_bot.passing_cards import Connected
from clankerbot_bot.people import Person
from clankerbot_bot.shelf import Kept
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    ApiError,
    Budgets,
    Connect,
    CreateSchedule,
    Disconnect,
    Help,
    ListEntries,
    ListProjects,
    ListSchedules,
    MissingHours,
    Need,
    ParseResult,
    PostMessage,
    Remind,
    Status,
    Subscribe,
    Summary,
    Unknown,
    Unsubscribe,
)
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError, InternalError, NeedsInput
from clankerbot_engine.execution.outcomes import as_api_error, as_unknown
from clankerbot_engine.execution.waiting import OFFERED, WhenAway
from clankerbot_engine.logs import current_request_id
from clankerbot_engine.stores.ports import JsonDict, WayIn

log = logging.getLogger(__name__)

READS: Final = (Status, Summary, ListEntries, ListProjects, ListSchedules, MissingHours, Budgets, Help)
"""What they answer is out of date a moment later: they are not kept under a key."""

_NEEDS: Final = TypeAdapter(tuple[Need, ...])
_IN_CHANNELS: Final = (CreateSchedule, Remind, PostMessage, Subscribe, Unsubscribe)


@dataclass(frozen=True, slots=True)
class Request:
    """`key`: the same one again carries out nothing anew. `actions` (JSON): instead of what the text says.

    `channel`: where it is said, which is what `here` means. `locale`: what the text is read in, where the person has
    set no language; None: their Clockify profile's. `when_away`: see `Engine.run`. `said_at`: where that is not now.
    """

    person: Person
    card_id: str
    key: str
    way_in: WayIn
    text: str = ""
    timezone: ZoneInfo | None = None
    actions: tuple[JsonDict, ...] | None = None
    channel: str | None = None
    locale: str | None = None
    when_away: WhenAway = "offer"
    said_at: datetime | None = None


class Requests:
    """`with_model`: what the rules do not understand is read by the language model. `model_chosen`: by principal,
    whether it reads all that they type, or nothing of it.
    """

    def __init__(
        self,
        engine: Engine,
        accounts: Accounts,
        *,
        with_model: bool,
        model_chosen: Mapping[str, bool],
        new_request_id: Callable[[], str],
    ) -> None:
        self._engine = engine
        self._accounts = accounts
        self._with_model = with_model
        self._model_chosen = model_chosen
        self._new_request_id = new_request_id

    async def carry_out(self, request: Request) -> Kept:
        """Never raises: whatever happens is a card."""
        outcome = await self.attempt(request)
        return outcome if isinstance(outcome, Kept) else self.told(request, outcome)

    async def attempt(self, request: Request) -> list[ActionResult] | Kept:
        """The results; or the card that says what is asked first, or what is in the way."""
        actions: Sequence[ActionBase] = ()
        reading: ParseResult | None = None
        try:
            if request.actions is None:
                reading = await self._read(request)
                actions = reading.actions
                if _is_channel(request.channel) and any(map(_says_here, actions)):
                    actions = [_at(action, request.channel) for action in actions]
                    request = replace(request, actions=documents_of(actions))
                elif reading.parser == "llm":  # which would read it otherwise the next time
                    request = replace(request, actions=documents_of(actions))
            else:
                actions = [self._engine.router.read_action(each) for each in request.actions]
            if len(actions) == 1 and isinstance(actions[0], Connect | Disconnect):
                return _kept(request, await self._account(request, actions[0]))
            unknown = next((action for action in actions if isinstance(action, Unknown)), None)
            if unknown is not None:
                return _kept(request, NotUnderstood(**_common(request), suggestions=unknown.suggestions))
            asked = _first_question(actions)
            if asked is not None:
                return _question(request, actions, *asked)
            return await self._engine.run(
                principal=request.person.principal,
                # By its text it is the same request again, though the clock has gone on meanwhile.
                text=request.text if request.actions is None else None,
                actions=None if request.actions is None else actions,
                key=None if all(isinstance(action, READS) for action in actions) else request.key,
                timezone=request.timezone,
                locale=request.locale,
                reading=reading if request.actions is None else None,
                now=request.said_at,
                when_away=request.when_away,
                reference=request.card_id,
                way_in=request.way_in,
            )
        except ClankerbotError as error:
            if error.details.get("connect") is True:
                return _kept(request, ConnectFirst(**_common(request)))
            if isinstance(error, NeedsInput):
                return _asked(request, actions, error)
            return self._failed(request, error)
        except Exception:
            log.exception("slack_request_failed", extra={"card": request.card_id})
            return self._failed(request, InternalError("Something went wrong on our side."))

    def told(self, request: Request, results: Sequence[ActionResult]) -> Kept:
        if any(result.status == "pending" for result in results):
            return _kept(request, _waiting(request, results))
        if len(results) == 1 and (error := results[0].error) is not None:
            if needs := error.details.get("needs"):  # asked only when it was carried out late
                return _question(request, [results[0].action], 0, _NEEDS.validate_python(needs))
            return _kept(request, _failure(request, error, self._request_id()))
        return _kept(request, Receipt(**_common(request), rows=tuple(Row(result) for result in results)))

    def _failed(self, request: Request, error: ClankerbotError) -> Kept:
        described = as_api_error(error)
        # A bug of ours may have let something through; under the same key nothing is written twice.
        if isinstance(error, InternalError):
            described = as_unknown(error)
        return _kept(request, _failure(request, described, self._request_id()))

    async def _account(self, request: Request, action: ActionBase) -> Card:
        principal = request.person.principal
        if isinstance(action, Disconnect):
            return DisconnectAsked(**_common(request))
        known = await self._accounts.describe(principal)
        if known is None:
            return ConnectFirst(**{**_common(request), "text": ""})
        return Connected(**_common(request), user_name=known.user_name, workspace_name=known.workspace.name)

    async def _read(self, request: Request) -> ParseResult:
        chosen = self._model_chosen.get(request.person.principal)
        reading = await self._parse(request, llm=chosen is True)
        if chosen is None and self._with_model and any(isinstance(action, Unknown) for action in reading.actions):
            by_model = await self._parse(request, llm=True)
            return by_model if by_model.parser == "llm" else reading
        return reading

    async def _parse(self, request: Request, *, llm: bool) -> ParseResult:
        return await self._engine.parse(
            request.text,
            principal=request.person.principal,
            timezone=request.timezone,
            llm=llm,
            locale=request.locale,
        )

    def _request_id(self) -> str:
        return current_request_id.get() or self._new_request_id()


def _kept(request: Request, card: Card) -> Kept:
    return Kept(card, request.actions, request.timezone)


def _common(request: Request) -> dict[str, Any]:
    return {
        "id": request.card_id,
        "owner": request.person.principal,
        "text": request.text,
        "request_key": request.key,
    }


def _is_channel(channel: str | None) -> bool:
    """Not a direct message: what is for the person alone goes there anyway."""
    return channel is not None and not channel.startswith("D")


def _says_here(action: ActionBase) -> bool:
    """`here` was read as a channel, and only who hears it knows which one that is."""
    said = any(span.field == "channel" for span in action.spans)
    return said and isinstance(action, _IN_CHANNELS) and action.channel is None


def _at(action: ActionBase, channel: str | None) -> ActionBase:
    return action.model_copy(update={"channel": channel}) if _says_here(action) else action


def _first_question(actions: Sequence[ActionBase]) -> tuple[int, tuple[Need, ...]] | None:
    for index, action in enumerate(actions):
        nested = action.action.needs if isinstance(action, CreateSchedule) else ()
        inner = tuple(need.model_copy(update={"field": f"action.{need.field}"}) for need in nested)
        if needs := (*action.needs, *inner):
            return index, needs
    return None


def _asked(request: Request, actions: Sequence[ActionBase], error: NeedsInput) -> Kept:
    index = error.details.get("index")
    return _question(request, actions, index if isinstance(index, int) else 0, error.needs)


def _question(request: Request, actions: Sequence[ActionBase], index: int, needs: tuple[Need, ...]) -> Kept:
    card = Question(**_common(request), actions=documents_of(actions), index=index, needs=needs)
    return _kept(request, card)


def documents_of(actions: Sequence[ActionBase]) -> tuple[JsonDict, ...]:
    return tuple(action.model_dump(mode="json") for action in actions)


def _waiting(request: Request, results: Sequence[ActionResult]) -> Card:
    waiting = [result for result in results if result.status == "pending"]
    return Waiting(
        **_common(request),
        pending_id=str(waiting[0].details["pending"]),
        done=len(results) - len(waiting),
        all=len(results),
        may_be_done=any(result.details.get("outcome") == "unknown" for result in waiting),
    )


def _failure(request: Request, error: ApiError, request_id: str) -> Card:
    return Failure(
        **_common(request),
        code=error.code,
        message=error.message,
        request_id=request_id,
        retryable=error.retryable,
        outcome_unknown=error.details.get("outcome") == "unknown",
        may_be_kept=error.details.get("pending") == OFFERED,
        reason=detail(error.details, "reason"),
        name=detail(error.details, "name"),
    )
