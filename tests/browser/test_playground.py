"""The playground, used as a person uses it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from clankerbot_http.web.words import ENGLISH
from tests.browser.playing import Visitor, playing, visiting


async def test_every_step_of_the_tour_is_answered_by_a_card(visitor: Visitor) -> None:
    says = (
        "2 of 2 done",
        "Undone",
        "Timer started",
        "stopped",
        "Which project",
        "1 h 30 min",
        "time entries",
        "Friday",
    )
    await visitor.visit()
    for number, (example, said) in enumerate(zip(ENGLISH.examples, says, strict=True), 1):
        await visitor.take_step(number)
        await expect(visitor.page.locator(".message.mine").last).to_contain_text(example.text)
        await expect(visitor.newest).to_contain_text(said)
        await expect(visitor.newest.locator("time")).to_be_visible()
    assert "step=8" in visitor.page.url


async def test_while_one_types_the_words_are_coloured_and_said_again_as_chips(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.box.press_sequentially("log 2h on Apollo yesterday and 30m standup")
    marks = visitor.page.locator("#shades mark")
    await expect(marks).to_have_text(["log", "2h", "Apollo", "yesterday", "30m", "standup"])
    await expect(marks.nth(2)).to_have_class("t-project")
    await expect(visitor.page.locator(".action")).to_have_count(2)
    await expect(visitor.page.locator(".action").first).to_contain_text("Duration 2 h")
    await expect(visitor.page.locator(".chip.assumed")).to_contain_text("assumed")


async def test_a_chip_that_is_changed_changes_the_text(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.box.fill("log 2h on Apollo 🚀 yesterday")
    await visitor.page.get_by_role("button", name="Change Day").click()
    await visitor.page.locator("input.chip").fill("today")
    await visitor.page.locator("input.chip").press("Enter")
    await expect(visitor.box).to_have_value("log 2h on Apollo 🚀 today")
    await expect(visitor.page.locator(".action")).to_contain_text("Tue 24 Nov")


async def test_what_is_logged_is_in_the_timesheet_and_undo_takes_it_out(visitor: Visitor) -> None:
    await visitor.visit()
    before = len(visitor.played.entries())
    await visitor.say("log 2h on Apollo yesterday: docking")
    await expect(visitor.newest).to_contain_text("Logged 2 h on Apollo")
    await expect(visitor.box).to_have_value("")
    row = visitor.page.locator(".entry", has_text="docking")
    await expect(row).to_contain_text("2 h")
    assert len(visitor.played.entries()) == before + 1

    await visitor.newest.get_by_role("button", name="Undo").click()
    await expect(visitor.newest).to_contain_text("Undone")
    await expect(row).to_have_count(0)
    assert len(visitor.played.entries()) == before


async def test_what_is_changed_in_clockify_changes_the_card(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.say("log 2h on Apollo today: docking")
    await expect(visitor.newest).to_contain_text("docking")
    await visitor.page.get_by_role("switch", name="Change this in Clockify").check()
    row = visitor.page.locator(".entry", has_text="docking")
    await row.get_by_label("Description").fill("undocking")
    await row.get_by_role("button", name="Save").click()
    await expect(visitor.newest).to_contain_text("undocking")  # its webhook came back
    await expect(visitor.page.locator(".entry", has_text="undocking")).to_be_visible()

    await visitor.page.locator(".entry", has_text="undocking").get_by_role("button", name="Delete").click()
    await expect(visitor.newest).to_contain_text("Deleted in Clockify")


async def test_a_question_is_answered_by_a_choice(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.say("log 45m on Kestrel Bank yesterday")
    await visitor.newest.get_by_role("button", name="Mobile Banking").click()
    await expect(visitor.newest).to_contain_text("Logged 45 min on Mobile Banking")


async def test_the_bots_form_edits_an_entry(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.say("log 2h on Apollo yesterday: docking")
    await visitor.newest.get_by_role("button", name="Edit").click()
    form = visitor.page.get_by_role("dialog", name="Edit time entry")
    await form.get_by_label("Project").select_option("Hermes")
    await form.get_by_label("Duration").fill("not a duration")
    await form.get_by_role("button", name="Save").click()
    await expect(form.locator("[aria-invalid]")).to_be_visible()
    await form.get_by_label("Duration").fill("1h30")
    await form.get_by_label("End").fill("")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await expect(visitor.newest).to_contain_text("Hermes")
    await expect(visitor.newest).to_contain_text("1 h 30 min")


async def test_a_menu_is_in_sight_and_goes_away(visitor: Visitor) -> None:
    await visitor.visit()
    for _ in range(3):
        await visitor.say("list entries this week")
        await expect(visitor.page.locator(".message.mine:last-child")).to_have_count(0)
    menu = visitor.newest.locator("details").last
    await menu.locator("summary").click()
    edit = menu.get_by_role("button", name="Edit")
    await expect(edit).to_be_in_viewport(ratio=1)
    await visitor.page.keyboard.press("Escape")
    await expect(edit).to_be_hidden()
    await expect(menu.locator("summary")).to_be_focused()
    await menu.locator("summary").click()
    await visitor.box.click()
    await expect(edit).to_be_hidden()


async def test_a_card_is_shared_and_a_file_is_sent(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.say("log 2h on Apollo yesterday")
    await visitor.newest.get_by_role("button", name="Share").click()
    form = visitor.page.get_by_role("dialog")
    await form.locator("select").select_option("#general")
    await form.get_by_role("button", name="Share").click()
    await expect(visitor.page.locator(".message", has_text="in #general")).to_contain_text("Logged 2 h on Apollo")
    await visitor.say("summary last week by client")
    await expect(visitor.newest.locator(".chart")).to_be_visible()
    async with visitor.page.expect_download() as told:
        await visitor.newest.get_by_role("button", name="CSV").click()
        await visitor.page.locator("a.file").click()
    download = await told.value
    assert download.suggested_filename.endswith(".csv")
    assert "Müller GmbH" in (await download.path()).read_text()


async def test_it_is_used_with_the_keyboard_alone(visitor: Visitor) -> None:
    await visitor.visit()
    keys = visitor.page.keyboard
    await expect(visitor.box).to_be_focused()
    await keys.type("log 2h on Apollo yesterday: docking")
    await keys.press("Enter")
    undo = visitor.newest.get_by_role("button", name="Undo")
    await expect(undo).to_be_visible()
    for _ in range(60):
        await keys.press("Shift+Tab")
        if await undo.evaluate("each => each === document.activeElement"):
            break
    await expect(undo).to_be_focused()
    assert await undo.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    await keys.press("Enter")
    await expect(visitor.newest).to_contain_text("Undone")


@pytest.mark.parametrize(("trouble", "said"), [("slow", "takes longer"), ("down", "Clockify")])
async def test_it_shows_how_it_fails(visitor: Visitor, trouble: str, said: str) -> None:
    await visitor.visit()
    await visitor.page.get_by_label("Clockify is").select_option(trouble)
    await expect(visitor.page.locator("#settings")).to_have_class("settings in-trouble")
    await visitor.say("log 2h on Apollo yesterday")
    await expect(visitor.newest).to_contain_text(said, timeout=60_000)
    await visitor.page.get_by_label("Clockify is").select_option("none")
    assert visitor.played.sandbox.faults.all() == []


async def test_an_address_shows_the_same_to_somebody_else(visitor: Visitor) -> None:
    shared = {"as": "ben", "lang": "de", "zone": "Asia/Tokyo", "day": "2026-11-23", "change": "1"}
    await visitor.visit(**shared, text="2h Apollo gestern")
    page = visitor.page
    await expect(page.get_by_role("switch")).to_be_checked()
    await expect(page.get_by_role("heading", name="Stundenzettel Ben Okafor")).to_be_visible()
    await expect(page.get_by_label("Zeitzone")).to_have_value("Asia/Tokyo")
    await expect(visitor.box).to_have_value("2h Apollo gestern")
    await expect(page.locator(".action")).to_contain_text("Zeit eintragen")
    await expect(page.locator(".week [aria-current]")).to_contain_text("Mo, 23. Nov.")
    await visitor.box.press("Enter")
    await expect(visitor.newest).to_contain_text("2 h erfasst für Apollo")
    assert any(
        visitor.played.sandbox.projects[entry.project_id or ""].name == "Apollo"
        for entry in visitor.played.entries("ben")
    )


async def test_a_fault_is_in_the_address_too(visitor: Visitor) -> None:
    await visitor.visit(clockify="down")
    await expect(visitor.page.get_by_label("Clockify is")).to_have_value("down")
    assert [fault.status for fault in visitor.played.sandbox.faults.all()] == [503]


async def test_where_a_model_is_configured_it_can_be_chosen(browser: Browser, tmp_path: Path) -> None:
    """Nobody answers there, so the rules do, and the page says so."""
    async with (
        playing(tmp_path, deepseek_api_key="sk-0123456789abcdef") as played,
        visiting(browser, played) as visitor,
    ):
        await visitor.visit(parser="model")
        await expect(visitor.page.get_by_label("Read by")).to_have_value("model")
        await visitor.box.fill("log 2h on Apollo yesterday")
        await expect(visitor.page.locator(".took")).to_contain_text("as the model failed")


async def test_where_none_is_configured_it_cannot(visitor: Visitor) -> None:
    await visitor.visit(parser="model")
    await expect(visitor.page.get_by_label("Read by")).to_have_value("rules")
    await expect(visitor.page.locator("option[value=model]")).to_be_disabled()
