"""Schedules in Slack: made by a sentence or a form, listed, changed, and paused where they cannot go on."""

import pytest

from clankerbot_engine.stores.ports import Schedule
from tests.bot.running import RunningBot
from tests.fakes.slack import Message, Person, View, shown

FRIDAYS = "every friday at 17:00 summary this week"


async def all_of(bot: RunningBot) -> list[Schedule]:
    await bot.settled()
    return await bot.service.services.schedules.all(None)


async def the_list(ada: Person) -> Message:
    """Of the one that is made for it."""
    await ada.command(FRIDAYS)
    await ada.finds("Scheduled")
    await ada.command("list schedules")
    return await ada.finds("New schedule")


async def choose(bot: RunningBot, who: Person, card: Message, label: str) -> None:
    await who.choose(card, "clank:schedule", label)
    await bot.settled()


async def form_of(bot: RunningBot, ada: Person) -> View:
    await ada.command("list schedules")
    await ada.click(await ada.finds("New schedule"), "New schedule")
    return await ada.finds_modal("Post it in")


async def test_a_sentence_makes_one_and_its_next_three_runs_are_told_in_words(bot: RunningBot, ada: Person) -> None:
    await ada.command(f"{FRIDAYS} in <#C0GENERAL|general>")
    receipt = await ada.finds("Scheduled")
    told = shown(receipt)
    assert "Every Friday at 17:00" in told
    assert "Next: Fri 27 Nov 17:00; Fri 4 Dec 17:00; Fri 11 Dec 17:00" in told
    assert "<#C0GENERAL>" in told
    await ada.click(receipt, "Undo")
    assert await all_of(bot) == []


async def test_it_is_paused_and_switched_on_again_from_the_list(bot: RunningBot, ada: Person) -> None:
    listed = await the_list(ada)
    await choose(bot, ada, listed, "Pause")
    (schedule,) = await all_of(bot)
    assert not schedule.enabled
    assert "paused" in shown(listed)
    await choose(bot, ada, listed, "Switch on again")
    (schedule,) = await all_of(bot)
    assert schedule.enabled
    assert "next" in shown(listed)


async def test_run_now_says_how_it_ended_and_leaves_the_rhythm(bot: RunningBot, ada: Person) -> None:
    listed = await the_list(ada)
    (before,) = await all_of(bot)
    await choose(bot, ada, listed, "Run now")
    await ada.finds("It ran")
    (after,) = await all_of(bot)
    assert after.next_run_at == before.next_run_at


async def test_a_deleted_one_can_be_brought_back(bot: RunningBot, ada: Person) -> None:
    await choose(bot, ada, await the_list(ada), "Delete")
    assert await all_of(bot) == []
    await ada.click(await ada.finds("Deleted the schedule"), "Undo")
    assert len(await all_of(bot)) == 1


async def test_a_form_makes_one_from_words_or_from_an_expression(bot: RunningBot, ada: Person) -> None:
    form = await form_of(bot, ada)
    await ada.submit(form, {"when": "on weekdays at 9:00", "what": "summary yesterday", "channel": "C0GENERAL"})
    await ada.finds("Scheduled")
    form = await form_of(bot, ada)
    await ada.submit(form, {"when": "*/30 * * * *", "what": "status"})  # where it was typed
    words, expression = await all_of(bot)
    assert (words.cron, words.channel, words.action["kind"]) == ("0 9 * * 1-5", "C0GENERAL", "summary")
    assert (expression.cron, expression.channel, expression.action["kind"]) == ("*/30 * * * *", "C0GENERAL", "status")


@pytest.mark.parametrize(
    ("filled", "errors"),
    [
        ({"when": "* * * * *", "what": "status"}, {"when": "every 5 minutes at most"}),
        ({"when": "0 25 * * *", "what": "status"}, {"when": "0 17 * * 5 is every Friday"}),
        ({"when": "whenever", "what": "status"}, {"when": "every Friday at 17:00"}),
        ({"when": "0 9 * * *", "what": "log 2h on Nonesuch"}, {"what": "Nonesuch"}),
    ],
)
async def test_each_field_that_is_wrong_says_so_in_the_form(
    bot: RunningBot, ada: Person, filled: dict[str, str], errors: dict[str, str]
) -> None:
    form = await form_of(bot, ada)
    await ada.submit(form, filled)
    assert set(form.errors) == set(errors)
    for block, words in errors.items():
        assert words in form.errors[block]
    assert await all_of(bot) == []


async def test_it_is_changed_in_the_form_and_what_is_left_empty_stays(bot: RunningBot, ada: Person) -> None:
    listed = await the_list(ada)
    await choose(bot, ada, listed, "Edit")
    form = await ada.finds_modal("Leave it empty to keep it")
    assert form.values["when"]["clank:input"]["value"] == "0 17 * * 5"
    await ada.submit(form, {"when": "every monday at 8:00", "channel": "C0GENERAL"})
    (schedule,) = await all_of(bot)
    assert (schedule.cron, schedule.channel, schedule.action["kind"]) == ("0 8 * * 1", "C0GENERAL", "summary")
    assert "Every Monday at 08:00" in shown(listed)
    await choose(bot, ada, listed, "Edit")
    await ada.submit(await ada.finds_modal("Leave it empty to keep it"), {"what": "status"})
    (schedule,) = await all_of(bot)
    assert schedule.action["kind"] == "status"


async def test_an_admin_sees_and_changes_those_of_others_and_nobody_else_does(bot: RunningBot, ada: Person) -> None:
    dmitri, ben = await bot.person("dmitri"), await bot.person("ben")
    await dmitri.command(FRIDAYS)
    await dmitri.finds("Scheduled")
    await ben.command("list schedules")  # an admin of the workspace
    listed = await ben.finds("<@U0DMITRI>")
    await choose(bot, ben, listed, "Pause")
    (schedule,) = await all_of(bot)
    assert not schedule.enabled
    await ben.command(FRIDAYS)
    await ben.finds("Scheduled")
    await dmitri.command("list schedules")
    assert "<@U0BEN>" not in shown(await dmitri.finds("New schedule"))


async def test_in_german(bot: RunningBot) -> None:
    bot.slack.users["U0ADA"].locale = "de-DE"
    ada = await bot.person("ada")
    await ada.command("jeden Freitag um 17 Uhr Übersicht diese Woche")
    assert "Als Nächstes: Fr., 27. Nov. 17:00" in shown(await ada.finds("Jeden Freitag um 17:00"))
