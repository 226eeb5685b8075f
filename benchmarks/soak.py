"""The service under a steady mix of all that it is asked for, for as long as one likes: what it holds is to stay.

`tests/end_to_end/soak.py` says what the mix is. Postgres and Redis are real ones from wheels, Clockify, Slack and the
model stand-ins; what is looked at is the service's process alone, after a warm-up.
"""

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.end_to_end.soak import Look, Soak, soaked
from tests.fakes import postgres

MOST_GROWN = 0.05
UNITS = {
    "rss_mb": "MB",
    "files": "other open files",
    "threads": "threads",
    "tasks": "tasks of the event loop",
    "database": "connections to Postgres",
    "redis": "connections to Redis",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--warm-up", type=float, default=3, metavar="MINUTES")
    options.add_argument("--per-second", type=float, default=40)
    options.add_argument("--sqlite", action="store_true", help="in the place of Postgres")
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        url = f"sqlite:///{folder}/clankerbot.db"
        if not given.sqlite:
            url = stack.enter_context(postgres.database(stack.enter_context(postgres.server()), "soak"))
        soak = stack.enter_context(soaked(folder, url))
        looks = list(rounds(soak, given.minutes, given.warm_up, given.per_second))
        print(f"statuses: {dict(sorted(soak.statuses.items()))}")
    some = max(1, len(looks) // 5)
    print(f"\nof the first and the last {some} after the warm-up: the median of the memory, the least of all else")
    for name, unit in UNITS.items():
        of = median if name == "rss_mb" else min  # what is under way at one moment is chance; what is left stays
        first, last = [of(getattr(each, name) for each in part) for part in (looks[:some], looks[-some:])]
        print(f"{name:>12}{first:9.1f}{last:9.1f} {unit}{f' ({last / first - 1:+.1%})' if name == 'rss_mb' else ''}")
    print(f"aims: memory up by less than {MOST_GROWN:.0%}, of all else no more")


def rounds(soak: Soak, minutes: float, warm_up: float, per_s: float) -> list[Look]:
    """What was seen after each thirtieth of the time, once it is warm."""
    print(f"{'minute':>7}{'requests':>10}{Look.HEAD}")
    began, sent, looks = time.monotonic(), 0, []
    each = max(1, round(minutes * 60 * per_s / 30))
    while (time.monotonic() - began) / 60 < minutes:
        soak.send(range(sent, sent + each), per_s=per_s)
        sent += each
        at, look = (time.monotonic() - began) / 60, soak.look()
        print(f"{at:7.1f}{sent:10,}{look}", flush=True)
        if at >= warm_up or at >= minutes:
            looks.append(look)
    return looks


if __name__ == "__main__":
    main()
