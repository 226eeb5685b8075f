"""`.env.example`, rendered from the settings: `python -m clankerbot_engine.env_example > .env.example`."""

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from clankerbot_engine.settings import Settings

_HEADER = """\
# Every setting of Clankerbot. Copy this file to .env and uncomment what you want to change; the environment wins over
# the file, and an empty value counts as unset. `clankerbot doctor` says what is wrong and how to mend it.
"""

# Before the setting named stands this heading.
_SECTIONS = {
    "clockify_api_key": "Clockify",
    "deepseek_api_key": "Language model (optional)",
    "host": "The service",
    "database_url": "State and secrets",
    "rate_limit_per_minute": "Limits",
    "log_level": "Logs and traces",
    "slack_bot_token": "Slack (optional)",
}

# No settings of the service: `clankerbot run` reads them.
_COMMAND_LINE = """
# --- The command line (where the service runs elsewhere) ---

# Where `clankerbot run` sends a text, if there is a token; unset: HOST and PORT. Example: https://clankerbot.example.com
#CLANKERBOT_URL=

# The token that it sends (clank_...); unset: the text is carried out without a service, by the settings above.
#CLANKERBOT_TOKEN=
"""


def _default(field: FieldInfo) -> str:
    """As it would be written in the file."""
    if field.default in (None, ()):
        return ""
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)


def _lines() -> Iterator[str]:
    yield _HEADER
    for name, field in Settings.model_fields.items():
        if name in _SECTIONS:
            yield f"\n# --- {_SECTIONS[name]} ---\n"
        examples = [example for example in field.examples or [] if example != _default(field)]
        yield f"\n# {field.description}{f' Example: {examples[0]}' if examples else ''}\n"
        yield f"#{name.upper()}={_default(field)}\n"
    yield _COMMAND_LINE


def render() -> str:
    return "".join(_lines())


if __name__ == "__main__":
    print(render(), end="")
