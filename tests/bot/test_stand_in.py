"""The stand-in for Slack refuses what Slack refuses, in Slack's words, through Slack's own client."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.clocks import FakeClock
from tests.fakes.slack import (
    CLIENT_ID,
    CLIENT_SECRET,
    DEMO_TEAM,
    TOKEN,
    FakeSlack,
    Person,
    Team,
    Token,
    front_door,
    person,
    running_slack,
)
from tests.fakes.slack.payloads import escaped

Blocks = list[dict[str, Any]]

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Logged *2h*"}}
UNDO = {"type": "button", "action_id": "clank:undo", "text": {"type": "plain_text", "text": "Undo"}, "value": "card"}
CARD: Blocks = [SECTION, {"type": "actions", "block_id": "buttons", "elements": [UNDO]}]


def modal(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    title, submit = {"type": "plain_text", "text": "Log time"}, {"type": "plain_text", "text": "Save"}
    return {"type": "modal", "title": title, "submit": submit, "blocks": list(blocks or (SECTION,)), **fields}


def text_input(label: str, **fields: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": label.lower(), **fields}
    return {"type": "input", "block_id": f"block-{label.lower()}", "label": _plain(label), "element": element}


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


class Listener:
    """An app that keeps what it got, and answers what the test says."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer: Response = Response()

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self._hear, methods=["POST"])])

    async def _hear(self, request: Request) -> Response:
        if request.headers["content-type"] == "application/json":
            self.got.append(await request.json())
        else:
            self.got.append(dict(parse_qsl((await request.body()).decode(), keep_blank_values=True)))
        return self.answer


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def slack(clock: FakeClock) -> AsyncIterator[FakeSlack]:
    async with running_slack(clock) as running:
        yield running


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token=TOKEN, base_url=slack.api_url, session=session)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def ada(slack: FakeSlack, listener: Listener) -> AsyncIterator[Person]:
    async with front_door(slack, listener.app) as door:
        yield person(slack, door, "ada")


def _expect_violation(slack: FakeSlack, *words: str) -> None:
    assert len(slack.violations) == 1
    assert all(word in slack.violations[0] for word in words), slack.violations
    slack.violations.clear()


async def _refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


# tokens


