"""A receipt in the direct messages stays true, whatever changes its time entry later."""

from datetime import timedelta
from typing import Any

import pytest

from clankerbot_engine.clockify.models import clockify_instant
from clankerbot_engine.clockify.sandbox import OWNER_API_KEY
from tests.bot.running import RunningBot
from tests.bot.sandbox import entries_on
from tests.fakes.slack import Message, Person, shown

ENTRY_EVENTS = (
    "NEW_TIME_ENTRY",
    "NEW_TIMER_STARTED",
    "TIMER_STOPPED",
    "TIME_ENTRY_UPDATED",
    "TIME_ENTRY_DELETED",
    "TIME_ENTRY_RESTORED",
)


async def test_an_undo_by_command_is_seen_on_the_receipt(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await bot.settled()  # it is kept true once Slack has answered where it is
    await ada.command("undo")
    await bot.settled()
    assert "Undone" in shown(receipt)


async def test_an_edit_and_its_undo_are_seen_on_the_receipt(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await bot.settled()  # it is kept true once Slack has answered where it is
    await ada.dm("edit last to 3h")
    edited = await ada.finds("now 3 h")
    await bot.settled()
    assert "Logged 3 h" in shown(receipt)
    await ada.click(edited, "Undo")
    await bot.settled()
    assert "Logged 15 min" in shown(receipt)
    assert "Undone" in shown(edited)


async def test_a_timer_stopped_elsewhere_is_over_on_its_card(bot: RunningBot, ada: Person) -> None:
    await ada.dm("start Apollo")
    card = await ada.finds("Timer started")
    bot.clock.go_on(minutes=25)
    await ada.command("stop")
    await bot.settled()
    assert "|15:25>" in shown(card)
    assert "Stop" not in shown(card)


@pytest.mark.parametrize("by", ["this instance", "another instance"])
async def test_a_change_that_is_told_of_before_slack_answers_is_seen_too(bot: RunningBot, ada: Person, by: str) -> None:
    inbox = bot.service.services.inbox if by == "this instance" else bot.inbox_of_another_instance()
    await bot.follow_clockify(*ENTRY_EVENTS)
    slow = bot.slack.faults.stall("chat.postMessage")
    await ada.dm("log 15m on Apollo: Sketches")
    services = bot.service.services
    await slow.reached.wait()
    logged = next(each for each in bot.sandbox.entries.values() if each.description == "Sketches")
    end = clockify_instant(logged.start + timedelta(hours=1))
    answer = await services.http.put(
        f"{services.settings.clockify_base_url}/v1/workspaces/{bot.sandbox.workspace_id}/time-entries/{logged.id}",
        headers={"X-Api-Key": OWNER_API_KEY},
        json={"start": clockify_instant(logged.start), "end": end, "description": "Drafts"},
    )
    assert answer.is_success, answer.text
    await bot.sandbox.deliveries.drain()
    while await inbox.work_once():
        pass
    slow.release()
    await bot.settled()
    assert "“Drafts”" in shown(await ada.finds("Logged 1 h"))


async def test_nobody_elses_card_changes(bot: RunningBot, ada: Person) -> None:
    ben = await bot.person("ben")
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ben.command("log 15m on Apollo")
    await bot.settled()
    await ben.command("undo")
    await bot.settled()
    assert "Undone" not in shown(receipt)


async def amended(bot: RunningBot) -> None:
    """What is to be changed in channels is changed."""
    await bot.settled()
    bot.clock.go_on(seconds=2)
    await bot.outbox.pass_once()


async def copy_seen_by_others(bot: RunningBot) -> Message:
    [copy] = (await bot.person("ben", connected=False)).messages(bot.slack.channels["C0GENERAL"])
    return copy


async def test_an_undo_by_a_click_is_seen_on_the_copy_in_the_channel(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ada.click(receipt, "Share")
    await bot.settled()
    await ada.click(receipt, "Undo")
    await amended(bot)
    copy = await copy_seen_by_others(bot)
    assert "Undone" in shown(copy)
    await ada.click(receipt, "clank:again")
    await amended(bot)
    assert "Undone" not in shown(copy)


async def test_an_edit_by_command_is_seen_on_every_copy(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ada.click(receipt, "Share")
    await bot.settled()
    bot.clock.go_on(seconds=20)
    await ada.click(receipt, "Share")
    await bot.settled()
    await ada.command("edit last to 3h")
    await amended(bot)
    bot.clock.go_on(seconds=2)
    await bot.outbox.pass_once()
    copies = (await bot.person("ben", connected=False)).messages(bot.slack.channels["C0GENERAL"])
    assert ["Logged 3 h" in shown(copy) for copy in copies] == [True, True]


async def test_what_comes_to_the_card_after_it_was_shared_is_not_told_to_others(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 15m on Apollo: Sketches")
    receipt = await ada.finds("Logged 15 min")
    await ada.click(receipt, "Share")
    await bot.settled()
    await ada.click(receipt, "Continue")
    await amended(bot)
    copy = await copy_seen_by_others(bot)
    assert "Logged 15 min" in shown(copy)
    assert "Timer started" in shown(receipt)
    assert "Timer started" not in shown(copy)


async def test_others_are_told_of_no_other_entry(bot: RunningBot, ada: Person) -> None:
    await ada.command("log 15m on Apollo: Sketches")
    await ada.finds("Logged 15 min")
    bot.clock.go_on(seconds=60)
    await ada.command("log 30m on Hermes")
    receipt = await ada.finds("Logged 30 min")
    assert "overlaps with time on Apollo" in shown(receipt)
    await ada.click(receipt, "Share")
    await bot.settled()
    copy = await copy_seen_by_others(bot)
    assert "Hermes" in shown(copy)
    assert "Apollo" not in shown(copy)
    assert "Apollo" not in copy.text


async def test_a_summary_stays_as_it_was_shared(bot: RunningBot, ada: Person) -> None:
    await ada.command("summary")
    summary = await ada.finds("time entries")
    await ada.click(summary, "Share")
    await bot.settled()
    calls = len(bot.slack.calls_of("chat.update"))
    await ada.choose(summary, "clank:group_by", "By client")
    await amended(bot)
    assert len(bot.slack.calls_of("chat.update")) == calls


async def test_what_a_click_adds_to_a_card_stays_true_too(bot: RunningBot, ada: Person) -> None:
    await ada.dm("log 15m on Apollo")
    receipt = await ada.finds("Logged 15 min")
    await ada.click(receipt, "Continue")
    await bot.settled()
    bot.clock.go_on(minutes=25)
    await ada.command("stop")
    await bot.settled()
    assert "|15:25>" in shown(receipt)


class TestWhatChangesInClockify:
    @pytest.fixture(autouse=True)
    async def followed(self, bot: RunningBot) -> None:
        await bot.follow_clockify(*ENTRY_EVENTS)

    @staticmethod
    def newest(bot: RunningBot) -> Any:
        return list(bot.sandbox.entries.values())[-1]

    async def edit(self, bot: RunningBot, **changes: Any) -> None:
        entry = self.newest(bot)
        end = None if entry.end is None else clockify_instant(entry.end)
        body = {"start": clockify_instant(entry.start), "end": end, "projectId": entry.project_id, **changes}
        await bot.clockify("PUT", f"/time-entries/{entry.id}", json=body)

    async def test_an_edit_is_seen_on_the_receipt(self, bot: RunningBot, ada: Person) -> None:
        await ada.dm("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        await self.edit(
            bot, description="Fix login & tests", start=clockify_instant(self.newest(bot).end - timedelta(hours=3))
        )
        assert "Logged 3 h" in shown(receipt)
        assert "Fix login &amp; tests" in shown(receipt)

    async def test_a_deletion_is_seen_and_can_be_logged_again(self, bot: RunningBot, ada: Person) -> None:
        await ada.dm("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        before = entries_on(bot, "Apollo")
        await bot.clockify("DELETE", f"/time-entries/{self.newest(bot).id}")
        assert "Deleted in Clockify" in shown(receipt)
        assert "Undo" not in shown(receipt)
        assert "Edit" not in shown(receipt)
        assert entries_on(bot, "Apollo") == before - 1
        await ada.click(receipt, "clank:again")
        await bot.settled()
        assert "Deleted" not in shown(receipt)
        assert entries_on(bot, "Apollo") == before

    async def test_a_timer_that_is_stopped_there_shows_its_final_time(self, bot: RunningBot, ada: Person) -> None:
        await ada.dm("start Apollo")
        card = await ada.finds("Timer started")
        bot.clock.go_on(minutes=25)
        await bot.clockify(
            "PATCH", f"/user/{self.newest(bot).user_id}/time-entries", json={"end": clockify_instant(bot.clock.now)}
        )
        assert "|15:25>" in shown(card)
        assert "Stop" not in shown(card)

    async def test_what_one_person_alone_was_shown_is_true_at_the_next_click(
        self, bot: RunningBot, ada: Person
    ) -> None:
        await ada.command("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        before = len(bot.sandbox.entries)
        await bot.clockify("DELETE", f"/time-entries/{self.newest(bot).id}")
        await ada.click(receipt, "Undo")
        await bot.settled()
        assert "Deleted in Clockify" in shown(receipt)
        assert len(bot.sandbox.entries) == before - 1

    async def test_a_click_on_what_is_not_so_any_more_does_nothing_but_show_how_it_is(
        self, bot: RunningBot, ada: Person
    ) -> None:
        await ada.command("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        before = len(bot.sandbox.entries)
        await self.edit(bot, start=clockify_instant(self.newest(bot).end - timedelta(hours=3)))
        await ada.click(receipt, "Undo")
        await bot.settled()
        assert "Logged 3 h" in shown(receipt)
        assert any("changed meanwhile" in each for each in ada.sees())
        assert len(bot.sandbox.entries) == before
        await ada.click(receipt, "Undo")
        await bot.settled()
        assert "Undone" in shown(receipt)
        assert len(bot.sandbox.entries) == before - 1

    async def test_what_one_person_alone_was_shown_is_true_for_a_while_after_a_click(
        self, bot: RunningBot, ada: Person
    ) -> None:
        await ada.command("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        for button in ("Undo", "clank:again"):
            await ada.click(receipt, button)
            await bot.settled()
        await self.edit(bot, description="Fix login & tests")
        assert "Fix login &amp; tests" in shown(receipt)
        await ada.click(receipt, "Undo")  # it was seen: nothing is asked again
        await bot.settled()
        assert "Undone" in shown(receipt)

    async def test_after_half_an_hour_a_click_mends_it(self, bot: RunningBot, ada: Person) -> None:
        await ada.command("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        for button in ("Undo", "clank:again"):
            await ada.click(receipt, button)
            await bot.settled()
        bot.clock.go_on(minutes=31)
        await bot.clockify("DELETE", f"/time-entries/{self.newest(bot).id}")
        assert "Deleted" not in shown(receipt)
        await ada.click(receipt, "Undo")
        await bot.settled()
        assert "Deleted in Clockify" in shown(receipt)

    async def test_a_change_there_is_seen_on_the_copy_in_the_channel(self, bot: RunningBot, ada: Person) -> None:
        await ada.command("log 15m on Apollo")
        await ada.click(await ada.finds("Logged 15 min"), "Share")
        await bot.settled()
        await self.edit(bot, description="Fix login & tests")
        await amended(bot)
        copy = await copy_seen_by_others(bot)
        assert "Fix login &amp; tests" in shown(copy)
        assert "Shared by <@U0ADA>" in shown(copy)
        await bot.clockify("DELETE", f"/time-entries/{self.newest(bot).id}")
        await amended(bot)
        assert "Deleted in Clockify" in shown(copy)

    async def test_its_own_writes_change_no_card_twice(self, bot: RunningBot, ada: Person) -> None:
        await ada.dm("log 15m on Apollo")
        await ada.finds("Logged 15 min")
        calls = len(bot.slack.calls)
        await bot.clockify_is_heard()
        assert len(bot.slack.calls) == calls

    async def test_while_slack_is_away_it_is_tried_again(self, bot: RunningBot, ada: Person) -> None:
        await ada.dm("log 15m on Apollo")
        receipt = await ada.finds("Logged 15 min")
        bot.slack.faults.fail("chat.update", "internal_error")
        await bot.clockify("DELETE", f"/time-entries/{self.newest(bot).id}")
        assert "Deleted" not in shown(receipt)
        bot.clock.go_on(minutes=1)
        await bot.clockify_is_heard()
        assert "Deleted in Clockify" in shown(receipt)

    async def test_a_message_that_is_gone_is_let_go(self, bot: RunningBot, ada: Person) -> None:
        await ada.dm("log 15m on Apollo")
        await ada.finds("Logged 15 min")
        bot.slack.faults.fail("chat.update", "message_not_found")
        await bot.clockify("DELETE", f"/time-entries/{self.newest(bot).id}")
        assert (await bot.service.services.inbox_store.backlog()).count == 0

    async def test_app_home_shows_it_without_asking_clockify(self, bot: RunningBot, ada: Person) -> None:
        await ada.open_home()
        await bot.settled()
        await ada.dm("log 15m on Apollo")
        await bot.clockify_is_heard()
        bot.sandbox.traffic.clear()
        await self.edit(bot, description="Seen on App Home")
        await ada.finds_home("Seen on App Home")
        assert [request.method for request in bot.sandbox.traffic.log] == ["PUT"]
