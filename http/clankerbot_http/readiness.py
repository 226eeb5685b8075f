"""Whether this process should be sent requests: each thing it depends on, by name, with its latency."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from clankerbot_engine.errors import ClankerbotError

CHECK_TIMEOUT_S = 1.5
"""Less than who asks waits for an answer (2 s under `deploy/`): being busy is no reason to be left alone."""
FRESH_S = 1.0
"""How long a report is given out again: many balancers may ask at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`problem` says in words why it is not well; None: it is. Without what is not `needed` the service is ready."""

    problem: str | None = None
    facts: dict[str, JsonValue] = field(default_factory=dict)
    needed: bool = True


Check = Callable[[], Awaitable[Finding]]


class CheckReport(BaseModel):
    model_config = ConfigDict(frozen=True)

    ok: bool
    latency_ms: float
    problem: str | None = Field(default=None, description="What is wrong, in words.")
    facts: dict[str, JsonValue] = Field(default_factory=dict, description="Figures behind it.")
    needed: bool = Field(default=True, description="Without it, the service is not ready.")


class ReadinessReport(BaseModel):
    model_config = ConfigDict(frozen=True)

    ready: bool
    draining: bool = Field(description="The service is about to stop and should get no new requests.")
    checks: dict[str, CheckReport]


class Readiness:
    """`draining` is set once, when the process is told to stop."""

    def __init__(self, checks: Mapping[str, Check], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._checks = checks
        self._monotonic = monotonic
        self._last: tuple[float, dict[str, CheckReport]] | None = None
        self.draining = False

    def start_draining(self) -> None:
        self.draining = True

    async def report(self) -> ReadinessReport:
        now = self._monotonic()
        if self._last is None or now - self._last[0] >= FRESH_S:
            reports = await asyncio.gather(*(self._run(check) for check in self._checks.values()))
            self._last = (now, dict(zip(self._checks, reports, strict=True)))
        checks = self._last[1]
        ready = not self.draining and all(check.ok or not check.needed for check in checks.values())
        return ReadinessReport(ready=ready, draining=self.draining, checks=checks)

    async def _run(self, check: Check) -> CheckReport:
        began = self._monotonic()
        try:
            async with asyncio.timeout(CHECK_TIMEOUT_S):
                found = await check()
        except TimeoutError:
            found = Finding(f"No answer within {CHECK_TIMEOUT_S:g} s.")
        except ClankerbotError as error:
            found = Finding(error.message)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises means that it is not well
            found = Finding(type(error).__name__)
        latency_ms = round((self._monotonic() - began) * 1000, 3)
        return CheckReport(
            ok=found.problem is None,
            latency_ms=latency_ms,
            problem=found.problem,
            facts=found.facts,
            needed=found.needed,
        )
