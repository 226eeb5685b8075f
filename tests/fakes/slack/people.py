"""`users.*` and `conversations.*`."""

from tests.fakes.slack.records import Channel, Json, Refusal, User
from tests.fakes.slack.web_call import WebCall


def user_json(user: User, *, email: bool, locale: bool) -> Json:
    """As `users.info` and the event `user_change` tell it."""
    zone = {"tz": user.timezone, "tz_label": user.timezone, "tz_offset": 3600} if user.timezone else {}
    profile = {"real_name": user.real_name, "display_name": user.name, "team": user.team.id}
    return {
        "id": user.id,
        "team_id": user.team.id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_restricted": False,
        "profile": profile | ({"email": user.email} if email and user.email else {}),
        **zone,
        **({"locale": user.locale} if locale else {}),
    }


def user_info(call: WebCall) -> Json:
    may_see_email = call.token.scopes is None or "users:read.email" in call.token.scopes
    return {"user": user_json(call.user(), email=may_see_email, locale=call.flag("include_locale"))}


def dnd_info(call: WebCall) -> Json:
    """Of somebody else only the daily hours are told, of the caller their own pause too."""
    user = call.user()
    begins, ends = user.dnd or (1, 1)
    return {"dnd_enabled": user.dnd is not None, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}


def lookup_by_email(call: WebCall) -> Json:
    email = call.required("email")
    for user in call.slack.users.values():
        if call.token.reaches(user.team) and user.email == email:
            return {"user": user_json(user, email=True, locale=False)}
    raise Refusal("users_not_found")


def open_conversation(call: WebCall) -> Json:
    if call.args.get("channel"):
        channel = call.channel()
    else:
        users = str(call.required("users")).split(",")
        if len(users) > 1:
            raise Refusal("method_not_supported_for_channel_type")
        channel = call.slack.dm_of(call.slack.user(users[0], call.token), call.token.bot_user_id)
    return {"channel": _conversation(channel) if call.flag("return_im") else {"id": channel.id}}


def conversation_info(call: WebCall) -> Json:
    channel = call.channel()
    if channel.kind != "public" and call.token.bot_user_id not in channel.members:
        raise Refusal("channel_not_found")
    return {"channel": _conversation(channel) | {"is_member": call.token.bot_user_id in channel.members}}


def _conversation(channel: Channel) -> Json:
    named = {} if channel.kind == "im" else {"name": channel.name}
    return named | {
        "id": channel.id,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "context_team_id": channel.team.id,
    }
