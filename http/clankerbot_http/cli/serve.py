"""`clankerbot serve`."""

import click


@click.command("serve")
def serve_command() -> None:
    """Run the service at HOST and PORT of the settings (PORT=0 takes a free port).

    Brings the database up to date first. SIGTERM drains: /readyz says 503, requests are served for a few seconds
    more, what runs is finished, then it exits with 0. Ctrl-C does the same without the wait; a second one stops at
    once.
    """
    from clankerbot_engine.logs import configure_logging
    from clankerbot_engine.settings import Settings

    settings = Settings.from_environment()
    configure_logging(settings.log_level, settings.log_json, settings=settings)

    from clankerbot_http.cli.serve_process import serve
    from clankerbot_http.safety import refuse_unsafe

    refuse_unsafe(settings)
    serve(settings)
