"""Projects that use up their estimate: seen when asked for, and told once at 80 and at 100 percent."""

from datetime import timedelta

import pytest

from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import Budgets, LogTime
from clankerbot_engine.errors import Forbidden
from tests.bot.desk import ADA, DMITRI, TODAY, Desk, at
from tests.fakes.slack import Person, shown


@pytest.fixture(autouse=True)
def _no_estimates(desk: Desk) -> None:
    """But those that the tests make."""
    for project in desk.sandbox.projects.values():
        project.estimate_type = "AUTO"


def estimate(desk: Desk, name: str, *, percent: float) -> int:
    """So large that this much of it is used; in seconds."""
    project = next(each for each in desk.sandbox.projects.values() if each.name == name)
    tracked_s = sum(each.seconds for each in desk.sandbox.entries.values() if each.project_id == project.id)
    seconds = int(tracked_s * 100 / percent)
    project.estimate, project.estimate_type = f"PT{seconds}S", "MANUAL"
    return seconds


async def look(desk: Desk, *, hours: int = 7) -> list[tuple[str, str]]:
    desk.clock.go_on(hours=hours)
    await desk.services.estimates.look()
    return await desk.posts()


async def test_a_lead_sees_how_much_is_used_and_when_it_will_be_used_up(desk: Desk, at_desk: Person) -> None:
    estimate(desk, "Apollo", percent=50)
    estimate(desk, "Hermes", percent=90)
    await at_desk.command("budgets")
    told = shown(await at_desk.finds("Budgets"))
    assert told.index("*Hermes*: 90 %") < told.index("*Apollo*: 50 %")
    assert "used up on" in told


async def test_the_date_is_that_of_the_pace_of_the_last_four_weeks(desk: Desk) -> None:
    project = next(each for each in desk.sandbox.projects.values() if each.name == "Zeus" or each.name == "Support")
    for entry in list(desk.sandbox.entries.values()):
        if entry.project_id == project.id:
            del desk.sandbox.entries[entry.id]
    await desk.run(LogTime(project=project.name, date=TODAY - timedelta(days=1), duration_s=20 * 3600, confirmed=True))
    project.estimate, project.estimate_type = "PT25H", "MANUAL"
    result = await desk.run(Budgets())
    assert f"{project.name} 80 % (20 h of 25 h, used up on Mon 30 Nov 2026 at this pace)" in result.message


async def test_nobody_else_sees_it(desk: Desk) -> None:
    await desk.connect("dmitri")
    with pytest.raises(Forbidden, match="Only owners and admins"):
        await desk.run(Budgets(), DMITRI)


async def test_leads_are_told_once_at_each_mark(desk: Desk) -> None:
    await desk.connect("ben", "dmitri", "chiara")
    estimate(desk, "Apollo", percent=79)
    desk.clock.now = at(0) - timedelta(hours=1)
    assert await look(desk, hours=10) == []
    estimate(desk, "Apollo", percent=81)
    posts = await look(desk)
    assert {channel for channel, _ in posts} == {"U0ADA", "U0BEN"}
    assert posts[0][1].startswith(":hourglass: *Apollo* has used 81 % of its estimate: ")
    assert "at this pace" in posts[0][1]
    assert "subscribe #leads to budgets" in posts[0][1]
    assert len(await look(desk, hours=24)) == 2


async def test_a_hundred_percent_is_told_too_and_a_new_estimate_counts_anew(desk: Desk) -> None:
    desk.clock.now = at(9)
    seconds = estimate(desk, "Apollo", percent=101)
    ((channel, text),) = await look(desk, hours=1)
    assert channel == "U0ADA"
    assert text.startswith(":rotating_light: *Apollo* has used up its estimate: ")
    project = next(each for each in desk.sandbox.projects.values() if each.name == "Apollo")
    project.estimate = f"PT{int(seconds * 1.2)}S"
    assert "has used 84 %" in (await look(desk))[-1][1]


async def test_at_night_no_lead_is_told_and_in_the_morning_they_are(desk: Desk) -> None:
    desk.clock.now = at(22)
    estimate(desk, "Apollo", percent=85)
    assert await look(desk, hours=0) == []
    assert len(await look(desk, hours=11)) == 1


async def test_where_a_channel_follows_budgets_it_is_told_instead(desk: Desk, at_desk: Person) -> None:
    await desk.services.accounts.change_settings(ADA, PersonSettings(language="de"))
    await at_desk.command("subscribe <#C0GENERAL|general> to budgets on Apollo")
    await at_desk.finds("Zeitbudgets bei 80 % und 100 %")
    estimate(desk, "Apollo", percent=85)
    estimate(desk, "Hermes", percent=85)
    ((channel, text),) = await look(desk)
    assert channel == "C0GENERAL"
    assert text.startswith(":hourglass: *Apollo* hat 85 % der Schätzung verbraucht: ")


async def test_of_two_instances_one_looks(desk: Desk) -> None:
    estimate(desk, "Apollo", percent=85)
    desk.clock.go_on(hours=7)
    await desk.services.estimates.look()
    before = len(desk.sandbox.traffic.to_json())
    await desk.services.estimates.look()
    assert len(desk.sandbox.traffic.to_json()) == before
