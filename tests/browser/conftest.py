"""One Chromium for all these tests, a playground of its own for each.

`.ci/run` installs a Chromium and says where it is, so that nothing is skipped there.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.playing import FLAGS, Playing, Visitor, chromium, playing, visiting

expect.set_options(timeout=60_000)  # a busy machine decides nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop: the browser lives in it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: install one (Debian: chromium), or set CHROMIUM to its path")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def played(tmp_path: Path) -> AsyncIterator[Playing]:
    async with playing(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, played: Playing) -> AsyncIterator[Visitor]:
    async with visiting(browser, played) as opened:
        yield opened