async def test_a_token_is_asked_for_checked_and_can_be_revoked(slack: FakeSlack, client: AsyncWebClient) -> None:
    told = await client.auth_test()
    assert (told["team_id"], told["user_id"], told["bot_id"]) == ("T0DEMO", "U0CLANK", "B0CLANK")
    assert await _refusal(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert await _refusal(AsyncWebClient(token="xoxb-other", base_url=slack.api_url).auth_test()) == "invalid_auth"
    await client.auth_revoke()
    assert await _refusal(client.auth_test()) == "token_revoked"


async def test_a_scope_that_the_token_lacks_is_named(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.tokens[TOKEN].scopes = frozenset({"commands"})
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0GENERAL", text="hello")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk uses what aiohttp drops
async def test_a_code_and_a_refresh_token_are_each_good_once(slack: FakeSlack, client: AsyncWebClient) -> None:
    team = slack.tokens[TOKEN].team
    slack.oauth_codes["code"] = Token("xoxb-new", team, "U0CLANK", "B0CLANK", frozenset({"commands"}))
    secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    granted = await client.oauth_v2_access(**secrets, code="code")
    assert (granted["team"]["id"], granted["scope"], granted["expires_in"]) == (team.id, "commands", 43_200)
    assert await _refusal(client.oauth_v2_access(**secrets, code="code")) == "invalid_code"
    rotation = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
    renewed = await client.oauth_v2_access(**secrets, **rotation)
    assert renewed["access_token"] != granted["access_token"]
    assert await _refusal(client.oauth_v2_access(**secrets, **rotation)) == "invalid_refresh_token"
    wrong = client.oauth_v2_access(client_id=CLIENT_ID, client_secret="wrong", code="code")
    assert await _refusal(wrong) == "bad_client_secret"


async def test_an_app_in_a_whole_organisation_is_told_no_team(
    slack: FakeSlack, client: AsyncWebClient, ada: Person, listener: Listener
) -> None:
    here, there = replace(DEMO_TEAM, enterprise_id="E0ORG"), Team("T0OTHER", "Other", "other", "E0ORG")
    slack.tokens[TOKEN].team, slack.tokens[TOKEN].org_wide = there, True
    ada.user.team = slack.channels["C0GENERAL"].team = here
    await client.chat_postMessage(channel="C0GENERAL", text="Logged", blocks=CARD)
    await ada.click(await ada.finds("Logged"), "Undo")
    payload = _payload(listener)
    assert (payload["team"], payload["enterprise"]["id"], payload["is_enterprise_install"]) == (None, "E0ORG", True)
    await ada.command("log 2h")
    assert (listener.got[-1]["enterprise_id"], listener.got[-1]["is_enterprise_install"]) == ("E0ORG", "true")


# messages


async def test_a_message_is_posted_changed_and_deleted_by_channel_and_ts(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postMessage(channel="C0GENERAL", text="Logged 2h", blocks=CARD)
    assert ada.sees() == ["Logged *2h*\nUndo"]
    changed = await client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Undone")
    assert changed["ts"] == posted["ts"]
    assert ada.sees() == ["Undone"]  # the blocks went, since none were sent
    link = await client.chat_getPermalink(channel="C0GENERAL", message_ts=posted["ts"])
    assert link["permalink"] == f"https://demo-studio.slack.com/archives/C0GENERAL/p{posted['ts'].replace('.', '')}"
    await client.chat_delete(channel="C0GENERAL", ts=posted["ts"])
    assert ada.sees() == []
    assert await _refusal(client.chat_delete(channel="C0GENERAL", ts=posted["ts"])) == "message_not_found"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0RANDOM", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("C0NOWHERE", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
    ],
)
async def test_the_bot_writes_only_where_it_may(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await _refusal(client.chat_postMessage(channel=channel, text="hello")) == error


async def test_a_message_to_a_person_goes_to_their_conversation_with_the_app(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postMessage(channel="U0ADA", text="hello")
    opened = await client.conversations_open(users="U0ADA")
    assert posted["channel"] == opened["channel"]["id"] == ada.dm_channel.id
    assert (await client.conversations_info(channel="C0GENERAL"))["channel"]["is_member"] is True


async def test_only_the_person_sees_an_ephemeral_message_and_no_method_changes_it(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="only you")
    assert ada.sees() == ["only you"]
    assert person(slack, ada.door, "ben").sees() == []
    changing = client.chat_update(channel="C0GENERAL", ts=posted["message_ts"], text="x")
    assert await _refusal(changing) == "message_not_found"
    elsewhere = client.chat_postEphemeral(channel="C0PRIVATE", user="U0DMITRI", text="x")
    assert await _refusal(elsewhere) == "user_not_in_channel"


async def test_what_another_wrote_is_not_the_bots_to_change(
    client: AsyncWebClient, slack: FakeSlack, ada: Person
) -> None:
    mine = ada.writes("mine", slack.channels["C0GENERAL"])
    assert await _refusal(client.chat_update(channel="C0GENERAL", ts=mine.ts, text="x")) == "cant_update_message"
    assert await _refusal(client.chat_delete(channel="C0GENERAL", ts=mine.ts)) == "cant_delete_message"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "actions", "elements": [UNDO, UNDO]}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "alert", "text": _plain("!")}]}, "invalid_blocks"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ],
)
async def test_a_malformed_message_is_refused_and_fails_the_test(
    slack: FakeSlack, client: AsyncWebClient, content: dict[str, Any], error: str
) -> None:
    assert await _refusal(client.api_call("chat.postMessage", json={"channel": "C0GENERAL", **content})) == error
    _expect_violation(slack, error)


