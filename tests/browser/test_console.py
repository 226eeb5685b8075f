"""The console in a real browser."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.playing import Playing, visiting
from tests.browser.test_looks import PHONE, assert_nothing_serious


async def sign_in(page: Page, played: Playing) -> None:
    await page.goto(f"{played.url}/console")
    await page.get_by_label("API token").fill(await played.service.token("admin"))
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Health")).to_be_visible()


@pytest.mark.parametrize(("scheme", "how"), [("light", {}), ("dark", {}), ("light", PHONE)])
async def test_it_is_legible_for_everybody(
    browser: Browser, played: Playing, scheme: str, how: dict[str, object]
) -> None:
    async with visiting(browser, played, color_scheme=scheme, **how) as visitor:
        await visitor.visit()
        await visitor.say("log 2h on Apollo yesterday")
        await expect(visitor.newest).to_contain_text("Logged")
        await visitor.say("every friday at 16:00 summary this week")
        await expect(visitor.newest).to_contain_text("Friday")
        await assert_nothing_serious(visitor.page)
        await sign_in(visitor.page, played)
        await expect(visitor.page.locator("[data-operation]")).to_have_count(2)
        await assert_nothing_serious(visitor.page)
        assert await visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_an_operator_replays_a_delivery_and_undoes_an_action(browser: Browser, played: Playing) -> None:
    async with visiting(browser, played) as visitor:
        before = len(played.entries())
        await visitor.visit()
        await visitor.say("log 2h on Apollo yesterday")
        await expect(visitor.newest).to_contain_text("Logged")
        page = visitor.page
        await sign_in(page, played)
        await page.get_by_role("button", name="Replay: NEW_TIME_ENTRY").first.click()
        await expect(page.locator(".said")).to_have_text("It is worked off again.")
        await page.get_by_role("button", name="Undo: Logged 2 h on Apollo").click()
        await expect(page.locator(".said")).to_contain_text("Undone")
        assert len(played.entries()) == before
        await page.get_by_role("link", name="Last day").click()
        await expect(page.locator(".charts small")).to_have_text("Last day")
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_label("API token")).to_be_visible()
