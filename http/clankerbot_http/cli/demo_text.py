"""What the demo prints: where everything is, and commands that work as they stand."""

import json
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    token: str
    webhook_secret: str
    sandbox_url: str
    api_key: str
    workspace: str
    workspace_id: str
    user_id: str
    project_id: str
    """Apollo's."""
    started_at: datetime
    has_page: bool
    """Not where it talks to Slack itself."""


def introduction(demo: Demo) -> str:
    return "\n".join(_lines(demo))


def _lines(demo: Demo) -> Iterator[str]:
    yield ""
    yield click.style("Clankerbot runs, with a Clockify of its own. Both start afresh each time.", bold=True)
    yield ""
    if demo.has_page:
        yield f"Open {click.style(demo.url, fg='cyan', bold=True)} in a browser, and type what you did."
        yield ""
    yield f"  URL              {demo.url}"
    yield f"  API in a browser {demo.url}/docs"
    yield f"  Token            {demo.token}"
    yield f"  Webhook secret   {demo.webhook_secret}"
    yield f"  Clockify sandbox {demo.sandbox_url} (workspace {demo.workspace}, {demo.workspace_id})"
    yield f"  Clockify key     {demo.api_key}"
    yield ""
    yield "Three commands to try, in another terminal in this folder:"
    for number, (purpose, command) in enumerate(commands(demo), 1):
        yield ""
        yield f"{number}. {purpose}"
        yield ""
        yield f"  {click.style(command, fg='cyan')}"
    yield ""
    yield "To take the last one back:"
    yield ""
    yield f"  {click.style(undo_command(demo), fg='cyan')}"
    yield ""
    yield "Ctrl-C stops it."
    yield ""


def commands(demo: Demo) -> list[tuple[str, str]]:
    """Each on one line, quoted for a shell."""
    since = (demo.started_at - timedelta(days=2)).strftime("%Y-%m-%dT00:00:00Z")
    person = f"{demo.sandbox_url}/api/v1/workspaces/{demo.workspace_id}/user/{demo.user_id}"
    rest = [
        *("curl", "-sS", f"{demo.url}/actions/run", "-H", f"Authorization: Bearer {demo.token}"),
        *("-H", "Content-Type: application/json", "-d", json.dumps({"text": "log 2h on Apollo yesterday"})),
    ]
    look = [
        *("curl", "-sS", f"{person}/time-entries?project={demo.project_id}&start={since}"),
        *("-H", f"X-Api-Key: {demo.api_key}"),
    ]
    return [
        ("Log time by REST:", shlex.join(rest)),
        ("Log time from the command line:", _cli(demo, "log 45m on Hermes: code review #review")),
        ("See what the first one wrote to Clockify (the newest entries on Apollo):", shlex.join(look)),
    ]


def undo_command(demo: Demo) -> str:
    return _cli(demo, "undo")


def _cli(demo: Demo, text: str) -> str:
    return f"CLANKERBOT_URL={demo.url} CLANKERBOT_TOKEN={demo.token} {_program()} run {shlex.quote(text)}"


def _program() -> str:
    """How the reader, in this folder, starts this program."""
    installed_here = Path(".venv/bin/clankerbot")
    if installed_here.is_file():
        return str(installed_here)
    return "clankerbot" if shutil.which("clankerbot") else f"{shlex.quote(sys.executable)} -m clankerbot_http"
