"""What is read: summaries with their chart, lists, the timer that runs; shared when the person chooses to."""

from clankerbot_bot.people import principal_of
from clankerbot_engine.accounts.person_settings import PersonSettings
from tests.bot.running import RunningBot
from tests.fakes.slack import Person, shown


async def test_a_summary_has_a_chart_where_slack_takes_it(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary this week by project")
    await bot.settled()
    [summary] = ada.messages()
    assert "data_visualization" in [block["type"] for block in summary.blocks]
    await ada.choose(summary, "clank:group_by", "By day")
    await bot.settled()
    assert len(ada.messages()) == 1


async def test_what_was_not_read_of_a_question_is_said_beside_the_answer(bot: RunningBot, ada: Person) -> None:
    await ada.command("would the projects be visible somewhere?")
    await bot.settled()
    [listed] = ada.messages()
    assert "Apollo" in shown(listed)
    assert "not sure what to make of “be visible somewhere”" in shown(listed)
    await ada.command("list projects")
    await bot.settled()
    assert "not sure" not in shown(ada.messages()[-1])


async def test_a_refused_chart_is_bars_of_text_for_a_day(bot: RunningBot, ada: Person) -> None:
    bot.slack.faults.fail("response_url", "invalid_blocks", status=400)
    await ada.command("summary this week by project")
    await bot.settled()
    [summary] = ada.messages()
    assert "█" in shown(summary)
    bot.clock.go_on(hours=1)
    await ada.command("summary this week by project")
    await bot.settled()
    assert "█" in shown(ada.messages()[-1])
    bot.clock.go_on(hours=24)
    await ada.command("summary this week by project")
    await bot.settled()
    assert "█" not in shown(ada.messages()[-1])


async def test_a_summary_as_csv(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary this week by project")
    await bot.settled()
    await ada.click(ada.messages()[0], "clank:csv")
    await ada.finds("CSV file is in your direct messages")


async def test_where_there_are_no_charts_a_picture_is_sent(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary this week by project")
    await bot.settled()
    assert "Picture" not in shown(ada.messages()[0])
    bot.slack.faults.fail("response_url", "invalid_blocks", status=400)
    bot.clock.go_on(minutes=1)
    await ada.command("summary this week by project")
    await bot.settled()
    await ada.click(ada.messages()[-1], "Picture")
    await ada.finds("The picture is in your direct messages")
    (upload,) = bot.slack.uploads.values()
    assert upload.content is not None
    assert upload.content.startswith(b"\x89PNG")
    assert upload.channels == [bot.slack.dm_of(ada.user).id]


async def test_share_posts_a_copy_for_everyone_once(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await ada.click(receipt, "Share")
    await ada.click(receipt, "Share")
    copy = await ben.finds("Logged 2 h")
    await bot.settled()
    assert copy.for_user is None
    assert len(ben.messages()) == 1
    assert "Undo" not in shown(copy)


async def test_where_the_bot_may_not_post_it_says_what_to_do(bot: RunningBot, ada: Person) -> None:
    ada.channel = bot.slack.channels["C0RANDOM"]
    bot.slack.faults.fail("chat.postMessage", "not_in_channel")
    await ada.command("log 2h on Apollo")
    await ada.click(await ada.finds("Logged 2 h"), "Share")
    await ada.finds("/invite")


async def test_a_list_can_be_edited_and_repeated(bot: RunningBot, ada: Person) -> None:
    await ada.command("list entries today")
    await bot.settled()
    [listed] = ada.messages()
    before = len(bot.sandbox.entries)
    await ada.choose(listed, "clank:entry", "Log again")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 1
    await ada.choose(listed, "clank:entry", "Edit")
    await ada.submit(await ada.finds_modal("Project"), {"description": "something else"})
    await ada.finds("something else")


async def test_a_timer_started_is_stopped_by_its_button(bot: RunningBot, ada: Person) -> None:
    await ada.command("start Apollo")
    card = await ada.finds("Timer started")
    bot.clock.go_on(minutes=25)
    await ada.command("status")
    await ada.finds("25 min")
    await ada.click(card, "Stop")
    await bot.settled()
    assert "25 min" in shown(card)
    assert "Stop" not in shown(card)


async def test_another_timer_is_not_stopped_by_an_old_button(bot: RunningBot, ada: Person) -> None:
    await ada.command("start Apollo")
    card = await ada.finds("Timer started")
    bot.clock.go_on(minutes=25)
    await ada.command("switch to Hermes")
    await bot.settled()
    await ada.click(card, "Stop")
    await ada.finds("changed meanwhile")
    assert any(entry.end is None for entry in bot.sandbox.entries.values())


async def test_continue_starts_a_timer_on_the_same_card_once(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await ada.click(receipt, "Continue")
    await bot.settled()
    assert "Timer started" in shown(receipt)
    assert len(ada.messages()) == 1


async def test_delete_and_undo_of_it(bot: RunningBot, ada: Person) -> None:
    before = len(bot.sandbox.entries)
    await ada.command("log 2h on Apollo")
    receipt = await ada.finds("Logged 2 h")
    await ada.click(receipt, "Delete")
    await bot.settled()
    assert "Deleted" in shown(receipt)
    assert len(bot.sandbox.entries) == before
    await ada.click(receipt, "Undo")
    await bot.settled()
    assert len(bot.sandbox.entries) == before + 1


async def test_in_a_direct_message_the_person_chooses_where_to_share(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 2h on Apollo")
    await ada.click(await ada.finds("Logged 2 h"), "Share")
    form = await ada.finds_modal("Channel")
    await ada.submit(form, {"Channel": "C0GENERAL"})
    copy = await ada.finds("Logged 2 h", bot.slack.channels["C0GENERAL"])
    assert copy.for_user is None
    await ada.finds("Shared with the channel", ada.dm_channel)


async def test_a_summary_goes_to_the_period_before_and_back(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary last week by project")
    await bot.settled()
    [summary] = ada.messages()
    text = shown(summary)
    await ada.click(summary, "‹ Before")
    await bot.settled()
    earlier = shown(summary)
    assert earlier != text
    await ada.click(summary, "After ›")
    await bot.settled()
    assert shown(summary) == text
    assert len(ada.messages()) == 1


async def test_no_button_leads_into_the_future(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary this week by project")
    await bot.settled()
    [summary] = ada.messages()
    assert "‹ Before" in shown(summary)
    assert "After ›" not in shown(summary)


async def test_what_changed_is_told_in_the_language_of_whoever_asks(bot: RunningBot, ada: Person) -> None:
    bot.sandbox.entries.clear()
    await ada.command("log 4h on Apollo last Tuesday")
    await ada.finds("Logged 4 h")
    await bot.service.services.accounts.change_settings(
        principal_of(ada.user.team.id, ada.user.id), PersonSettings(language="de", daily_target_s=4 * 3600)
    )
    await ada.command("Zusammenfassung letzte Woche")
    await bot.settled()
    text = shown(ada.messages()[-1])
    assert "*16 h weniger* als die 20 h Soll." in text
    assert "war noch nichts erfasst" in text
