"""The far side of the runner's tests: a pad of notes behind an unreliable line, and the integration that uses it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from clankerbot_engine.actions import ActionBase, ActionResult, Name, Notice
from clankerbot_engine.errors import (
    Forbidden,
    InternalError,
    NeedsInput,
    NotFound,
    RateLimited,
    UpstreamError,
    UpstreamTimeout,
    ValidationFailed,
)
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Sent


class WriteNote(ActionBase):
    kind: Literal["write_note"] = "write_note"
    text: Name


class ChangeNote(ActionBase):
    kind: Literal["change_note"] = "change_note"
    note: Name
    text: Name


class CountNotes(ActionBase):
    kind: Literal["count_notes"] = "count_notes"


class BurnNote(ActionBase):
    """Cannot be undone."""

    kind: Literal["burn_note"] = "burn_note"
    note: Name


Fault = Literal[
    "none",
    "refuse",
    "rate_limit",
    "drop_before",  # no answer, not applied
    "drop_after",  # no answer, applied
    "late",  # no answer, applied only when some time has passed (`slowness`)
    "broken_before",  # the connection is lost, not applied
    "server_error",  # an answer that says that nothing was applied
    "bug_before",
    "bug_after",
    "internal_error_after",
    "crash_before",
    "crash_after",
]


class Crash(BaseException):
    """The process dies here: nothing of ours may catch it."""


class Bug(Exception):
    pass


@dataclass
class Note:
    id: str
    text: str
    written_at: datetime


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)  # no two moments are the same
        return self.now


@dataclass
class Pad:
    """`faults` come one for each write that is sent; `away` fails every look."""

    clock: Clock
    notes: dict[str, Note] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    away: bool = False
    sent: int = 0
    looks: int = 0
    reads: int = 0
    slept: list[float] = field(default_factory=list)
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Event = field(default_factory=asyncio.Event)
    before_answer: Callable[[], Awaitable[None]] | None = None
    slowness: timedelta = timedelta()
    _late: list[tuple[datetime, Callable[[], Any]]] = field(default_factory=list)
    _next_id: int = 0

    def texts(self) -> list[str]:
        return [note.text for note in self.notes.values()]

    async def pass_time(self, seconds: float) -> None:
        """The runner's `sleep`, too."""
        self.slept.append(seconds)
        self.clock.now += timedelta(seconds=seconds)
        self.land()
        await asyncio.sleep(0)

    def land(self) -> None:
        late, self._late = self._late, []
        for at, apply in late:
            if at <= self.clock.now:
                apply()
            else:
                self._late.append((at, apply))

    async def send(self, apply: Callable[[], Any]) -> Any:
        self.sent += 1
        await asyncio.sleep(0)
        match self.faults.popleft() if self.faults else "none":
            case "refuse":
                raise Forbidden("The pad is locked.")
            case "rate_limit":
                raise RateLimited("Too many notes a minute.", retry_after_s=3)
            case "server_error":
                raise UpstreamError("The pad is out of order.", outcome="not_applied")
            case "drop_before":
                raise UpstreamTimeout("The pad gave no answer.", outcome="unknown")
            case "drop_after":
                apply()
                raise UpstreamTimeout("The pad gave no answer.", outcome="unknown")
            case "broken_before":
                raise UpstreamError("The line broke.", outcome="unknown")
            case "late":
                self._late.append((self.clock.now + self.slowness, apply))
                raise UpstreamTimeout("The pad gave no answer.", outcome="unknown")
            case "bug_before":
                raise Bug("secret-of-the-far-side")
            case "bug_after":
                apply()
                raise Bug("secret-of-the-far-side")
            case "internal_error_after":
                apply()
                raise InternalError("The pad is not what we take it for.")
            case "crash_before":
                raise Crash
            case "crash_after":
                apply()
                raise Crash
        answer = apply()
        if self.before_answer is not None:
            await self.before_answer()
        return answer

    def write(self, text: str) -> Note:
        self._next_id += 1
        note = Note(f"note{self._next_id}", text, self.clock())
        self.notes[note.id] = note
        self.written.set()
        return note

    def change(self, note_id: str, text: str) -> None:
        self.notes[note_id].text = text

    def delete(self, note_id: str) -> None:
        self.notes.pop(note_id, None)


class NotesIntegration:
    name = "notes"
    action_types: Sequence[type[ActionBase]] = (WriteNote, ChangeNote, CountNotes, BurnNote)

    def __init__(self, pad: Pad) -> None:
        self.pad = pad

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        if not isinstance(action, CountNotes):
            return None
        self.pad.reads += 1
        if self.pad.away:
            raise UpstreamError("The pad is away.")
        return ActionResult(action=action, status="done", message=f"{len(self.pad.notes)} notes.")

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        if action.needs:
            raise NeedsInput("Which note?", needs=action.needs)
        plan: Plan
        warnings: tuple[Notice, ...] = ()
        match action:
            case WriteNote(text="forbidden"):
                raise ValidationFailed("Not this word.", field="text")
            case WriteNote(text=text):
                plan = {"do": "write", "text": text}
                if text in self.pad.texts():
                    warnings = (Notice(code="same_text", message="There is such a note already."),)
            case ChangeNote(note=note, text=text):
                if note not in self.pad.notes:
                    raise NotFound("There is no such note.")
                plan = {"do": "change", "note": note, "text": text, "before": self.pad.notes[note].text}
            case BurnNote(note=note):
                plan = {"do": "burn", "note": note}
            case _:
                raise AssertionError(action)
        preview = ActionResult(action=action, status="planned", message=f"Would {plan['do']} a note.")
        return Prepared(action, plan, preview, warnings)

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        return self._applied(action, plan, await self.pad.send(lambda: self._do(plan)))

    def _do(self, plan: Plan) -> Note | None:
        match plan["do"]:
            case "write":
                return self.pad.write(plan["text"])
            case "change":
                self.pad.change(plan["note"], plan["text"])
            case "delete" | "burn":
                self.pad.delete(plan["note"])
        return None

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        self.pad.looks += 1
        self.pad.looked.set()
        await asyncio.sleep(0)
        if self.pad.away:
            raise UpstreamError("The pad is away.")
        match plan["do"]:
            case "write":
                alike = [
                    note for note in self.pad.notes.values() if note.text == plan["text"] and note.written_at >= sent.at
                ]
                claimed = await sent.claimed(note.id for note in alike)
                mine = next((note for note in alike if note.id not in claimed), None)
                return None if mine is None else self._applied(action, plan, mine)
            case "change":
                note = self.pad.notes.get(plan["note"])
                return self._applied(action, plan, None) if note and note.text == plan["text"] else None
            case _:
                return self._applied(action, plan, None) if plan["note"] not in self.pad.notes else None

    def _applied(self, action: ActionBase, plan: Plan, note: Note | None) -> Applied:
        result = ActionResult(action=action, status="done", message=f"Did {plan['do']} a note.")
        match plan["do"]:
            case "write":
                assert note is not None
                inverse: Plan | None = {"do": "delete", "note": note.id}
                return Applied(result.model_copy(update={"details": {"note": note.id}}), inverse, note.id)
            case "change" if "before" in plan:
                return Applied(result, {"do": "change", "note": plan["note"], "text": plan["before"]})
            case _:
                return Applied(result)
