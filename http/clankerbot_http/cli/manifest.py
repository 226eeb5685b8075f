"""`clankerbot manifest`: the Slack app's manifest. The one place of the command line that knows the bot."""

from pathlib import Path

import click

from clankerbot_bot.manifest import SCOPES as SLACK_SCOPES
from clankerbot_bot.manifest import render_manifest
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.settings import Settings

__all__ = ["SLACK_SCOPES", "manifest_command"]


@click.command("manifest")
@click.option("--url", help="How Slack reaches the service, by https. Default: PUBLIC_URL of the settings.")
@click.option("--socket-mode", is_flag=True, help="For a service that Slack cannot reach: it calls Slack instead.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
def manifest_command(url: str | None, socket_mode: bool, out: Path | None) -> None:
    """Print the manifest to paste at https://api.slack.com/apps, "Create New App", "From a manifest".

    \b
    Examples:
      clankerbot manifest --url https://clankerbot.example.com
      clankerbot manifest --url https://clankerbot.example.com --out manifest.yml
      clankerbot manifest --socket-mode
    """
    settings = Settings.from_environment()
    if socket_mode and url is not None:
        raise click.UsageError("Give --url or --socket-mode, not both.")
    address = None if socket_mode else url or settings.public_url
    if address is None and not socket_mode:
        raise click.UsageError("Give --url or --socket-mode, or set PUBLIC_URL.")
    try:
        text = render_manifest(address, settings.slack_command)
    except ValidationFailed as error:
        raise click.UsageError(error.message) from None
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(out), error.strerror) from None
    click.echo(f"Wrote {out}.")
