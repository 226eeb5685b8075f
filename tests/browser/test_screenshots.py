"""The pictures in the README: `SCREENSHOTS=1 make test ARGS=tests/browser/test_screenshots.py` takes them anew.

What a picture shows is checked each time; its pixels are not, since fonts differ from one machine to the next.
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, expect

from tests.browser.playing import Playing, Visitor, visiting
from tests.browser.test_console import sign_in

FOLDER: Final = Path(__file__).parent.parent.parent / "docs" / "screenshots"
README: Final = (FOLDER.parent.parent / "README.md").read_text()
WIDE: Final = {"viewport": {"width": 1280, "height": 820}}
PHONE: Final = {"viewport": {"width": 390, "height": 760}, "device_scale_factor": 2, "is_mobile": True}


async def typing(visitor: Visitor) -> None:
    await visitor.say("log 2h on Apollo yesterday and 30m standup")
    await expect(visitor.newest).to_contain_text("2 of 2 done")
    await visitor.box.fill("1h30 on Hermes yesterday: route planner #review")
    await expect(visitor.page.locator(".action")).to_contain_text("Hermes")


async def week(visitor: Visitor) -> None:
    await visitor.say("start Hermes: route planner #review")
    await expect(visitor.newest).to_contain_text("Timer started")
    await visitor.say("summary last week by project")
    await expect(visitor.newest.locator(".chart")).to_be_visible()


async def question(visitor: Visitor) -> None:
    await visitor.say("log 45m on Kestrel Bank yesterday")
    await expect(visitor.newest).to_contain_text("Which project")
    await visitor.newest.get_by_role("button", name="Mobile Banking").click()
    await expect(visitor.newest).to_contain_text("Logged 45 min")
    await visitor.newest.get_by_role("button", name="Edit").click()
    await expect(visitor.page.get_by_role("dialog", name="Edit time entry")).to_be_visible()


async def clockify(visitor: Visitor) -> None:
    await visitor.say("log 2h on Apollo today: docking")
    await expect(visitor.newest).to_contain_text("docking")
    await visitor.page.get_by_role("switch").check()
    row = visitor.page.locator(".entry", has_text="docking")
    await row.get_by_label("Description").fill("docking, and undocking")
    await row.get_by_role("button", name="Save").click()
    await expect(visitor.newest).to_contain_text("undocking")


async def console(visitor: Visitor) -> None:
    await typing(visitor)
    await visitor.say("every weekday at 17:00 summary of today")
    await expect(visitor.newest).to_contain_text("Scheduled")
    await sign_in(visitor.page, visitor.played)
    await expect(visitor.page.locator("[data-operation]")).to_have_count(3)


State = Callable[[Visitor], Awaitable[None]]
PICTURES: Final[tuple[tuple[str, State, dict[str, Any]], ...]] = (
    ("playground", typing, WIDE),
    ("playground-dark", week, {**WIDE, "color_scheme": "dark"}),
    ("playground-form", question, WIDE),
    ("playground-clockify", clockify, WIDE),
    ("playground-phone", typing, PHONE),
    ("console", console, {"viewport": {"width": 1280, "height": 1000}}),
)


@pytest.mark.parametrize(("name", "state", "how"), PICTURES, ids=[name for name, _, _ in PICTURES])
async def test_the_readme_shows_it(
    browser: Browser, played: Playing, name: str, state: State, how: dict[str, Any]
) -> None:
    async with visiting(browser, played, **how) as visitor:
        await visitor.visit()
        await state(visitor)
        if os.environ.get("SCREENSHOTS"):
            await visitor.page.screenshot(path=FOLDER / f"{name}.png")
    assert (FOLDER / f"{name}.png").is_file()
    assert f"docs/screenshots/{name}.png" in README
