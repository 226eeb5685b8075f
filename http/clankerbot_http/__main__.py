"""The command `clankerbot`, also as `python -m clankerbot_http`."""

from clankerbot_http.cli.group import main

__all__ = ["main"]

if __name__ == "__main__":
    main(prog_name="clankerbot")
