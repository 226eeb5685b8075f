"""Servers that tests start: in a folder of their own, and gone with the process that started them."""

import ctypes
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_LIBC: Final = ctypes.CDLL(None)
_PR_SET_PDEATHSIG: Final = 1


@contextmanager
def folder(kind: str) -> Iterator[Path]:
    """Its own; those of processes that were killed are cleared away."""
    everywhere = Path(tempfile.gettempdir())
    for old in everywhere.glob(f"{kind}-*-*"):
        with suppress(ValueError, PermissionError):
            try:
                os.kill(int(old.name.split("-")[1]), 0)
            except ProcessLookupError:
                shutil.rmtree(old, ignore_errors=True)
    own = Path(tempfile.mkdtemp(prefix=f"{kind}-{os.getpid()}-", dir=everywhere))
    if len(str(own)) > 80:
        raise RuntimeError(f"{own} is too long for the path of a socket: set TMPDIR to a shorter one")
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def die_with_parent() -> None:
    """In the child, on Linux, before the server takes its place."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
