"""What goes wrong on purpose: refusals, statuses and stalls, for the next calls of a method."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack.records import Json


@dataclass
class Call:
    """One that arrived. `args` without the token; `answer` None while it is held up."""

    method: str
    args: Json
    token: str | None
    status: int | None = None
    answer: Json | None = None


@dataclass
class Stall:
    """What arrives here gets no further until `release`. Its `hold` may be given as a way to sleep."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._released.set()

    async def hold(self, seconds: float = 0) -> None:
        self.reached.set()
        await self._released.wait()


@dataclass
class Fault:
    """`after`: the call is carried out, and its answer is lost. `times` None: lasting. `args`: of calls with these."""

    method: str
    error: str | None
    status: int
    retry_after_s: int | None
    after: bool
    times: int | None
    args: Json
    stall: Stall | None = None

    def matches(self, call: Call) -> bool:
        return self.method == call.method and all(call.args.get(name) == value for name, value in self.args.items())


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._stalls: list[Stall] = []

    def fail(
        self,
        method: str,
        error: str | None = None,
        *,
        status: int = 200,
        retry_after_s: int | None = None,
        after: bool = False,
        times: int | None = 1,
        **args: Any,
    ) -> None:
        """`error` alone is Slack's way to refuse; 429 and 5xx are statuses. For a response URL, `response_url`."""
        self._faults.append(Fault(method, error, status, retry_after_s, after, times, args))

    def stall(self, method: str, *, times: int | None = 1, **args: Any) -> Stall:
        held = Stall()
        self._stalls.append(held)
        self._faults.append(Fault(method, None, 200, None, False, times, args, held))
        return held

    def clear(self) -> None:
        """Nothing goes wrong any more, and what is held goes on."""
        self._faults.clear()
        for stall in self._stalls:
            stall.release()

    def take(self, call: Call) -> Fault | None:
        for fault in self._faults:
            if fault.matches(call):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._faults.remove(fault)
                return fault
        return None
