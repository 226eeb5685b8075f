"""Forms: opened at once, filled in with what is known, checked before they close."""

import pytest

from clankerbot_bot.entry_form import read_length
from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Person, View, shown


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1h 30m", 5400), ("1,5 h", 5400), ("1.5", 5400), ("2", 7200), ("90", 5400), ("45m", 2700), ("1:30", 5400)],
)
def test_lengths_as_people_type_them(text: str, seconds: int) -> None:
    assert read_length(text) == seconds


@pytest.mark.parametrize("text", ["soon", "2h on Apollo", "", "h"])
def test_what_is_no_length(text: str) -> None:
    assert read_length(text) is None


async def edit_form(bot: RunningBot, ada: Person) -> View:
    await ada.command('log 2h on Apollo "sketches" #review')
    await ada.click(await ada.finds("Logged 2 h"), "Edit")
    return await ada.finds_modal("Project")


async def test_edit_is_filled_in_and_the_receipt_takes_the_new_state(bot: RunningBot, ada: Person) -> None:
    form = await edit_form(bot, ada)
    assert form.values["description"]["clank:input"]["value"] == "sketches"
    assert form.values["project"]["clank:project"]["selected_option"]["text"]["text"] == "Apollo"
    before = entries_on(bot, "Hermes")
    await ada.submit(form, {"project": "Hermes", "duration": "3h"})
    receipt = await ada.finds("Hermes")
    assert "3 h" in shown(receipt)
    assert "sketches" in shown(receipt)
    assert entries_on(bot, "Hermes") == before + 1
    assert len(ada.messages()) == 1
    await ada.click(receipt, "Undo")
    await bot.settled()
    assert entries_on(bot, "Hermes") == before


async def test_edit_can_empty_what_was_filled_in(bot: RunningBot, ada: Person) -> None:
    form = await edit_form(bot, ada)
    before = entries_on(bot, "Apollo")
    await ada.submit(form, {"project": None, "description": "", "tags": []})
    receipt = await ada.finds("without a project")
    assert "sketches" not in shown(receipt)
    assert "review" not in shown(receipt)
    assert entries_on(bot, "Apollo") == before - 1
    await ada.click(receipt, "Undo")
    await bot.settled()
    assert entries_on(bot, "Apollo") == before


async def test_what_is_required_is_asked_for_instead_of_emptied(bot: RunningBot, ada: Person) -> None:
    form = await edit_form(bot, ada)
    bot.sandbox.settings["forceProjects"] = True
    await bot.service.forget_workspaces()
    await ada.submit(form, {"project": None})
    await ada.finds("Which project was it?")


async def test_an_edit_that_changes_nothing_writes_nothing(bot: RunningBot, ada: Person) -> None:
    form = await edit_form(bot, ada)
    await ada.submit(form)
    await bot.settled()
    assert "Logged 2 h" in ada.sees()[0]


async def test_what_is_filled_in_wrong_is_said_at_the_field(bot: RunningBot, ada: Person) -> None:
    form = await edit_form(bot, ada)
    await ada.submit(form, {"duration": "soon"})
    assert form.errors == {"duration": "Type a length such as 1h 30m, 1.5h or 45m."}
    await ada.submit(form, {"duration": "1h"})
    await ada.finds("1 h")


async def test_the_tasks_are_those_of_the_chosen_project(bot: RunningBot, ada: Person) -> None:
    form = await edit_form(bot, ada)
    names = [option["text"]["text"] for option in await ada.options(form, "clank:task")]
    assert "Design" in names
    await ada.fill(form, {"project": "Hermes"})
    names = [option["text"]["text"] for option in await ada.options(form, "clank:task")]
    assert "Mobile App" in names
    tags = [option["text"]["text"] for option in await ada.options(form, "clank:tags", "rev")]
    assert tags == ["review"]


async def test_a_trigger_that_has_expired_is_told(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    bot.slack.faults.fail("views.open", "expired_trigger_id")
    await ada.click(receipt, "Edit")
    await ada.finds("Open it again")
    assert "Logged 2 h" in shown(receipt)


async def test_a_form_from_anothers_card_is_not_filled_in(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    receipt.for_user = None
    await ben.click(receipt, "Edit")
    await ben.finds_modal("expired")


async def test_the_shortcut_logs(bot: RunningBot, ada: Person) -> None:
    await ada.shortcut("log_time")
    form = await ada.finds_modal("Project")
    await ada.submit(form)
    assert form.errors == {"duration": "Say how long it was, or when it started and ended."}
    await ada.submit(form, {"project": "Apollo", "duration": "1h 30m", "tags": ["review"]})
    receipt = await ada.finds("Logged 1 h 30 min", ada.dm_channel)
    await ada.click(receipt, "Undo")
    await ada.finds("Undone")


async def test_clock_times_are_the_persons(bot: RunningBot, ada: Person) -> None:
    await ada.shortcut("log_time")
    await ada.submit(await ada.finds_modal("Project"), {"project": "Apollo", "start": "13:00", "end": "14:30"})
    receipt = await ada.finds("Logged 1 h 30 min")
    assert "|13:00>" in shown(receipt)


async def test_a_message_becomes_the_description(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    message = ben.writes("Fix the <login> & ship", bot.slack.channels["C0GENERAL"])
    await ada.message_shortcut(message, "log_message")
    form = await ada.finds_modal("Project")
    description = form.values["description"]["clank:input"]["value"]
    assert description.startswith("Fix the login & ship https://")
    await ada.submit(form, {"project": "Apollo", "duration": "30m"})
    receipt = await ada.finds("Logged 30 min", bot.slack.channels["C0GENERAL"])
    assert receipt.for_user == ada.user.id


async def test_a_question_can_be_answered_by_the_form(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Kestrel Bank")
    question = await ada.finds("Kestrel Bank")
    await ada.click(question, "clank:fill_in")
    await ada.submit(await ada.finds_modal("Project"), {"project": "Data Warehouse"})
    await ada.finds("Logged 2 h")
    assert len(ada.messages()) == 1
