"""`clankerbot doctor`."""

import asyncio
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime

import click

from clankerbot_engine.logs import configure_logging
from clankerbot_engine.settings import Settings, SettingsError
from clankerbot_http.cli import terminal
from clankerbot_http.cli.doctor.examination import examine
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.doctor.settings import Shown, shown_settings
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import FAILED, envelope

_MARKS = {
    "ok": ("ok", "green"),
    "off": ("off", "bright_black"),
    "warning": ("warn", "yellow"),
    "problem": ("BAD", "red"),
}


@click.command("doctor")
@json_option("Print the settings and the findings as JSON.")
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> None:
    """Look at every setting, the database and every remote system; say what is wrong and how to mend it.

    Changes nothing and shows no secret. Sends Clockify four requests. Exits with 1 while a problem stands; warnings
    and what is not set up do not count.
    """
    settings: list[Shown] = []
    try:
        read = Settings.from_environment()
        settings = list(shown_settings(read))
        # What is wrong stands in the findings; the log is for who asks for it.
        level = read.log_level if "log_level" in read.model_fields_set else "error"
        configure_logging(level, read.log_json, settings=read)
        findings = asyncio.run(_all_findings(read))
    except SettingsError as error:
        mend = "Correct it in the environment or in .env; .env.example says what each setting may be."
        findings = [Finding("settings", "problem", str(error), mend)]
    healthy = all(finding.level != "problem" for finding in findings)
    if as_json:
        terminal.print_json(
            envelope(
                {
                    "healthy": healthy,
                    "settings": [asdict(each) for each in settings],
                    "findings": [asdict(finding) for finding in findings],
                }
            )
        )
    else:
        _print(settings, findings)
    ctx.exit(0 if healthy else FAILED)


async def _all_findings(settings: Settings) -> list[Finding]:
    return [finding async for finding in examine(settings, clock=lambda: datetime.now(UTC))]


def _print(settings: list[Shown], findings: list[Finding]) -> None:
    if settings:
        click.secho("Settings", bold=True)
        for line in terminal.table([(each.name, _state(each)) for each in settings], indent=2):
            click.echo(line)
        click.echo()
    click.secho("Findings", bold=True)
    for finding in findings:
        word, colour = _MARKS[finding.level]
        mark = click.style(f"{word:<4}", fg=colour)
        click.echo(f"  {mark}  {finding.topic}: {terminal.shown(finding.message)}")
        if finding.mend:
            click.echo(f"        -> {terminal.shown(finding.mend)}")
    click.echo()
    click.echo(_verdict(findings))


def _state(each: Shown) -> str:
    if each.secret:
        return "set (secret, not shown)" if each.state == "set" else "not set"
    if each.value is None:
        return "not set"
    return each.value if each.state == "set" else f"{each.value} (default)"


def _verdict(findings: list[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    problems, warnings = counts["problem"], counts["warning"]
    told = [
        f"{number} {word}{'s' if number != 1 else ''}"
        for number, word in ((problems, "problem"), (warnings, "warning"))
    ]
    return f"{told[0]}, {told[1]}." if problems or warnings else "All is well."
