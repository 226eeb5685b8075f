"""What Slack sends for what a person does, and what becomes of the answer."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import JSONResponse, Response

from tests.bot.stand_in.listener import Listener
from tests.bot.stand_in.samples import CARD, modal, plain, text_input
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.payloads import escaped


async def test_a_command_says_who_where_and_what(ada: Person, listener: Listener) -> None:
    answer = await ada.command("log 2h on R&D <b>")
    assert answer.status == 200
    sent = listener.got[0]
    assert (sent["command"], sent["text"]) == ("/clank", "log 2h on R&amp;D &lt;b&gt;")
    assert (sent["team_id"], sent["user_id"], sent["channel_name"]) == ("T0DEMO", "U0ADA", "directmessage")
    assert ada.sees() == []


async def test_the_body_of_the_answer_to_a_command_is_shown(ada: Person, listener: Listener) -> None:
    listener.answer = JSONResponse({"text": "One moment"})
    await ada.command("log 2h")
    listener.answer = Response(status_code=404)
    await ada.command("log 2h")
    assert ada.sees() == ["One moment", '/clank failed with the error "dispatch_failed"']


async def test_mentions_stay_and_the_rest_is_escaped() -> None:
    assert escaped("for <@U0BEN> & <b>") == "for <@U0BEN> &amp; &lt;b&gt;"


async def test_a_mention_and_a_direct_message_are_events_with_an_id_of_their_own(
    slack: FakeSlack, ada: Person, listener: Listener
) -> None:
    await ada.mention("log 2h", channel=slack.channels["C0GENERAL"], thread_ts="1.2")
    mentioned = listener.got[0]
    assert (mentioned["event"]["type"], mentioned["event"]["text"]) == ("app_mention", "<@U0CLANK> log 2h")
    assert mentioned["event"]["thread_ts"] == "1.2"
    answer = await ada.dm("log 2h")
    direct = listener.got[1]
    assert (direct["event"]["type"], direct["event"]["channel_type"]) == ("message", "im")
    assert direct["authorizations"][0]["team_id"] == "T0DEMO"
    await ada.door.again(answer, retry=1)
    assert listener.got[2] == direct
    assert direct["event_id"] != mentioned["event_id"]


async def test_a_click_in_a_channel_brings_the_message(
    slack: FakeSlack, client: AsyncWebClient, ada: Person, listener: Listener
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="Logged", blocks=CARD)
    card = await ada.finds("Logged")
    await ada.click(card, "clank:undo")
    payload = listener.payload
    assert payload["actions"][0]["value"] == "card"
    assert payload["message"]["ts"] == payload["container"]["message_ts"] == card.ts
    with pytest.raises(AssertionError, match="nothing called 'Redo'"):
        await ada.click(card, "Redo")


async def test_a_submission_brings_every_value_and_its_answer_is_followed(
    client: AsyncWebClient, slack: FakeSlack, ada: Person, listener: Listener
) -> None:
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-24"}
    project = {"type": "external_select", "action_id": "project", "min_query_length": 0}
    blocks = [
        text_input("What"),
        {"type": "input", "block_id": "d", "label": plain("Day"), "element": day},
        {"type": "input", "block_id": "p", "label": plain("Project"), "element": project, "optional": True},
    ]
    await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal(*blocks, callback_id="clank:log"))
    view = await ada.finds_modal("What")
    with pytest.raises(AssertionError, match="'What' is empty"):
        await ada.submit(view)

    apollo = {"text": plain("Apollo"), "value": "p1"}
    listener.answer = JSONResponse({"options": [apollo]})
    await ada.fill(view, {"Project": "Apollo"})
    asked = listener.payload
    assert (asked["type"], asked["action_id"], asked["value"]) == ("block_suggestion", "project", "Apollo")

    listener.answer = JSONResponse({"response_action": "errors", "errors": {"d": "Locked"}})
    await ada.submit(view, {"What": "review"})
    values = listener.payload["view"]["state"]["values"]
    assert values["block-what"]["what"]["value"] == "review"
    assert values["d"]["day"]["selected_date"] == "2026-11-24"
    assert values["p"]["project"]["selected_option"] == apollo
    assert view.errors == {"d": "Locked"}
    assert ada.modal is view

    listener.answer = JSONResponse({"response_action": "push", "view": modal(title=plain("Sure?"))})
    await ada.submit(view)
    assert (await ada.finds_modal("Sure?")).previous_view_id == view.id
    listener.answer = Response()
    await ada.submit(await ada.finds_modal("Sure?"))
    await ada.submit(view)
    assert ada.modal is None


async def test_shortcuts_and_home_bring_what_slack_brings(slack: FakeSlack, ada: Person, listener: Listener) -> None:
    await ada.shortcut("log_time")
    assert (listener.payload["type"], "channel" in listener.payload) == ("shortcut", False)
    written = ada.writes("fix the parser", slack.channels["C0GENERAL"])
    await ada.message_shortcut(written, "log_message")
    assert listener.payload["message"]["text"] == "fix the parser"
    await ada.open_home()
    assert (listener.got[-1]["event"]["type"], listener.got[-1]["event"]["tab"]) == ("app_home_opened", "home")
