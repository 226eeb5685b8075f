"""Two instances on Postgres and Redis on a bad day: killed, cut off, with an empty Redis, under load; nothing is lost.

The servers come from wheels, as in the tests; nothing has to be installed. `tests/end_to_end/chaos.py` is what happens.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.end_to_end.chaos import Load, Outcome, bad_day
from tests.fakes import postgres


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--webhooks", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=1_000, help="each sent to both instances at once")
    options.add_argument("--schedules", type=int, default=1_000, help="due in the same minute")
    options.add_argument("--kills", type=int, default=12)
    options.add_argument("--cut-off", type=float, default=10, metavar="SECONDS", help="of Postgres")
    given = options.parse_args()
    load = Load(given.webhooks, given.runs, given.schedules, given.kills, given.cut_off)
    with (
        TemporaryDirectory() as folder,
        postgres.server(fsync="on", synchronous_commit="on", full_page_writes="on") as server,
        postgres.database(server, "chaos") as database_url,
        bad_day(Path(folder), database_url) as day,
    ):
        tell(load, day.send_all(load))


def tell(load: Load, outcome: Outcome) -> None:
    print(f"{outcome.acknowledged:,} acknowledged in {outcome.seconds:.0f} s; settled {outcome.settled_s:.0f} s later")
    print(f"refused meanwhile, and sent again: {dict(outcome.refused) or 'none'}")
    print(f"lost: {outcome.lost(load)} (aim: 0), doubled: {outcome.doubled(load)} (aim: 0)")
    told = len(outcome.told) + outcome.told_in_numbers
    print(
        f"events {outcome.events.total():,}, told of in Slack {told:,}; "
        f"time entries by runs {outcome.runs.total():,}, by schedules {outcome.schedules.total():,}, "
        f"others {outcome.others}"
    )


if __name__ == "__main__":
    main()
