"""The playground beside a service that is for real: behind a token, and apart from it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from clankerbot_http.addresses import url_of
from clankerbot_http.app import create_app
from clankerbot_http.server import open_listeners, port_of, served
from clankerbot_http.web.opening import open_playground
from tests.browser.playing import Playing, Visitor, visiting
from tests.browser.test_looks import assert_nothing_serious
from tests.fakes.services import running_service


@asynccontextmanager
async def beside_a_service(folder: Path) -> AsyncIterator[Playing]:
    async with (
        running_service(folder) as service,
        open_playground(service.services.settings, clock=service.clock) as playground,
    ):
        listeners = open_listeners("127.0.0.1", 0)
        app = create_app(services=replace(service.services, playground=playground))
        async with served(app, listeners, name="service"):
            try:
                yield Playing(url_of("127.0.0.1", port_of(listeners)), service, playground)
            finally:
                playground.pulse.close()


@pytest_asyncio.fixture(loop_scope="session")
async def guest(browser: Browser, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with beside_a_service(tmp_path) as played, visiting(browser, played) as opened:
        yield opened


async def sign_in(guest: Visitor, token: str) -> None:
    await guest.page.get_by_label("API token").fill(token)
    await guest.page.get_by_role("button", name="Sign in").click()


async def test_one_signs_in_and_plays_and_nothing_real_is_touched(guest: Visitor) -> None:
    real = set(guest.played.sandbox.entries)
    await guest.page.goto(guest.played.url)
    await assert_nothing_serious(guest.page)
    await sign_in(guest, await guest.played.service.token("parse"))
    await expect(guest.page.get_by_role("alert")).to_contain_text("lacks the scope run")
    await sign_in(guest, await guest.played.service.token("run"))
    await expect(guest.page.locator(".week li")).to_have_count(7)
    await guest.say("log 2h on Apollo today: docking")
    await expect(guest.newest).to_contain_text("Logged 2 h on Apollo")
    await guest.page.get_by_role("switch").check()
    row = guest.page.locator(".entry", has_text="docking")
    await row.get_by_label("Description").fill("undocking")
    await row.get_by_role("button", name="Save").click()
    await expect(guest.newest).to_contain_text("undocking")  # the webhook came, within the process
    assert set(guest.played.sandbox.entries) == real
    guest.problems.clear()  # the console tells of the refusal


async def test_where_the_token_has_expired_one_signs_in_again_and_nothing_typed_is_lost(guest: Visitor) -> None:
    service = guest.played.service
    await guest.page.goto(guest.played.url)
    await sign_in(guest, await service.token("run"))
    await expect(guest.page.locator(".week li")).to_have_count(7)
    await guest.box.fill("log 2h on Apollo yesterday")
    (token,) = await service.services.token_store.all()
    await service.services.token_store.revoke(token.id, service.clock.now)
    service.clock.go_on(seconds=6)
    await guest.box.press("Enter")
    await guest.page.get_by_role("button", name="Load it again").click()
    await sign_in(guest, await service.token("run"))
    await expect(guest.box).to_have_value("log 2h on Apollo yesterday")
    await guest.box.press("Enter")
    await expect(guest.newest).to_contain_text("Logged 2 h on Apollo")
    guest.problems.clear()  # the console tells of the refusal
