"""The bad day, small enough for every run of the tests; `benchmarks/chaos.py` makes it as large as one likes."""

from pathlib import Path

from tests.end_to_end.chaos import Load, bad_day
from tests.fakes import postgres

LOAD = Load(webhooks=300, runs=40, schedules=30, kills=2, cut_off_s=2)


def test_nothing_is_lost_and_nothing_doubled(tmp_path: Path, postgres_server: str) -> None:
    with postgres.database(postgres_server, "chaos") as database_url, bad_day(tmp_path, database_url) as day:
        outcome = day.send_all(LOAD)
    assert outcome.acknowledged == LOAD.webhooks + LOAD.runs
    assert outcome.refused, "nothing went wrong: then nothing was proved"
    assert (outcome.lost(LOAD), outcome.doubled(LOAD)) == (0, 0), outcome
