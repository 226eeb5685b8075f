"""Inputs that once reached something new, or broke something: one a line, as a JSON string of their bytes."""

import json
from collections.abc import Iterable
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


def read(name: str) -> list[bytes]:
    return [json.loads(line).encode("latin-1") for line in _file(name).read_text("ascii").splitlines()]


def write(name: str, inputs: Iterable[bytes]) -> None:
    lines = sorted({json.dumps(each.decode("latin-1")) for each in inputs}, key=lambda line: (len(line), line))
    _file(name).write_text("".join(f"{line}\n" for line in lines), "ascii")


def _file(name: str) -> Path:
    return CORPUS / f"{name}.jsonl"
