"""`.env.example` is what the settings say: every one, commented out, with its default and its meaning."""

from pathlib import Path

from dotenv import dotenv_values

from clankerbot_engine.env_example import render
from clankerbot_engine.settings import Settings

COMMAND_LINE = {"CLANKERBOT_URL", "CLANKERBOT_TOKEN"}
EXAMPLE = (Path(__file__).parent.parent / ".env.example").read_text()


def test_the_file_is_up_to_date() -> None:
    assert render() == EXAMPLE, "run: PYTHONPATH=engine python -m clankerbot_engine.env_example > .env.example"


def test_copied_as_it_is_it_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / ".env"
    copy.write_text(EXAMPLE)
    assert dict(dotenv_values(copy)) == {}


def test_uncommented_it_gives_the_defaults(tmp_path: Path) -> None:
    copy = tmp_path / ".env"
    lines = (line[1:] if line.startswith("#") and not line.startswith("# ") else line for line in EXAMPLE.splitlines())
    copy.write_text("\n".join(lines))
    assert set(dotenv_values(copy)) == {name.upper() for name in Settings.model_fields} | COMMAND_LINE
    assert Settings.from_environment({}, env_file=copy) == Settings()


def test_every_setting_says_what_it_means() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"\n# {field.description}" in EXAMPLE
