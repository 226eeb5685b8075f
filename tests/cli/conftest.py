from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clankerbot_http.__main__ import main

Clankerbot = Callable[..., Result]


@pytest.fixture
def clankerbot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clankerbot:
    """`clankerbot("token", "list")` in an empty folder; settings are given as `env`."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, env: dict[str, str] | None = None, stdin: Any = None) -> Result:
        return CliRunner().invoke(main, words, env=env, input=stdin, prog_name="clankerbot", catch_exceptions=False)

    return run
