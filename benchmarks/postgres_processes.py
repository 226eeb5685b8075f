"""What a Postgres server on this machine takes of the processor: itself and all its sessions, also those that ended."""

import re
from pathlib import Path
from typing import Any

import psycopg
from running_service import cpu_s


def postgres_cpu_s(connection: psycopg.Connection[Any]) -> float:
    status = Path(f"/proc/{connection.info.backend_pid}/status").read_text()
    found = re.search(r"^PPid:\s+(\d+)", status, re.MULTILINE)
    assert found is not None
    server = int(found[1])
    sessions = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return cpu_s(server, ended_children=True) + sum(cpu_s(int(session)) for session in sessions)
