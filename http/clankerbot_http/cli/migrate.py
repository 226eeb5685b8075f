"""`clankerbot migrate`."""

import asyncio

import click

from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import database_name, database_path
from clankerbot_engine.stores.migrations import head
from clankerbot_http.cli import terminal
from clankerbot_http.cli.options import json_option
from clankerbot_http.cli.refusals import envelope
from clankerbot_http.cli.storage import bring_up_to_date, noted, opened_for_admin


@click.command("migrate")
@json_option("Print what was done as JSON.")
def migrate_command(as_json: bool) -> None:
    """Bring the database of DATABASE_URL up to date; make it where there is none.

    Running it again changes nothing. `clankerbot serve` does the same when it starts.
    """
    url = Settings.from_environment().database_url
    path = database_path(url)
    name = database_name(url)
    made = path is not None and not path.exists()
    changed = asyncio.run(_brought_up_to_date(url))
    if as_json:
        terminal.print_json(envelope({"database": name, "made": made, "changed": changed}))
    elif made:
        click.echo(f"Made the database {name}.")
    elif changed:
        click.echo(f"Brought the database {name} up to date.")
    else:
        click.echo(f"The database {name} is up to date; there was nothing to do.")


async def _brought_up_to_date(url: str) -> bool:
    changed = await bring_up_to_date(url)
    if changed:
        async with opened_for_admin(url) as database:
            await noted(database, "migrate", f"to {head()}")
    return changed
