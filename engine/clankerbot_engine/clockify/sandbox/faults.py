"""Faults that can be switched on while the sandbox runs: for the next few requests, or until cleared."""

from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.refusals import invalid

Kind = Literal["latency", "rate_limit", "server_error", "drop", "empty_body", "html_body"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_STATUS: dict[str, int] = {"rate_limit": 429, "server_error": 500, "empty_body": 200, "html_body": 200}
LONGEST_LATENCY_S = 120.0


@dataclass
class Fault:
    """What goes wrong, for which requests, how often.

    `after`: the request is carried out first, and then its answer is lost or replaced; else it is not carried out.
    (Latency never loses anything: it comes before or after.) `times` None: until cleared. `path` is a glob over the
    path without trailing slashes (`*` spans slashes); `method` is a name or `*`.
    """

    kind: Kind
    after: bool = False
    method: str = "*"
    path: str = "*"
    times: int | None = 1
    seconds: float = 0.0
    status: int | None = None
    retry_after: int | None = None

    @property
    def answer_status(self) -> int:
        return self.status or _STATUS[self.kind]

    def matches(self, method: str, path: str) -> bool:
        return self.method in ("*", method) and fnmatchcase(path, self.path)

    @classmethod
    def from_json(cls, body: Any) -> "Fault":
        """Of `{"kind", "after"?, "method"?, "path"?, "times"?, "seconds"?, "status"?, "retryAfter"?}`.
        `"times": null` is lasting, a missing `times` is once. `drop_before` and `drop_after` are `drop` spelt out."""
        fields = Fields(body)
        kind, after = fields.raw("kind"), fields.flag("after") or False
        if kind in ("drop_before", "drop_after"):
            kind, after = "drop", kind == "drop_after"
        if kind not in KINDS:
            raise invalid(f"kind has to be one of {', '.join(KINDS)}")
        seconds = fields.raw("seconds") or 0
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= LONGEST_LATENCY_S:
            raise invalid(f"seconds has to be a number from 0 to {LONGEST_LATENCY_S:g}")
        times = fields.number("times") if fields.has("times") else 1
        if times is not None and times < 1:
            raise invalid("times has to be 1 or more, or null for lasting")
        status = fields.number("status")
        if status is not None and not 200 <= status <= 599:
            raise invalid("status has to be from 200 to 599")
        retry_after = fields.number("retryAfter")
        if retry_after is not None and retry_after < 0:
            raise invalid("retryAfter has to be 0 or more seconds")
        return cls(
            kind=kind,
            after=after,
            method=(fields.text("method") or "*").upper(),
            path=fields.text("path") or "*",
            times=times,
            seconds=float(seconds),
            status=status,
            retry_after=retry_after,
        )

    def to_json(self) -> dict[str, Any]:
        shown = asdict(self)
        shown["retryAfter"] = shown.pop("retry_after")
        return shown


class FaultPlan:
    """The faults that are switched on, in the order in which they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults.clear()

    def all(self) -> list[Fault]:
        return list(self._faults)

    def take(self, method: str, path: str) -> Fault | None:
        """The first that matches; it has happened once more, and is gone when it was its last time."""
        for fault in self._faults:
            if not fault.matches(method, path):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self._faults.remove(fault)
            return fault
        return None