async def test_an_update_takes_less_text_than_a_post(slack: FakeSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0GENERAL", text="a" * 4001)
    assert await _refusal(client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="a" * 4001)) == "msg_too_long"
    _expect_violation(slack, "msg_too_long")


@pytest.mark.parametrize("text", ["<!channel> hello", "hello <!subteam^S012>"])
async def test_a_message_that_pings_everyone_fails_the_test(
    slack: FakeSlack, client: AsyncWebClient, text: str
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text=text)
    _expect_violation(slack, "pings everyone")


async def test_a_message_without_a_text_for_screen_readers_fails_the_test(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    await client.api_call("chat.postMessage", json={"channel": "C0GENERAL", "blocks": CARD})
    _expect_violation(slack, "no top-level text")


async def test_a_method_that_does_not_exist_fails_the_test(slack: FakeSlack, client: AsyncWebClient) -> None:
    assert await _refusal(client.api_call("chat.shout")) == "unknown_method"
    _expect_violation(slack, "chat.shout")


# what goes wrong on purpose


async def test_a_scripted_failure_happens_as_often_as_it_was_asked_for(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.faults.fail("chat.postMessage", "is_archived", channel="C0GENERAL")
    await client.chat_postMessage(channel="C0PRIVATE", text="elsewhere")
    assert await _refusal(client.chat_postMessage(channel="C0GENERAL", text="x")) == "is_archived"
    await client.chat_postMessage(channel="C0GENERAL", text="x")


async def test_a_rate_limit_says_when_to_come_back(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.faults.fail("users.info", status=429, retry_after_s=7)
    with pytest.raises(SlackApiError) as refused:
        await client.users_info(user="U0ADA")
    response = refused.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "7")


async def test_a_lost_answer_leaves_what_was_done(slack: FakeSlack, client: AsyncWebClient, ada: Person) -> None:
    slack.faults.fail("chat.postMessage", status=503, after=True)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C0GENERAL", text="hello")
    assert ada.sees() == ["hello"]


async def test_a_stalled_call_waits_until_it_is_released(slack: FakeSlack, client: AsyncWebClient) -> None:
    held = slack.faults.stall("auth.test")
    call = asyncio.ensure_future(client.auth_test())
    await held.reached.wait()
    assert not call.done()
    held.release()
    assert (await call)["ok"]


# modals and Home


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: FakeSlack, client: AsyncWebClient, clock: FakeClock, ada: Person
) -> None:
    trigger_id = slack.new_trigger(ada.user)
    opened = await client.views_open(trigger_id=trigger_id, view=modal())
    assert ada.modal is not None
    assert opened["view"]["id"] == ada.modal.id
    assert await _refusal(client.views_open(trigger_id=trigger_id, view=modal())) == "exchanged_trigger_id"
    late = slack.new_trigger(ada.user)
    clock.go_on(seconds=3.5)
    assert await _refusal(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await _refusal(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_view_is_updated_only_by_who_knows_its_state(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    opened = await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal())
    view_id, first = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, hash=first, view=modal())
    assert await _refusal(client.views_update(view_id=view_id, hash=first, view=modal())) == "hash_conflict"
    await ada.close(await ada.finds_modal("Log time"))
    assert await _refusal(client.views_update(view_id=view_id, view=modal())) == "not_found"


async def test_what_is_typed_stays_while_the_ids_of_the_input_do(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal(text_input("What"), text_input("Why")))
    view = await ada.finds_modal("Log time")
    await ada.fill(view, {"What": "review", "Why": "late"})
    renamed = text_input("Why") | {"block_id": "another"}
    await client.views_update(view_id=view.id, view=modal(text_input("What"), renamed))
    assert view.values["block-what"]["what"]["value"] == "review"
    assert view.values["another"]["why"]["value"] is None


async def test_three_modals_are_stacked_and_no_more(slack: FakeSlack, client: AsyncWebClient, ada: Person) -> None:
    opened = await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal())
    await client.views_push(trigger_id=slack.new_trigger(ada.user, ada.modal), view=modal())
    pushed = await client.views_push(trigger_id=slack.new_trigger(ada.user, ada.modal), view=modal())
    assert pushed["view"]["root_view_id"] == opened["view"]["id"]
    one_more = client.views_push(trigger_id=slack.new_trigger(ada.user, ada.modal), view=modal())
    assert await _refusal(one_more) == "push_limit_reached"


@pytest.mark.parametrize(
    "view",
    [
        modal() | {"title": _plain("a title of more than 24 characters")},
        modal() | {"blocks": []},
        modal() | {"private_metadata": "x" * 3001},
        {name: value for name, value in modal(text_input("What")).items() if name != "submit"},
        {"type": "home", "blocks": [SECTION]},
    ],
)
async def test_a_malformed_modal_is_refused(
    slack: FakeSlack, client: AsyncWebClient, ada: Person, view: dict[str, Any]
) -> None:
    call = client.views_open(trigger_id=slack.new_trigger(ada.user), view=view)
    assert await _refusal(call) == "invalid_arguments"
    _expect_violation(slack, "invalid_arguments")


async def test_each_person_has_a_home_of_their_own(slack: FakeSlack, client: AsyncWebClient, ada: Person) -> None:
    published = await client.views_publish(user_id="U0ADA", view={"type": "home", "blocks": [SECTION]})
    assert (await ada.finds_home("Logged")).id == published["view"]["id"]
    assert person(slack, ada.door, "ben").home is None
    stale = client.views_publish(user_id="U0ADA", hash="1.old", view={"type": "home", "blocks": [SECTION]})
    assert await _refusal(stale) == "hash_conflict"
    nobody = client.views_publish(user_id="U0NOBODY", view={"type": "home", "blocks": [SECTION]})
    assert await _refusal(nobody) == "user_not_found"


# response URLs


async def test_a_response_url_answers_five_times_within_half_an_hour(
    slack: FakeSlack, clock: FakeClock, ada: Person
) -> None:
    hook = AsyncWebhookClient(slack.new_response_url("commands", ada.user, slack.channels["C0RANDOM"]))
    for number in range(5):
        assert (await hook.send(text=f"number {number}")).status_code == 200
    spent = await hook.send(text="one more")
    assert (spent.status_code, spent.body) == (404, "used_url")
    assert ada.sees() == [f"number {number}" for number in range(5)]  # where the bot was never invited
    late = AsyncWebhookClient(slack.new_response_url("commands", ada.user, slack.channels["C0RANDOM"]))
    clock.go_on(minutes=31)
    expired = await late.send(text="late")
    assert (expired.status_code, expired.body) == (404, "expired_url")


async def test_a_response_url_changes_and_deletes_the_ephemeral_message_that_was_clicked(
    slack: FakeSlack, ada: Person, listener: Listener, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="Logged", blocks=CARD)
    await ada.click(await ada.finds("Logged"), "Undo")
    payload = _payload(listener)
    assert "message" not in payload
    hook = AsyncWebhookClient(payload["response_url"])
    await hook.send(text="Undone", replace_original=True)
    assert ada.sees() == ["Undone"]
    await hook.send(text="Shared", response_type="in_channel")
    assert person(slack, ada.door, "ben").sees() == ["Shared"]
    await hook.send(delete_original=True)
    assert ada.sees() == ["Shared"]


async def test_a_response_url_without_a_message_of_its_own_posts_a_new_one(
    slack: FakeSlack, ada: Person, listener: Listener
) -> None:
    await ada.command("log 2h")
    hook = AsyncWebhookClient(listener.got[0]["response_url"])
    await hook.send(text="one", replace_original=True)
    await hook.send(text="two", replace_original=True)
    assert ada.sees() == ["one", "two"]


# what Slack sends


def _payload(listener: Listener) -> dict[str, Any]:
    return dict(json.loads(listener.got[-1]["payload"]))


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
    payload = _payload(listener)
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
        {"type": "input", "block_id": "d", "label": _plain("Day"), "element": day},
        {"type": "input", "block_id": "p", "label": _plain("Project"), "element": project, "optional": True},
    ]
    await client.views_open(trigger_id=slack.new_trigger(ada.user), view=modal(*blocks, callback_id="clank:log"))
    view = await ada.finds_modal("What")
    with pytest.raises(AssertionError, match="'What' is empty"):
        await ada.submit(view)

    apollo = {"text": _plain("Apollo"), "value": "p1"}
    listener.answer = JSONResponse({"options": [apollo]})
    await ada.fill(view, {"Project": "Apollo"})
    asked = _payload(listener)
    assert (asked["type"], asked["action_id"], asked["value"]) == ("block_suggestion", "project", "Apollo")

    listener.answer = JSONResponse({"response_action": "errors", "errors": {"d": "Locked"}})
    await ada.submit(view, {"What": "review"})
    values = _payload(listener)["view"]["state"]["values"]
    assert values["block-what"]["what"]["value"] == "review"
    assert values["d"]["day"]["selected_date"] == "2026-11-24"
    assert values["p"]["project"]["selected_option"] == apollo
    assert view.errors == {"d": "Locked"}
    assert ada.modal is view

    listener.answer = JSONResponse({"response_action": "push", "view": modal(title=_plain("Sure?"))})
    await ada.submit(view)
    assert (await ada.finds_modal("Sure?")).previous_view_id == view.id
    listener.answer = Response()
    await ada.submit(await ada.finds_modal("Sure?"))
    await ada.submit(view)
    assert ada.modal is None


