"""A fixed share of a processor for a process, by Linux' control groups: what others do then neither helps nor hurts it.

Needs root and the `cpu` controller, of version 1 or 2.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PERIOD_US: Final = 20_000
"""In each of these a process has its share. Short, so that it is slow and does not halt."""
_V1: Final = Path("/sys/fs/cgroup/cpu")
_V2: Final = Path("/sys/fs/cgroup")


def are_there() -> bool:
    try:
        with share(0.5):
            return True
    except OSError:
        return False


@contextmanager
def share(of_a_processor: float) -> Iterator[Path]:
    """Move a process into it by `hold`; at the end, it has ended. Raises `OSError` where that cannot be had."""
    quota_us = round(of_a_processor * PERIOD_US)
    is_v1 = (_V1 / "cpu.cfs_quota_us").exists()
    group = (_V1 if is_v1 else _V2) / f"clankerbot-benchmark-{os.getpid()}-{os.urandom(3).hex()}"
    if not is_v1:
        (_V2 / "cgroup.subtree_control").write_text("+cpu")
    group.mkdir()
    try:
        if is_v1:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (group / "cpu.cfs_quota_us").write_text(str(quota_us))
        else:
            (group / "cpu.max").write_text(f"{quota_us} {PERIOD_US}")
        yield group
    finally:
        group.rmdir()


def hold(group: Path, pid: int) -> None:
    """With all its threads, and whatever it starts from now on."""
    (group / "cgroup.procs").write_text(str(pid))
