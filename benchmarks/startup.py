"""How long `clankerbot serve` takes from spawn to the first 200 of `/readyz`, and what it holds in memory when idle."""

import argparse
import time
from statistics import median

from running_service import service

IDLE_S = 1.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    seconds: list[float] = []
    memory: list[float] = []
    for _ in range(given.rounds):
        with service() as (started, _):
            time.sleep(IDLE_S)
            seconds.append(started.seconds_to_ready)
            memory.append(started.rss_mb())
    print(
        f"start to ready: {median(seconds):.2f} s, of {', '.join(f'{each:.2f}' for each in seconds)} (aim: under 2 s)"
    )
    print(f"resident, idle: {median(memory):.0f} MB (aim: under 120 MB)")


if __name__ == "__main__":
    main()
