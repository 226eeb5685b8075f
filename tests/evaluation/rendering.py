"""What `python -m tests.evaluation` prints: tables and misses as text, everything as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.evaluation.comparing import Difference
from tests.evaluation.libraries import TIME_KINDS, Comparison
from tests.evaluation.scoring import SURE, Reading, Scores, Tally, Timing, got_fields

OWN = "clankerbot"


def score_lines(name: str, scores: Scores, speed: Timing) -> Iterator[str]:
    yield f"{name}: {len(scores.readings)} lines"
    yield ""
    yield from _table("kind", scores.by_kind)
    total = Tally(sum(not reading.differences for reading in scores.readings), len(scores.readings))
    yield _row("all", total)
    yield ""
    yield from _table("field", dict(sorted(scores.by_field.items())))
    yield ""
    yield f"confidence of {SURE} and more   {_share(scores.sure)} right"
    yield f"less than {SURE}                {_share(scores.unsure)} right"
    yield f"sure writes of mere talk      {len(scores.sure_writes_of_talk)}"
    yield f"speed                         median {speed.median_us:.0f} µs, 99th percentile {speed.p99_us:.0f} µs a text"


def comparison_lines(name: str, comparisons: Mapping[str, Comparison]) -> Iterator[str]:
    """Ours has the whole sentence, the libraries the expression cut out of it."""
    yield f"{name}: time expressions, beside libraries that get them cut out of the sentence"
    yield ""
    yield f"  {'':<14}" + "".join(f"{column:>16}" for column in comparisons)
    for kind in TIME_KINDS:
        if any(kind in comparison.by_kind for comparison in comparisons.values()):
            tallies = [comparison.by_kind.get(kind, Tally()) for comparison in comparisons.values()]
            yield f"  {kind:<14}" + "".join(f"{_percent(tally):>16}" for tally in tallies)
    totals = [_sum(comparison.by_kind.values()) for comparison in comparisons.values()]
    yield f"  {'all':<14}" + "".join(f"{_percent(total):>16}" for total in totals)
    yield f"  {'median µs':<14}" + "".join(f"{each.timing.median_us:>16.0f}" for each in comparisons.values())


def miss_lines(misses: Iterable[Reading]) -> Iterator[str]:
    for miss in misses:
        yield f"{miss.line.id}  {json.dumps(miss.line.text, ensure_ascii=False)}  ({miss.line.now:%a %Y-%m-%d %H:%M})"
        yield from (f"    {difference_in_words(each)}" for each in miss.differences if tells_something(each, miss))
        yield f"    read with {miss.confidence:.2f}: {json.dumps(got_fields(miss), ensure_ascii=False)}"


def tells_something(difference: Difference, miss: Reading) -> bool:
    """Where the kind or the number of actions is wrong, the missing fields add nothing."""
    return difference.field in ("intent", "actions") or not any(
        each.field in ("intent", "actions") for each in miss.differences
    )


def difference_in_words(difference: Difference) -> str:
    expected, got = (json.dumps(value, ensure_ascii=False) for value in (difference.expected, difference.got))
    return f"{difference.field}: expected {expected}, got {got}"


def as_json(scores: Scores, speed: Timing, comparisons: Mapping[str, Comparison]) -> dict[str, Any]:
    return {
        "lines": len(scores.readings),
        "kinds": _shares(scores.by_kind),
        "fields": _shares(scores.by_field),
        "sure": _shares({"sure": scores.sure})["sure"],
        "unsure": _shares({"unsure": scores.unsure})["unsure"],
        "sure_writes_of_talk": [reading.line.id for reading in scores.sure_writes_of_talk],
        "median_us": round(speed.median_us, 1),
        "p99_us": round(speed.p99_us, 1),
        "misses": [
            {
                "id": miss.line.id,
                "text": miss.line.text,
                "confidence": miss.confidence,
                "differences": [
                    {"field": each.field, "expected": each.expected, "got": each.got} for each in miss.differences
                ],
                "got": got_fields(miss),
            }
            for miss in scores.misses
        ],
        "libraries": {
            name: {"kinds": _shares(each.by_kind), "median_us": round(each.timing.median_us, 1)}
            for name, each in comparisons.items()
        },
    }


def _table(title: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    yield f"  {title:<14}  right of      share"
    yield from (_row(name, tally) for name, tally in tallies.items())


def _row(name: str, tally: Tally) -> str:
    return f"  {name:<14} {tally.right:>6} {tally.total:>5} {_percent(tally):>8}"


def _share(tally: Tally) -> str:
    return f"{_percent(tally)} ({tally.right} of {tally.total})"


def _percent(tally: Tally) -> str:
    return f"{tally.share:.1%}" if tally.total else "-"


def _sum(tallies: Iterable[Tally]) -> Tally:
    each = list(tallies)
    return Tally(sum(tally.right for tally in each), sum(tally.total for tally in each))


def _shares(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {name: {"right": t.right, "total": t.total, "share": round(t.share, 4)} for name, t in tallies.items()}
