"""The playground in this process, with a clock that stands still, and one who uses it in a real browser."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from playwright.async_api import Browser, Locator, Page, expect

from clankerbot_engine.clockify.sandbox import SandboxState, seeded_state
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_http.addresses import url_of
from clankerbot_http.app import create_app
from clankerbot_http.server import open_listeners, port_of, served
from clankerbot_http.web.playground import Playground, demo_slack, slack_settings, with_playground
from clankerbot_http.web.slack_sandbox import create_web_api
from tests.fakes.clocks import FakeClock
from tests.fakes.services import Service, running_service

FLAGS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
GIVEN: Final = os.environ.get("CHROMIUM")
"""Set, it must be one: nothing is skipped then."""


def chromium() -> str | None:
    if GIVEN:
        return GIVEN
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


@dataclass
class Playing:
    url: str
    service: Service
    playground: Playground

    @property
    def sandbox(self) -> SandboxState:
        return self.service.sandbox

    def entries(self, name: str = "ada") -> list[TimeEntry]:
        user_id = self.playground.user_id_of(self.playground.member(name))
        return [entry for entry in self.sandbox.entries.values() if entry.user_id == user_id]


@asynccontextmanager
async def playing(folder: Path, **more: Any) -> AsyncIterator[Playing]:
    clock = FakeClock()
    sandbox = seeded_state(clock.now, clock=clock)
    slack = demo_slack(clock, sandbox)
    listeners = open_listeners("127.0.0.1", 0)
    url = url_of("127.0.0.1", port_of(listeners))
    slack_listeners = open_listeners("127.0.0.1", 0)
    slack.url = url_of("127.0.0.1", port_of(slack_listeners))
    async with served(create_web_api(slack), slack_listeners, name="slack_sandbox"):
        settings: dict[str, Any] = {
            "secret_keys": "a long random word",
            "webhook_shared_secret": "a shared secret of the tests",
            **slack_settings(slack),
            **more,
        }
        async with running_service(
            folder,
            background=True,
            clock=clock,
            sandbox=sandbox,
            public_url=url,
            **settings,
        ) as service:
            services = await with_playground(service.services, sandbox, slack)
            assert services.playground is not None
            await services.registering.sync()
            async with served(create_app(services=services), listeners, name="service"):
                try:
                    yield Playing(url, service, services.playground)
                finally:
                    services.playground.pulse.close()


class Visitor:
    """`problems`: what no page of ours does: errors on the console, requests to other hosts."""

    def __init__(self, page: Page, played: Playing) -> None:
        self.page = page
        self.played = played
        self.problems: list[str] = []
        page.on("console", lambda said: self._note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", lambda asked: None if self._is_ours(asked.url) else self._note(asked.url))

    def _note(self, problem: str) -> None:
        self.problems.append(problem)

    def _is_ours(self, url: str) -> bool:
        return url.startswith((f"{self.played.url}/", "data:"))

    async def visit(self, **address: str) -> None:
        await self.page.goto(f"{self.played.url}/?{urlencode(address)}")
        await expect(self.page.locator(".week li")).to_have_count(7)

    @property
    def box(self) -> Locator:
        return self.page.locator("#text")

    @property
    def newest(self) -> Locator:
        """The newest message of the bot."""
        return self.page.locator(".message:not(.mine)").last

    async def say(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def take_step(self, number: int) -> None:
        await self.page.locator(f"[data-step='{number}']").click()


@asynccontextmanager
async def visiting(browser: Browser, played: Playing, **how: object) -> AsyncIterator[Visitor]:
    """Fails at its end on problems."""
    context = await browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **how})  # type: ignore[arg-type]
    page = await context.new_page()
    await page.clock.set_fixed_time(played.service.clock.now)
    visitor = Visitor(page, played)
    try:
        yield visitor
        if await page.locator("#problem").is_visible():
            visitor.problems.append(await page.locator("#problem").inner_text())
    finally:
        await context.close()
    assert visitor.problems == []
