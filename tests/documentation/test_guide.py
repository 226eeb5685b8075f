"""The guide is true: what it shows is run, what it draws is drawn from the source, and its links lead somewhere."""

import re
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from clankerbot_engine.stores.database import Database
from clankerbot_http.web.guide import anchor, guide
from tests.contract import test_request_store
from tests.contract.conftest import stores_on
from tests.documentation import actions, architecture, what_you_can_type
from tests.end_to_end.processes import DEADLINE_S, ROOT, environment, started
from tests.fakes.distributions import Site
from tests.fakes.services import Service, data_of, error_of, running_service

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


def block(page: str, language: str) -> str:
    """The one code block there that is marked so."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text(), re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_picture_of_the_architecture_is_that_of_the_source() -> None:
    assert architecture.PICTURE.read_text() == architecture.drawn(), "python -m tests.documentation.architecture"


def test_the_page_of_the_actions_is_that_of_their_models() -> None:
    assert actions.PAGE.read_text() == actions.page(), "python -m tests.documentation.actions"


def test_what_can_be_typed_is_what_is_read() -> None:
    """Row by row: what is added to the examples need not be there at once."""
    in_english, in_german = what_you_can_type.PAGE.read_text().split("## In German")
    for locale, part in (("en", in_english), ("de", in_german)):
        rows = re.findall(r"^\| `(.+)` \| .+ \|$", part, re.MULTILINE)
        assert len(rows) > 5
        for text in rows:
            assert what_you_can_type.row(text, locale) in part, "python -m tests.documentation.what_you_can_type"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    for target in [*LINK.findall(text), *PICTURE.findall(text)]:
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        there = page if not file else page.parent / file
        assert there.exists(), target
        if fragment:
            headings = re.findall(r"^#+ (.+)$", there.read_text(), re.MULTILINE)
            assert fragment in {anchor(heading) for heading in headings}, target


def test_every_page_is_in_the_guide() -> None:
    pages = list(guide().pages)
    assert {page.stem for page in PAGES} < set(pages)
    assert (pages[0], pages[-1]) == ("README", "changelog")


@pytest.fixture
async def nobody(tmp_path: Path) -> Any:
    async with running_service(tmp_path) as service:
        yield await service.anonymous()


async def test_it_is_served(nobody: httpx.AsyncClient) -> None:
    for page in guide().pages.values():
        answer = await nobody.get(page.path)
        assert answer.status_code == 200
        assert f'aria-current="page">{page.title}<' in answer.text.replace("&#39;", "'")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<script" not in answer.text
        for target in re.findall(r'(?:href|src)="(/guide[^"#]*)', answer.text):
            assert (await nobody.get(target)).status_code == 200, target
    assert (await nobody.get("/guide/architecture.svg")).headers["Content-Type"] == "image/svg+xml"
    for path in ("/guide/nothing", "/guide/..%2FREADME", "/guide/nothing.png", "/guide/screenshots/nothing.png"):
        error_of(await nobody.get(path), 404, "not_found")


def test_the_python_example_prints_what_it_says(tmp_path: Path) -> None:
    printed = re.search(r"^```python\n.*?^```\n\n```text\n(.*?)^```$", (DOCS / "rest.md").read_text(), re.M | re.S)
    assert printed is not None
    with started(["demo"], tmp_path) as demo:
        demo.wait_for("Ctrl-C stops it")
        told = {
            "CLANKERBOT_URL": demo.wait_for(r"URL +(\S+)")[1],
            "CLANKERBOT_TOKEN": demo.wait_for(r"Token +(\S+)")[1],
        }
        done = subprocess.run(
            [sys.executable, "-c", block("rest.md", "python")],
            env={**environment(), **told},
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert done.stdout == printed[1], done.stderr


@pytest.fixture
def acme(site: Site) -> None:
    """Somebody else's distribution with the examples in it."""
    code = "\n".join(block("how-it-is-built.md", f"python {name}") for name in ("action", "provider"))
    named = re.findall(r"^```toml\n(.*?)^```$", (DOCS / "how-it-is-built.md").read_text(), re.M | re.S)
    site.install("acme", "\n".join(named).replace("project.entry-points.", "").replace('"', ""), code)


@pytest.fixture
async def service(acme: None, tmp_path: Path) -> Any:
    async with running_service(tmp_path) as opened:
        yield opened


async def test_the_action_is_carried_out_and_undone(service: Service) -> None:
    api = await service.client()
    (done,) = data_of(await api.post("/actions/run", json={"actions": [{"kind": "acme_ring_bell", "times": 3}]}))
    assert done["message"] == "Rang 3 times."
    data_of(await api.post("/actions/run", json={"text": "undo"}))
    assert sys.modules["acme_clankerbot"].RUNG == [3, -3]
    assert "acme_ring_bell" in (await api.get("/openapi.json")).text


async def test_the_provider_takes_each_event_once(service: Service) -> None:
    nobody = await service.anonymous()
    secret = {"X-Acme-Secret": "from a setting of yours"}
    first = data_of(await nobody.post("/webhooks/acme", json={"id": "7"}, headers=secret))
    assert (first["event"]["type"], first["duplicate"]) == ("acme.rung", False)
    assert data_of(await nobody.post("/webhooks/acme", json={"id": "7"}, headers=secret))["duplicate"] is True
    error_of(await nobody.post("/webhooks/acme", json={"id": "7"}), 401, "unauthorized")
    error_of(await nobody.post("/webhooks/acme", json={"id": 7}, headers=secret), 422, "validation_error")


CONTRACT = [name for name in dir(test_request_store) if name.startswith("test_")]


@pytest.mark.parametrize("name", CONTRACT)
async def test_the_store_keeps_the_contract(name: str, sqlite: Database) -> None:
    example = ModuleType("example")
    exec(block("how-it-is-built.md", "python store"), example.__dict__)
    await getattr(test_request_store, name)(replace(stores_on(sqlite), requests=example.MemoryRequestStore()))


def test_the_language_is_read() -> None:
    """In a process of its own: the languages are a constant of ours."""
    code = block("how-it-is-built.md", "python language") + textwrap.dedent(
        """
        from datetime import datetime
        from zoneinfo import ZoneInfo
        from clankerbot_engine.catalogue import Catalogue, Project
        from clankerbot_engine.parsing import parse
        from clankerbot_engine.parsing.languages import choice
        from clankerbot_engine.preferences import Preferences

        choice._LANGUAGES = {**choice._LANGUAGES, "fr": FRENCH}
        zone = ZoneInfo("Europe/Paris")
        (action,) = parse(
            "2 heures sur Apollo hier",
            now=datetime(2026, 11, 25, 12, tzinfo=zone),
            timezone=zone,
            catalogue=Catalogue(projects=(Project(name="Apollo"),)),
            preferences=Preferences(locale="fr-FR"),
        ).actions
        print(action.kind, action.project, action.duration_s, action.date)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert done.stdout.split() == ["log_time", "Apollo", "7200", "2026-11-24"], done.stderr
