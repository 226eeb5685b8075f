"""`clankerbot migrate`."""

import asyncio

import click

from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import database_path
from clankerbot_http.cli.storage import bring_up_to_date


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database of DATABASE_URL up to date; make it where there is none.

    Running it again changes nothing. `clankerbot serve` does the same when it starts.
    """
    url = Settings.from_environment().database_url
    path = database_path(url)
    existed = path.exists()
    changed = asyncio.run(bring_up_to_date(url))
    if not existed:
        click.echo(f"Made the database {path}.")
    elif changed:
        click.echo(f"Brought the database {path} up to date.")
    else:
        click.echo(f"The database {path} is up to date; there was nothing to do.")
