"""The README's console blocks and the guide's, typed from top to bottom into one shell beside one demo."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.processes import DEADLINE_S, ROOT, environment, started

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = [page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))]
NOT_TYPED = ("make ", "docker ", ". .venv/bin/activate", "export ")
"""What sets up, which others test, and what the demo printed for that reader."""


@dataclass(frozen=True)
class Example:
    command: str
    output: str


def examples(text: str) -> Iterator[Example]:
    """A line `$ command`, the indented lines that go on after a backslash, then the output."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            match = re.fullmatch(r"((?:[^\n]*\\\n)*[^\n]*)\n(.*)", part, re.DOTALL)
            assert match is not None
            command, output = match.groups()
            yield Example(command, output)


EXAMPLES = [
    example for text in (README, *GUIDE) for example in examples(text) if not example.command.startswith(NOT_TYPED)
]


def alike(shown: str) -> str:
    """What differs from one run to the next - ids, numbers, times - made the same; JSON may be laid out at will."""
    shown = re.sub(r"\b[0-9A-HJKMNP-TV-Z]{26}\b|\b[0-9a-f]{24}\b", "ID", shown)
    shown = re.sub(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", "Day", shown)
    shown = re.sub(r"\d+", "0", shown)
    return re.sub(r"\s+", "", shown)


def says(expected: str, got: str) -> bool:
    """Whether `got` is what the README shows, where `...` stands for anything."""
    flags = doctest.ELLIPSIS
    return doctest.OutputChecker().check_output(alike(expected), alike(got), flags)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("readme")
    programs = folder / "bin"
    programs.mkdir()
    (programs / "clankerbot").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m clankerbot_http "$@"\n')
    (programs / "clankerbot").chmod(0o755)
    with started(["demo"], folder) as running:
        running.wait_for("Ctrl-C stops it")
        yield {
            **environment(),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "CLANKERBOT_URL": running.wait_for(r"URL +(\S+)")[1],
            "CLANKERBOT_TOKEN": running.wait_for(r"Token +(\S+)")[1],
            "WEBHOOK_SECRET": running.wait_for(r"Webhook secret +(\S+)")[1],
        }
        assert running.process.poll() is None, "it ended meanwhile:\n" + "\n".join(running.errors)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.command.splitlines()[0][:80] for example in EXAMPLES])
def test_it_works_as_shown(example: Example, settings: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", example.command],
        cwd=tmp_path,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=DEADLINE_S,
        check=False,
    )
    assert says(example.output, done.stdout), f"shown:\n{example.output}\nsaid:\n{done.stdout}"


def test_there_are_examples_of_every_way_in() -> None:
    commands = [example.command for example in EXAMPLES]
    assert len(commands) > 15
    for way in ("clankerbot run", "clankerbot parse", "/actions/parse", "/actions/run", "/schedules", "/webhooks/"):
        assert any(way in command for command in commands), way


def test_another_answer_is_not_taken_for_the_one_shown() -> None:
    assert says(
        '{"ok": true,\n "id": "01M8ANHMRA43WQ0S38HXG14WQ0", ...}', '{"ok":true,"id":"01M8ANHNCVFXC4MHZ1YMS9NX1B","a":1}'
    )
    assert not says('{"ok": true, ...}', '{"ok":false,"error":null}')
    assert not says("done: Logged 2 h on Apollo.", "Error: There is no project.")
