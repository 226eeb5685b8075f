"""What a channel is told of, chosen in a form."""

from typing import Any

import pytest

from clankerbot_engine.stores.ports import Subscription
from tests.bot.running import RunningBot
from tests.fakes.slack import Person, View, shown

GENERAL = "C0GENERAL"


async def form_of_question(ada: Person, text: str = "subscribe here") -> View:
    await ada.command(text)
    await ada.click(await ada.finds("Follow Clockify"), "Follow Clockify")
    return await ada.finds_modal("Of what")


async def the_subscription(bot: RunningBot) -> Subscription:
    await bot.settled()
    (made,) = await bot.service.services.subscriptions.all(None)
    return made


async def test_a_question_opens_the_form_and_what_is_chosen_takes_its_place(bot: RunningBot, ada: Person) -> None:
    form = await form_of_question(ada)
    assert form.values["channel"]["clank:input"]["selected_conversation"] == GENERAL
    await ada.submit(
        form,
        {
            "events": ["New time entries", "New projects"],
            "project": "Apollo",
            "people": "me, the design team",
            "tag": "review",
            "longer": "30m",
            "shorter": "8",
            "billable": "Billable",
            "quiet_from": "20:00",
            "quiet_to": "07:00",
        },
    )
    receipt = await ada.finds("is told from now on")
    assert "quiet from 20:00 to 07:00" in shown(receipt)
    assert len(ada.messages()) == 1
    made = await the_subscription(bot)
    assert (made.channel, list(made.events)) == (GENERAL, ["NEW_TIME_ENTRY", "TIMER_STOPPED", "NEW_PROJECT"])
    told = {name: made.filters[name] for name in made.filters if not name.endswith(("_id", "_ids"))}
    assert told == {
        "project": "Apollo",
        "people": ["me", "the design team"],
        "tag": "review",
        "min_duration_s": 1800,
        "max_duration_s": 28_800,
        "billable": True,
        "quiet_from": "20:00",
        "quiet_to": "07:00",
    }
    await ada.click(receipt, "Undo")
    await bot.settled()
    assert await bot.service.services.subscriptions.all(None) == []


async def test_it_is_filled_in_with_what_was_typed(bot: RunningBot, ada: Person) -> None:
    form = await form_of_question(ada, "subscribe <#C0PRIVATE|private> to new projects and entries over 8h by Adda")
    values = form.values
    assert values["channel"]["clank:input"]["selected_conversation"] == "C0PRIVATE"
    chosen = [option["text"]["text"] for option in values["events"]["clank:input"]["selected_options"]]
    assert chosen == ["New time entries", "New projects"]
    assert values["people"]["clank:input"]["value"] == "Adda"
    assert values["longer"]["clank:input"]["value"] == "8 h"
    await ada.submit(form, {"people": "Ada"})
    await ada.finds("is told from now on")
    assert (await the_subscription(bot)).channel == "C0PRIVATE"


@pytest.mark.parametrize(
    ("filled", "errors"),
    [
        ({"people": "Adda"}, {"people": "filters.people: there is nobody, and no group, called “Adda”"}),
        ({"longer": "soon"}, {"longer": "Type a length"}),
        ({"longer": "2h", "shorter": "1h"}, {"shorter": "That leaves nothing"}),
        ({"quiet_from": "20:00"}, {"quiet_to": "Quiet hours have a beginning and an end"}),
        ({"quiet_from": "20:00", "quiet_to": "20:00"}, {"quiet_to": "Quiet hours have a beginning and an end"}),
    ],
)
async def test_what_cannot_be_is_said_at_the_field_and_nothing_is_made(
    bot: RunningBot, ada: Person, filled: dict[str, Any], errors: dict[str, str]
) -> None:
    form = await form_of_question(ada)
    await ada.submit(form, {"events": ["New projects"], **filled})
    assert form.errors.keys() == errors.keys()
    assert all(form.errors[block].startswith(told) for block, told in errors.items())
    assert await bot.service.services.subscriptions.all(None) == []
    await ada.submit(form, dict.fromkeys(filled))
    await ada.finds("is told from now on")


async def test_who_is_no_admin_is_told_at_the_field_and_may_follow_themselves(bot: RunningBot) -> None:
    dmitri = await bot.person("dmitri")
    form = await form_of_question(dmitri)
    await dmitri.submit(form, {"events": ["New time entries"]})
    assert form.errors["people"].startswith("Only owners and admins")
    await dmitri.submit(form, {"people": "me"})
    await dmitri.finds("is told from now on")


async def test_home_opens_it_without_a_channel(bot: RunningBot, ada: Person) -> None:
    await ada.open_home()
    await ada.click(await ada.finds_home("Settings"), "Follow Clockify")
    form = await ada.finds_modal("Of what")
    assert form.values["channel"]["clank:input"]["selected_conversation"] is None
    clients = [option["text"]["text"] for option in await ada.options(form, "clank:client", "north")]
    assert clients == ["Northwind Space"]
    await ada.submit(form, {"channel": GENERAL, "events": ["Deleted projects"], "client": "Northwind Space"})
    await ada.finds("is told from now on", ada.dm_channel)
    assert (await the_subscription(bot)).filters["client"] == "Northwind Space"


async def test_another_persons_question_is_not_answered(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    await ada.command("subscribe here")
    question = await ada.finds("Follow Clockify")
    question.for_user = None
    await ben.click(question, "Follow Clockify")
    await ben.submit(await ben.finds_modal("Of what"), {"events": ["New projects"]})
    await ben.finds("is told from now on")
    assert "Say what is to be posted" in shown(question)
    assert (await the_subscription(bot)).principal.endswith(ben.user.id)


async def test_in_german(bot: RunningBot) -> None:
    """Of her Slack: her Clockify profile is in English."""
    chiara = await bot.person("chiara")
    await chiara.command("abonniere hier")
    question = await chiara.finds("Sag, was gepostet werden soll")
    await chiara.click(question, "Clockify folgen")
    form = await chiara.finds_modal("Wovon")
    await chiara.submit(form, {"events": ["Neue Projekte"], "people": "Niemand"})
    assert form.errors["people"].startswith("„Niemand“ gibt es in diesem Workspace nicht")
    await chiara.submit(form, {"people": "ich"})
    await chiara.finds("erfährt von nun an davon")
