"""`clankerbot keys`: what the keys of other people are sealed under."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime

import click

from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.settings import Settings, SettingsError
from clankerbot_engine.stores.installations import SqlInstallationStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import FAILED, envelope
from clankerbot_http.cli.resealing import Resealed, reseal_all
from clankerbot_http.cli.storage import noted, opened_for_admin


@click.group("keys")
def keys_group() -> None:
    """Rotate SECRET_KEYS, which people's Clockify keys and Slack's tokens are sealed under.

    \b
    1. Put a new word before the old one, SECRET_KEYS=new,old, and start the service again.
    2. clankerbot keys rotate
    3. Take the old word out, and start the service again.
    """


@keys_group.command("rotate")
@json_option("Print how many were sealed anew as JSON.")
@click.pass_context
def rotate(ctx: click.Context, as_json: bool) -> None:
    """Bring all that is sealed under the newest of SECRET_KEYS. Works beside a running service.

    Running it again does no harm. Exits with 1 where something is left under a former key.
    """
    settings = Settings.from_environment()
    if not settings.secret_keys:
        raise SettingsError(
            "SECRET_KEYS is not set, so nothing can be opened or sealed (for example new-word,old-word)"
        )

    async def resealed() -> Resealed:
        async with opened_for_admin(settings.database_url) as database:
            people, installations = SqlPersonStore(database), SqlInstallationStore(database)
            vault = Vault(settings.secret_keys)
            sources = SqlWebhookSourceStore(database)
            done = await reseal_all(people, installations, sources, vault, clock=lambda: datetime.now(UTC))
            await noted(database, "keys rotate")
            return done

    done = asyncio.run(resealed())
    whole = not done.busy and not done.unreadable
    if as_json:
        terminal.print_json(envelope({**asdict(done), "complete": whole}))
    else:
        for line in _told(done, several=len(settings.secret_keys) > 1):
            click.echo(line)
    ctx.exit(0 if whole else FAILED)


def _told(done: Resealed, *, several: bool) -> list[str]:
    lines = [
        f"Sealed anew under the newest of SECRET_KEYS: {_count(done.clockify_keys, 'Clockify key')}, "
        f"{_count(done.slack_installations, 'Slack installation')}, {_count(done.webhook_tokens, 'webhook token')}."
    ]
    if done.unreadable:
        lines.append(
            f"{done.unreadable} cannot be opened: SECRET_KEYS lacks the word that they were sealed under. "
            "Add it behind a comma and run this again; without it, these people connect anew."
        )
    if done.busy:
        lines.append(f"{done.busy} changed at this moment. Run this again.")
    if several and not done.unreadable and not done.busy:
        lines.append("Now leave the first word of SECRET_KEYS only, and start the service again.")
    return lines


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
