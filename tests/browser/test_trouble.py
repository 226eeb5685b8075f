"""A server that goes away and comes back, a page from before, and text that would be markup."""

from playwright.async_api import expect

from clankerbot_engine.clockify.sandbox.records import Client, Project, Tag
from clankerbot_http.web.sessions import Sessions
from tests.browser.playing import Visitor

XSS = (
    "<script>window.bad=1</script>",
    "<img src=x onerror=window.bad=1>",
    '"><svg onload=window.bad=1>',
    "' autofocus onfocus=window.bad=1 x='",
    "javascript:window.bad=1",
    "<https://bad.example|javascript:window.bad=1>",
    "<javascript:window.bad=1|click>",
    "*<b onclick=window.bad=1>bold</b>*",
    "`</code><img src=x onerror=window.bad=1>`",
    "{{ 7*7 }}${7*7}<%= 7*7 %>",
    "</textarea><script>window.bad=1</script>",
    "&lt;img src=x onerror=window.bad=1&gt;",
    "\ue0000\ue001<iframe srcdoc='<script>parent.bad=1</script>'>",
)


async def test_a_server_that_is_away_is_told_of_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.box.fill("log 2h on Apollo yesterday")
    await visitor.page.context.set_offline(True)
    await visitor.box.press("Enter")
    away = visitor.page.locator("#away")
    await expect(away).to_contain_text("The server does not answer. Trying again.")
    await expect(visitor.box).to_have_value("log 2h on Apollo yesterday")

    await visitor.page.context.set_offline(False)
    await expect(away).to_be_hidden(timeout=60_000)  # it was tried again
    await visitor.box.press("Enter")
    await expect(visitor.newest).to_contain_text("Logged 2 h on Apollo")
    visitor.problems.clear()  # the console tells of the server that was away


async def test_after_a_restart_the_page_is_loaded_again_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    await visitor.visit()
    await visitor.box.fill("log 2h on Apollo yesterday")
    visitor.played.service.services.readiness.start_draining()  # as on its way down
    await visitor.box.press("Enter")
    await expect(visitor.page.locator("#away")).to_contain_text("The server does not answer.")
    await expect(visitor.box).to_have_value("log 2h on Apollo yesterday")
    visitor.played.service.services.readiness.draining = False
    visitor.played.playground.sessions = Sessions()  # as a new process has
    await visitor.page.get_by_role("button", name="Load it again").click()
    await expect(visitor.page.locator(".action")).to_contain_text("Log time")
    await expect(visitor.box).to_have_value("log 2h on Apollo yesterday")
    await visitor.box.press("Enter")
    await expect(visitor.newest).to_contain_text("Logged 2 h on Apollo")
    visitor.problems.clear()  # the console tells of the refusal


MADE = "script:not([src]), iframe, [onerror], [onload], [onclick], [onfocus], [srcdoc], a[href^='javascript']"
"""What a text would have become that was taken for markup."""


async def test_markup_is_text_whatever_name_it_is(visitor: Visitor) -> None:
    sandbox = visitor.played.sandbox
    entries = visitor.played.entries()
    for number, (bad, entry) in enumerate(zip(XSS, reversed(entries), strict=False)):
        client = Client(f"c{number:023}", bad)
        project = Project(f"d{number:023}", bad, client_id=client.id, color="#123456")
        tag = Tag(f"e{number:023}", bad)
        sandbox.clients[client.id], sandbox.projects[project.id], sandbox.tags[tag.id] = client, project, tag
        entry.project_id, entry.description, entry.tag_ids = project.id, bad, (tag.id,)
    visitor.played.playground.member("ada").real_name = XSS[1]
    await visitor.played.service.forget_workspaces()
    await visitor.visit()
    await expect(visitor.page.locator(".sheet h2")).to_contain_text(XSS[1])
    for day in await visitor.page.locator(".week button").all():
        await day.click()
    for said in ("list entries this week", "summary this week by project", "list projects", "start Apollo"):
        await visitor.say(said)
        await expect(visitor.page.locator(".message.mine").last).to_contain_text(said)
        await expect(visitor.page.locator(".message.mine:last-child")).to_have_count(0)
    await visitor.newest.get_by_role("button", name="Edit").click()
    await expect(visitor.page.get_by_label("Project").locator("option", has_text="onerror")).not_to_have_count(0)
    assert await visitor.page.evaluate("window.bad") is None
    await expect(visitor.page.locator(MADE)).to_have_count(0)


async def test_markup_is_text_where_it_is_typed(visitor: Visitor) -> None:
    await visitor.visit()
    for number, bad in enumerate(XSS, 1):
        await visitor.box.fill(f"log 1h on {bad} yesterday")
        await expect(visitor.page.locator(".action")).to_be_visible()
        await visitor.box.press("Enter")
        await expect(visitor.page.locator(".message:not(.mine)")).to_have_count(number)
    await expect(visitor.page.locator(".message.mine").first).to_contain_text(XSS[0])
    assert await visitor.page.evaluate("window.bad") is None
    await expect(visitor.page.locator(MADE)).to_have_count(0)


async def test_markup_is_text_in_the_address(visitor: Visitor) -> None:
    for bad in XSS[:4]:
        await visitor.visit(
            text=bad, lang=bad, step=bad, parser=bad, clockify=bad, zone=bad, day="2026-11-23", **{"as": bad}, more=bad
        )
        await expect(visitor.box).to_have_value(bad)
        assert await visitor.page.evaluate("window.bad") is None
        await expect(visitor.page.locator(MADE)).to_have_count(0)
