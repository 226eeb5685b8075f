"""Some thousands of requests of every kind leave nothing behind; `benchmarks/soak.py` sends them for half an hour.

By number, not by time: what is left behind by one request in a hundred shows on any machine.
"""

from pathlib import Path

from tests.end_to_end.processes import eventually
from tests.end_to_end.soak import EXPECTED, soaked

WARM_UP = 800
REQUESTS = 1_600
MORE_FILES = 8
"""Connections to Clockify and Slack come and go."""
MORE_MB = 10
"""6 kB for each request: less than what a request holds while it is under way."""
MOST_CONNECTIONS = {"database": 16, "redis": 52}
"""What their pools may have; how many are needed at once is chance."""


def test_what_is_asked_again_and_again_leaves_nothing_behind(tmp_path: Path, empty_database_url: str) -> None:
    with soaked(tmp_path, empty_database_url) as soak:
        soak.send(range(WARM_UP))
        first = soak.look()
        soak.send(range(WARM_UP, WARM_UP + REQUESTS))
        assert {(what, status) for what, status in soak.statuses} == {
            (what, EXPECTED.get(what, 200)) for what, _ in soak.statuses
        }
        eventually(lambda: soak.look().tasks <= first.tasks + 2, "the tasks have ended", soak.running)
        last = soak.look()
    assert last.files <= first.files + MORE_FILES, (first, last)
    assert last.threads <= first.threads + 16, (first, last)  # those of the database, as they are needed
    assert last.database <= MOST_CONNECTIONS["database"], last
    assert last.redis <= MOST_CONNECTIONS["redis"], last
    assert last.rss_mb <= first.rss_mb + MORE_MB, (first, last)
