"""Resident memory of the service while it takes in deliveries, each of another event; all of them are kept on disk."""

import argparse

import load
from running_service import backlog
from webhook_intake import Deliveries, our_service

CHUNK = 20_000
WARM_UP = 5_000
"""More than the 1,000 events that are held in memory, so that these count as there from the start."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--deliveries", type=int, default=1_000_000)
    options.add_argument("--connections", type=int, default=32)
    given = options.parse_args()
    deliveries = Deliveries()
    with our_service(None) as running:
        load.run(running.port, deliveries.take(WARM_UP), connections=given.connections)
        begun_mb, sent = running.rss_mb(), 0
        print(f"{'deliveries':>12}{'MB':>8}{'grown':>8}{'waiting':>10}")
        while sent < given.deliveries:
            count = min(CHUNK, given.deliveries - sent)
            load.run(running.port, deliveries.take(count), connections=given.connections)
            sent += count
            rss_mb = running.rss_mb()
            print(f"{sent:12,}{rss_mb:8.1f}{rss_mb - begun_mb:8.1f}{backlog(running):10,}", flush=True)
    print("aim: grown by less than 20 MB after 1,000,000")


if __name__ == "__main__":
    main()
