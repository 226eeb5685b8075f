"""The front door: what HTTP, the command line, schedules and Slack call to have a text read, or actions carried out."""

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from clankerbot_engine.actions import (
    MAX_TEXT,
    OF_THE_READING,
    ActionBase,
    ActionResult,
    ApiError,
    CreateSchedule,
    Need,
    ParseResult,
    Unknown,
)
from clankerbot_engine.audit import Audit
from clankerbot_engine.catalogue import Catalogue
from clankerbot_engine.errors import NeedsInput, ValidationFailed
from clankerbot_engine.execution.runner import Runner
from clankerbot_engine.execution.waiting import WhenAway
from clankerbot_engine.execution.write_limit import WriteLimit
from clankerbot_engine.integrations.port import Context
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.misreadings import Misreadings
from clankerbot_engine.parsing import parse
from clankerbot_engine.parsing.names import resolve_names
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences
from clankerbot_engine.stores.locks import Locks, OneInstance
from clankerbot_engine.stores.ports import Journal, PendingRequest, PendingStore, RequestStore, WayIn
from clankerbot_engine.stores.ports.audit import way_in_of

log = logging.getLogger(__name__)

MAX_ACTIONS: Final = 100
"""In one request."""
_ASKED_OF_NOTHING: Final = {"missing", "not_a_day", "no_such_day", "too_long", "no_such_time"}
"""Codes of questions about a field that is empty until they are answered."""
_NO_CHARACTER: Final = re.compile("[\x00\ud800-\udfff]")


class Snapshot(Protocol):
    """What the reading of a text needs to know of the person and their workspace."""

    @property
    def catalogue(self) -> Catalogue | None: ...

    @property
    def timezone(self) -> ZoneInfo | None: ...

    @property
    def preferences(self) -> Preferences: ...

    @property
    def has_set_language(self) -> bool:
        """Here, and not only in the profile: nothing else counts then."""
        ...


class People(Protocol):
    """`Accounts`."""

    async def snapshot(self, principal: str) -> Snapshot | None:
        """None where nothing is known. Raises nothing where Clockify fails: what can be done without it, still is."""
        ...


class Reader(Protocol):
    """`LlmParser`: falls back on the rules by itself."""

    async def parse(
        self,
        text: str,
        *,
        principal: str,
        now: datetime,
        timezone: ZoneInfo,
        catalogue: Catalogue | None = None,
        preferences: Preferences = DEFAULT_PREFERENCES,
    ) -> ParseResult: ...


