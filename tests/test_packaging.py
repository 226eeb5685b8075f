"""The three source roots stay what they are: harmless to the standard library, and apart from one another."""

import ast
import http.client
import re
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_http_is_the_standard_librarys() -> None:
    assert Path(http.client.__file__).is_relative_to(sysconfig.get_path("stdlib"))


def test_the_source_roots_hold_one_package_each_and_are_none() -> None:
    for folder in ("engine", "bot", "http"):
        assert not (ROOT / folder / "__init__.py").exists()
        assert [path.name for path in (ROOT / folder).glob("*.py")] == []
        assert (ROOT / folder / f"clankerbot_{folder}" / "py.typed").exists()
    assert not (ROOT / "tests" / "http").exists()


def test_every_folder_of_tests_is_a_package() -> None:
    for module in (ROOT / "tests").rglob("test_*.py"):
        assert (module.parent / "__init__.py").exists(), module.parent


def imports_of(module: Path) -> Iterator[str]:
    """At any depth, under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


WEB = {"fastapi", "starlette", "uvicorn"}
SLACK = {"slack_bolt", "slack_sdk", "aiohttp"}


@pytest.mark.parametrize("module", modules("engine"), ids=lambda path: str(path.relative_to(ROOT / "engine")))
def test_the_engine_knows_nothing_of_slack_or_the_web(module: Path) -> None:
    forbidden = {"clankerbot_bot", "clankerbot_http"} | SLACK | WEB
    if (ROOT / "engine/clankerbot_engine/clockify/sandbox") in module.parents:
        forbidden -= WEB  # a server by trade
    if module == ROOT / "engine/clankerbot_engine/telemetry.py":
        forbidden -= {"fastapi"}  # the name of a type, for the type checker alone
        assert "if TYPE_CHECKING:\n    from fastapi import FastAPI" in module.read_text()
    assert forbidden.isdisjoint(name.partition(".")[0] for name in imports_of(module))


def test_the_bot_knows_nothing_of_the_web() -> None:
    for module in modules("bot"):
        roots = {name.partition(".")[0] for name in imports_of(module)}
        assert roots.isdisjoint({"clankerbot_http"} | WEB), module


def test_the_web_side_meets_the_bot_where_it_is_put_together_and_nowhere_else() -> None:
    allowed = {"composition.py", "manifest.py"}  # the second prints the bot's manifest
    for module in modules("http"):
        if "clankerbot_bot" in {name.partition(".")[0] for name in imports_of(module)}:
            assert module.name in allowed, module


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)  # no option: no index, no trusted host
    requirements = re.findall(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert requirements
    for requirement in requirements:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        (
            "requirements-dev.lock",
            PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"],
        ),
        ("requirements-build.lock", PROJECT["build-system"]["requires"]),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    locked = {canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE)}
    names = [re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in wanted]
    assert {canonical(name[0]) for name in names if name} <= locked


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    folders = ("engine", "bot", "http", "tests", "benchmarks", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".env"]
    home = re.compile(r"/(?:home|Users|root|work|tmp)/[a-z]")
    for path in files:
        if "__pycache__" in path.parts or path.suffix in {".pyc", ".db"} or path == Path(__file__):
            continue
        assert not home.search(path.read_text(errors="replace")), path
