"""Tokens, scopes, and installing by OAuth."""

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.stand_in.listener import Listener
from tests.bot.stand_in.samples import CARD, refusal
from tests.fakes.slack import CLIENT_ID, CLIENT_SECRET, DEMO_TEAM, TOKEN, FakeSlack, Person, Team, Token


async def test_a_token_is_asked_for_checked_and_can_be_revoked(slack: FakeSlack, client: AsyncWebClient) -> None:
    told = await client.auth_test()
    assert (told["team_id"], told["user_id"], told["bot_id"]) == ("T0DEMO", "U0CLANK", "B0CLANK")
    assert await refusal(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert await refusal(AsyncWebClient(token="xoxb-other", base_url=slack.api_url).auth_test()) == "invalid_auth"
    await client.auth_revoke()
    assert await refusal(client.auth_test()) == "token_revoked"


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
    assert await refusal(client.oauth_v2_access(**secrets, code="code")) == "invalid_code"
    rotation = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
    renewed = await client.oauth_v2_access(**secrets, **rotation)
    assert renewed["access_token"] != granted["access_token"]
    assert await refusal(client.oauth_v2_access(**secrets, **rotation)) == "invalid_refresh_token"
    wrong = client.oauth_v2_access(client_id=CLIENT_ID, client_secret="wrong", code="code")
    assert await refusal(wrong) == "bad_client_secret"


async def test_an_app_in_a_whole_organisation_is_told_no_team(
    slack: FakeSlack, client: AsyncWebClient, ada: Person, listener: Listener
) -> None:
    here, there = replace(DEMO_TEAM, enterprise_id="E0ORG"), Team("T0OTHER", "Other", "other", "E0ORG")
    slack.tokens[TOKEN].team, slack.tokens[TOKEN].org_wide = there, True
    ada.user.team = slack.channels["C0GENERAL"].team = here
    await client.chat_postMessage(channel="C0GENERAL", text="Logged", blocks=CARD)
    await ada.click(await ada.finds("Logged"), "Undo")
    payload = listener.payload
    assert (payload["team"], payload["enterprise"]["id"], payload["is_enterprise_install"]) == (None, "E0ORG", True)
    await ada.command("log 2h")
    assert (listener.got[-1]["enterprise_id"], listener.got[-1]["is_enterprise_install"]) == ("E0ORG", "true")
