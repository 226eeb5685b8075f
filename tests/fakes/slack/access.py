"""Tokens: `auth.*`, `oauth.v2.access`, rotation."""

import base64
from dataclasses import replace

from tests.fakes.slack.faults import Call
from tests.fakes.slack.records import Json, Refusal, Token
from tests.fakes.slack.state import APP_ID, APP_TOKEN, CLIENT_ID, CLIENT_SECRET, FakeSlack
from tests.fakes.slack.web_call import WebCall

TOKEN_LIFE_S = 43_200


def token_of(slack: FakeSlack, call: Call) -> Token:
    if not call.token:
        raise Refusal("not_authed")
    token = slack.tokens.get(call.token)
    if token is None:
        raise Refusal("invalid_auth")
    if token.revoked:
        raise Refusal("token_revoked")
    return token


def test(call: WebCall) -> Json:
    token, team = call.token, call.token.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.slack.users[token.bot_user_id].name,
        "team_id": team.id,
        "user_id": token.bot_user_id,
        "bot_id": token.bot_id,
        "is_enterprise_install": token.org_wide,
        **({"enterprise_id": team.enterprise_id} if team.enterprise_id else {}),
    }


def revoke(call: WebCall) -> Json:
    if not call.flag("test"):
        call.token.revoked = True
    return {"revoked": not call.flag("test")}


def open_connection(slack: FakeSlack, call: Call) -> Json:
    if call.token in slack.tokens:
        raise Refusal("not_allowed_token_type")
    if call.token != APP_TOKEN:
        raise Refusal("invalid_auth" if call.token else "not_authed")
    if slack.socket_url is None:
        raise Refusal("internal_error")
    return {"url": slack.socket_url}


def basic_credentials(encoded: str) -> Json:
    client_id, _, client_secret = base64.b64decode(encoded).decode().partition(":")
    return {"client_id": client_id, "client_secret": client_secret}


def exchange(slack: FakeSlack, args: Json) -> Json:
    """A code, or a refresh token, each good once, for a token."""
    if (args.get("client_id"), args.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
        raise Refusal("bad_client_secret" if args.get("client_id") == CLIENT_ID else "invalid_client_id")
    if args.get("grant_type") == "refresh_token":
        token = slack.refresh_tokens.pop(args.get("refresh_token", ""), None)
        if token is None:
            raise Refusal("invalid_refresh_token")
    else:
        token = slack.oauth_codes.pop(args.get("code", ""), None)
        if token is None:
            raise Refusal("invalid_code")
    number = slack.number()
    token = replace(token, text=f"xoxe.{token.text}-{number}")
    refresh = f"xoxe-1-{number}"
    slack.tokens[token.text] = slack.refresh_tokens[refresh] = token
    return {
        "access_token": token.text,
        "token_type": "bot",
        "scope": ",".join(sorted(token.scopes or ())),
        "bot_user_id": token.bot_user_id,
        "app_id": APP_ID,
        "expires_in": TOKEN_LIFE_S,
        "refresh_token": refresh,
        "team": None if token.org_wide else {"id": token.team.id, "name": token.team.name},
        "enterprise": {"id": token.team.enterprise_id, "name": "Demo Org"} if token.team.enterprise_id else None,
        "is_enterprise_install": token.org_wide,
        "authed_user": {"id": next(user.id for user in slack.users.values() if user.team == token.team)},
    }
