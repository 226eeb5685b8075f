"""`clankerbot demo`."""

import click


@click.command("demo")
def demo_command() -> None:
    """Start the service with a Clockify of its own, the sandbox; no account is needed.

    Prints the address of a page to try everything on, a token, and commands to try. Everything is made anew at each
    start: the sandbox in memory, the database in data/demo.db of this folder. Listens at PORT of the settings, the
    sandbox one above; where no PORT is set and 8080 is taken, at the next free one. Ctrl-C stops it.
    """
    from clankerbot_http.cli.demo_process import run_demo

    run_demo()