async def test_shortcuts_and_home_bring_what_slack_brings(slack: FakeSlack, ada: Person, listener: Listener) -> None:
    await ada.shortcut("log_time")
    assert (_payload(listener)["type"], "channel" in _payload(listener)) == ("shortcut", False)
    written = ada.writes("fix the parser", slack.channels["C0GENERAL"])
    await ada.message_shortcut(written, "log_message")
    assert _payload(listener)["message"]["text"] == "fix the parser"
    await ada.open_home()
    assert (listener.got[-1]["event"]["type"], listener.got[-1]["event"]["tab"]) == ("app_home_opened", "home")


async def test_a_file_is_uploaded_and_shared(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel="C0GENERAL", content="a,b\n1,2\n", filename="week.csv", title="Week")
    upload = next(iter(slack.uploads.values()))
    assert (upload.content, upload.channels, upload.title) == (b"a,b\n1,2\n", ["C0GENERAL"], "Week")


async def test_a_person_is_told_with_zone_and_language(slack: FakeSlack, client: AsyncWebClient) -> None:
    chiara = (await client.users_info(user="U0CHIARA", include_locale=True))["user"]
    assert (chiara["tz"], chiara["locale"], chiara["profile"]["email"]) == (
        "Europe/Berlin",
        "de-DE",
        "chiara@demo-studio.example",
    )
    slack.users["U0CHIARA"].timezone = None
    assert "tz" not in (await client.users_info(user="U0CHIARA"))["user"]
    found = await client.users_lookupByEmail(email="ben@demo-studio.example")
    assert found["user"]["id"] == "U0BEN"
    assert await _refusal(client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_the_assistant_says_that_it_works_and_how_to_begin(
    slack: FakeSlack, client: AsyncWebClient, ada: Person
) -> None:
    dm = ada.dm_channel.id
    await client.assistant_threads_setStatus(channel_id=dm, thread_ts="1.2", status="is thinking...")
    prompts = [{"title": "Log", "message": "log 1h on "}]
    await client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts)
    assert slack.statuses == [(dm, "1.2", "is thinking...")]
    assert slack.prompts == {dm: prompts}
