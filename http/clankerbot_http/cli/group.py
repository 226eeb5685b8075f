"""`clankerbot`: its commands, its help, and the one place where an error becomes a message and an exit code."""

import gc
import importlib
import os
import sys
from types import ModuleType
from typing import Any, NamedTuple

import click

from clankerbot_http.cli.refusals import JSON, Refused, refused


class Command(NamedTuple):
    section: str
    place: str
    summary: str


COMMANDS = {
    "demo": Command("Try it", "demo:demo_command", "Start it with a Clockify of its own; no account needed."),
    "parse": Command("Try it", "parse:parse_command", "Say what a text means; change nothing."),
    "run": Command("Use it", "run:run_command", "Carry out a text: log time, start a timer, undo, ..."),
    "summary": Command("Use it", "summary:summary_command", "Sum up a period: text, Markdown, CSV, JSON, a picture."),
    "pending": Command("Use it", "pending:pending_group", "See what is kept until Clockify answers; discard it."),
    "serve": Command("Run it", "serve:serve_command", "Run the service."),
    "doctor": Command("Run it", "doctor.command:doctor_command", "Say what is wrong, and how to mend it."),
    "migrate": Command("Run it", "migrate:migrate_command", "Bring the database up to date."),
    "webhooks": Command("Run it", "webhooks:webhooks_group", "Make Clockify tell of changes, as they happen."),
    "inbox": Command("Run it", "inbox:inbox_group", "See what webhooks delivered; have it done again."),
    "token": Command("Run it", "token:token_group", "Make, list and revoke API tokens."),
    "backup": Command("Run it", "backup:backup_command", "Copy the SQLite database, while the service runs."),
    "audit": Command("Run it", "audit:audit_command", "List who changed what, by which way in."),
    "keys": Command("Run it", "keys:keys_group", "Rotate SECRET_KEYS."),
    "manifest": Command("Run it", "manifest:manifest_command", "Print the Slack app's manifest."),
}


class Commands(click.Group):
    """Imports a command when it is used: `clankerbot parse` must not pay for the web service."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].place.partition(":")
        found = getattr(_imported(f"clankerbot_http.cli.{module}"), name)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By section, from the table: help imports no command."""
        width = max(map(len, COMMANDS))
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in COMMANDS.items():
            sections.setdefault(command.section, []).append((name.ljust(width), command.summary))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(130)
        except Exception as error:
            known = error if isinstance(error, Refused) else refused(error)
            if known is None:
                raise
            known.show(as_json=ctx.meta.get(JSON, False))
            ctx.exit(known.exit_code)


def _imported(module: str) -> ModuleType:
    """What an import makes, stays: looking through it for garbage, now and at the exit, takes a third of the time."""
    if module in sys.modules:
        return sys.modules[module]
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\
\b
Examples:
  clankerbot demo
  clankerbot parse "2h on Apollo and 30m standup yesterday"
  clankerbot run "log 2h on Apollo yesterday"

\b
Exit codes:
  0  done            2  the command line or a setting is wrong
  1  failed          3  a question must be answered first

Settings come from the environment and from .env in this folder; .env.example lists them all.
`clankerbot COMMAND --help` says more about a command.
""",
)
@click.version_option(package_name="clankerbot", message="clankerbot %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Type what you did, and it is in your Clockify timesheet: right, once, and undoable."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        ctx.color = False
