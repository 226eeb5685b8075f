"""The scores that may not be fallen below: `floors.json`, written anew by `--record`."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.evaluation.scoring import Scores

FLOORS = Path(__file__).parent / "floors.json"
SURE_AND_RIGHT = "sure and right"
"""The share of sure readings that are right, among the floors by kind."""


def measured(scores: Scores) -> dict[str, float]:
    """Shares from 0 to 1, cut off (never rounded up) after three digits."""
    shares = {kind: tally.share for kind, tally in sorted(scores.by_kind.items())}
    return {name: int(share * 1000) / 1000 for name, share in (shares | {SURE_AND_RIGHT: scores.sure.share}).items()}


def read_floors(file: Path = FLOORS) -> dict[str, float]:
    floors: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return floors


def record(scores: Scores, file: Path) -> None:
    file.write_text(json.dumps(measured(scores), indent=2) + "\n", encoding="utf-8")


def shortfalls(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    """What fell, in words; a kind without a floor is one too, so that none is forgotten."""
    fell = []
    for name, share in measured(scores).items():
        floor = floors.get(name)
        if floor is None:
            fell.append(f"{name}: has no floor yet")
        elif share < floor:
            fell.append(f"{name}: {share:.1%}, and was {floor:.1%}")
    return fell
