"""Reads a corpus and counts what is right: by kind, by field, and where the reader was sure."""

import gc
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from clankerbot_engine.actions import ActionBase
from clankerbot_engine.parsing import parse
from tests.evaluation.comparing import Difference, differences, expected_fields, said_fields
from tests.evaluation.corpus import NEGATIVE, Line

SURE = 0.9
"""From here on a reading must nearly always be right."""

READS = frozenset({"status", "summary", "list_entries", "list_projects", "list_schedules", "help", "unknown"})
"""What changes nothing, here or at Clockify; everything else is a write."""

Reader = Callable[[Line], Sequence[ActionBase]]


def read_by_rules(line: Line) -> Sequence[ActionBase]:
    return parse(
        line.text, now=line.now, timezone=line.zone, catalogue=line.catalogue, preferences=line.preferences
    ).actions


@dataclass(frozen=True, slots=True)
class Reading:
    line: Line
    actions: Sequence[ActionBase]
    differences: Sequence[Difference]

    @property
    def right(self) -> bool:
        return not self.differences

    @property
    def confidence(self) -> float:
        """That of the least sure action."""
        return min((action.confidence for action in self.actions), default=0.0)

    @property
    def understood(self) -> bool:
        return any(action.kind != "unknown" for action in self.actions)

    @property
    def is_sure_write(self) -> bool:
        """Whether something would be carried out: what has an open question waits for its answer."""
        return any(
            action.kind not in READS and action.confidence >= SURE and not action.needs for action in self.actions
        )


@dataclass(slots=True)
class Tally:
    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.total += 1

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    readings: Sequence[Reading]
    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_field: dict[str, Tally] = field(default_factory=dict)
    sure: Tally = field(default_factory=Tally)
    """Of the understood texts that were read with a confidence of `SURE` or more."""
    unsure: Tally = field(default_factory=Tally)

    @property
    def misses(self) -> list[Reading]:
        return [reading for reading in self.readings if not reading.right]

    @property
    def sure_writes_of_talk(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.line.kind == NEGATIVE and reading.is_sure_write]


def score(lines: Iterable[Line], read: Reader = read_by_rules) -> Scores:
    readings = []
    for line in lines:
        actions = read(line)
        readings.append(Reading(line, actions, differences(line, actions)))
    scores = Scores(readings)
    for reading in readings:
        scores.by_kind.setdefault(reading.line.kind, Tally()).add(reading.right)
        wrong = Counter(difference.field for difference in reading.differences)
        for name in expected_fields(reading.line):
            scores.by_field.setdefault(name, Tally()).add(name not in wrong)
        if reading.understood:
            (scores.sure if reading.confidence >= SURE else scores.unsure).add(reading.right)
    return scores


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds for one text."""

    median_us: float
    p99_us: float


def timing(work: Sequence[Callable[[], object]], *, rounds: int = 3) -> Timing:
    """Each piece of work counts with its fastest round: what else the machine did is no part of it."""
    fastest = [float("inf")] * len(work)
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for i, run in enumerate(work):
                began = time.perf_counter_ns()
                run()
                fastest[i] = min(fastest[i], (time.perf_counter_ns() - began) / 1000)
    finally:
        if collecting:
            gc.enable()
    ranked = sorted(fastest)
    return Timing(statistics.median(ranked), ranked[min(len(ranked) - 1, round(len(ranked) * 0.99))])


def got_fields(reading: Reading) -> list[dict[str, Any]]:
    """What was read, without what was left open: for a person who looks at a miss."""
    return [
        {name: value for name, value in said_fields(action).items() if value not in (None, [], {}) and name != "kind"}
        for action in reading.actions
    ]