class Engine:
    """`llm` None: no model is configured. `timezone`: of people of whom none is known. `locks`: of the journal's
    database, where other instances share it."""

    def __init__(
        self,
        router: Router,
        *,
        journal: Journal,
        requests: RequestStore,
        pending: PendingStore,
        people: People,
        llm: Reader | None,
        timezone: ZoneInfo,
        clock: Callable[[], datetime],
        metrics: Metrics,
        locks: Locks | None = None,
        write_limit: WriteLimit | None = None,
        misreadings: Misreadings | None = None,
        audit: Audit | None = None,
        keep_for: timedelta = timedelta(days=7),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.router = router
        self._people = people
        self._llm = llm
        self._timezone = timezone
        self._clock = clock
        self._metrics = metrics
        self._misreadings = misreadings
        self._audit = audit
        self._runner = Runner(
            journal,
            requests,
            pending,
            router,
            context_of=self._context_of,
            locks=locks or OneInstance(),
            clock=clock,
            metrics=metrics,
            write_limit=write_limit,
            keep_for=keep_for,
            sleep=sleep,
        )

    async def parse(
        self,
        text: str,
        *,
        principal: str,
        llm: bool = False,
        timezone: ZoneInfo | None = None,
        now: datetime | None = None,
        catalogue: Catalogue | None = None,
        locale: str | None = None,
        draft: bool = False,
    ) -> ParseResult:
        """Read a text; nothing is written. `locale` counts where the person has set no language. `draft`: somebody is
        typing it still, so that it is no loss where it is not understood.

        Raises `ValidationFailed` for a text that nobody could read.
        """
        _check_text(text)
        # With both given, nothing of the person's workspace is needed.
        snapshot = await self._people.snapshot(principal) if catalogue is None or timezone is None else None
        context = self._context(principal, snapshot, timezone, now, locale=locale)
        if catalogue is None and snapshot is not None:
            catalogue = snapshot.catalogue
        result = await self._read(text, context, catalogue, llm=llm)
        if self._misreadings is not None and not draft and any(isinstance(each, Unknown) for each in result.actions):
            self._misreadings.note(text, result.parser)
        return result

    async def run(
        self,
        *,
        principal: str,
        text: str | None = None,
        actions: Sequence[ActionBase] | None = None,
        key: str | None = None,
        dry_run: bool = False,
        llm: bool = False,
        timezone: ZoneInfo | None = None,
        locale: str | None = None,
        reading: ParseResult | None = None,
        now: datetime | None = None,
        way_in: WayIn | None = None,
        when_away: WhenAway = "fail",
        reference: str | None = None,
    ) -> list[ActionResult]:
        """Carry out what a text says, or actions; one result for each. `reading`: of the text, a moment ago.

        What hinders one before anything is written is raised, with its place in `details.index`; what fails while it
        is carried out is a result. The same `key` and request again give the first results (`replayed`) and write
        nothing; the same key and another request are a `Conflict`. `now`: as of when, where that is not this moment.
        `way_in` is for the audit log, which else goes by the principal.

        `when_away`: whether a request may be kept where what it asks of does not answer, to be carried out later
        (`Pending`), once, and a question be answered by what was known before, with its age. `reference` is the asker's
        own name for it, told with the outcome.
        """
        if (text is None) == (actions is None):
            raise ValidationFailed("Give either a text or actions.", field="text")
        if text is not None:
            _check_text(text)
        snapshot = await self._people.snapshot(principal)
        context = replace(self._context(principal, snapshot, timezone, now, locale=locale), key=key, way_in=way_in)
        context = replace(context, may_be_old=when_away != "fail")
        catalogue = snapshot.catalogue if snapshot is not None else None

        async def read() -> Sequence[ActionBase]:
            if text is not None and reading is not None:
                found: Sequence[ActionBase] = reading.actions
            elif text is not None:
                found = (await self._read(text, context, catalogue, llm=llm)).actions
            else:
                found = [_with_names(action, catalogue, context.preferences) for action in actions or ()]
            _check_number(found)
            _check_answered(found)
            return found

        results = await self._runner.run(
            read,
            context,
            key=key,
            fingerprint=_fingerprint(text, actions, timezone, llm=llm),
            dry_run=dry_run,
            when_away=when_away,
            reference=reference,
        )
        kept = next((each.details.get("pending") for each in results if each.status == "pending"), None)
        if self._audit is not None and kept is not None and not any(result.replayed for result in results):
            await self._audit.note(principal, way_in or way_in_of(principal), "keep pending request", str(kept))
        return results

    async def carry_out_pending(self, request: PendingRequest) -> bool:
        """One try of a request that waits, as of when it was said. Whether it has ended, now or before."""
        snapshot = await self._people.snapshot(request.principal)
        zone = None if request.timezone is None else ZoneInfo(request.timezone)
        context = self._context(request.principal, snapshot, zone, request.said_at, locale=request.locale)
        return await self._runner.carry_out_pending(
            request, replace(context, key=request.request_key, way_in=request.way_in, late=True)
        )

    async def hinder_pending(self, request: PendingRequest, why: ApiError) -> bool:
        """A try that came to nothing, for this reason; as `carry_out_pending`."""
        return await self._runner.hinder_pending(request, why)

    async def discard_pending(self, request: PendingRequest) -> bool:
        """False where it has ended before, or is being tried."""
        return await self._runner.discard_pending(request)

    async def settle(self) -> int:
        """Find out what became of the writes that a crash or a lost answer left open; how many are settled now."""
        return await self._runner.settle()

    async def drain(self, timeout_s: float) -> None:
        """Wait for what runs, and cut off what takes longer."""
        await self._runner.drain(timeout_s)

    async def _read(self, text: str, context: Context, catalogue: Catalogue | None, *, llm: bool) -> ParseResult:
        if llm and self._llm is not None:
            result = await self._llm.parse(
                text,
                principal=context.principal,
                now=context.now,
                timezone=context.timezone,
                catalogue=catalogue,
                preferences=context.preferences,
            )
        else:
            result = parse(
                text,
                now=context.now,
                timezone=context.timezone,
                catalogue=catalogue,
                preferences=context.preferences,
            )
            if llm:
                result = _without_model(result)
        self._metrics.parses.labels(result.parser).inc()
        return result

    def _context(
        self,
        principal: str,
        snapshot: Snapshot | None,
        timezone: ZoneInfo | None = None,
        now: datetime | None = None,
        *,
        locale: str | None = None,
    ) -> Context:
        known_zone = snapshot.timezone if snapshot is not None else None
        preferences = snapshot.preferences if snapshot is not None else DEFAULT_PREFERENCES
        if locale is not None and not (snapshot is not None and snapshot.has_set_language):
            preferences = replace(preferences, locale=locale)
        return Context(
            principal=principal,
            now=now or self._clock(),
            timezone=timezone or known_zone or self._timezone,
            preferences=preferences,
        )

    async def _context_of(self, principal: str) -> Context:
        return self._context(principal, await self._people.snapshot(principal))


def _without_model(reading: ParseResult) -> ParseResult:
    actions = tuple(action.model_copy(update={"parser": "fallback"}) for action in reading.actions)
    return reading.model_copy(update={"parser": "fallback", "fallback_reason": "not_configured", "actions": actions})


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        message = f"The text is longer than {MAX_TEXT:,} characters. Send less at once."
        raise ValidationFailed(message, field="text", details={"reason": "text_too_long"})
    if not text.strip():
        raise ValidationFailed("The text is empty. Type, for example: log 2h on Apollo.", field="text")
    if _NO_CHARACTER.search(text):
        message = "The text holds a character that is none: NUL, or half of a pair."
        raise ValidationFailed(message, field="text", details={"reason": "no_character"})


def _check_number(actions: Sequence[ActionBase]) -> None:
    if not 1 <= len(actions) <= MAX_ACTIONS:
        message = f"A request has 1 to {MAX_ACTIONS} actions; this has {len(actions)}."
        raise ValidationFailed(message, field="actions", details={"reason": "too_many"})


def _with_names(action: ActionBase, catalogue: Catalogue | None, preferences: Preferences) -> ActionBase:
    """As the catalogue knows its names, without the questions it came with that are answered in it."""
    action = _without_answered(action)
    return action if catalogue is None else resolve_names(action, catalogue, preferences)


def _without_answered(action: ActionBase) -> ActionBase:
    """A yes to the reading says nothing of what is asked when it is carried out: its length, other time then."""
    changes: dict[str, object] = {"needs": tuple(need for need in action.needs if not _has_answer(action, need))}
    if action.confirmed:
        of_reading = bool(action.needs) and all(need.code in OF_THE_READING for need in action.needs)
        changes = {"needs": (), "confirmed": not of_reading}
    if isinstance(action, CreateSchedule):
        changes["action"] = _without_answered(action.action)
    return action.model_copy(update=changes)


def _has_answer(action: ActionBase, need: Need) -> bool:
    """It has the id of what was asked about, or a value where it had none."""
    if getattr(action, f"{need.field}_id", None) is not None:
        return True
    was_empty = need.code in _ASKED_OF_NOTHING or (need.code, need.field) == ("ambiguous", "date")
    return was_empty and getattr(action, need.field, None) is not None


def _check_answered(actions: Sequence[ActionBase]) -> None:
    for index, action in enumerate(actions):
        needs = list(action.needs)
        if isinstance(action, CreateSchedule) and not action.action.confirmed:
            needs += [_inside(need) for need in action.action.needs]
        if needs:
            asked = NeedsInput(" ".join(need.reason for need in needs), needs=needs)
            asked.details = {**asked.details, "index": index, "action": action.model_dump(mode="json")}
            raise asked


def _inside(need: Need) -> Need:
    return need.model_copy(update={"field": f"action.{need.field}"})


def _fingerprint(
    text: str | None, actions: Sequence[ActionBase] | None, timezone: ZoneInfo | None, *, llm: bool
) -> str:
    """SHA-256 of what was asked for, hex."""
    asked: dict[str, JsonValue] = {
        "text": text,
        "actions": None if actions is None else [action.model_dump(mode="json") for action in actions],
        "timezone": timezone.key if timezone is not None else None,
        "llm": llm,
    }
    # Not orjson, which raises on an integer of more than 64 bits: a free-form value may hold one.
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
