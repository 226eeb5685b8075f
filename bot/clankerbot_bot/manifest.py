"""The Slack app's manifest: what to paste at https://api.slack.com/apps, "Create New App", "From a manifest".

Schema: https://github.com/slackapi/manifest-schema, version 2.0.0.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clankerbot_bot.yaml_text import to_yaml
from clankerbot_engine.errors import ValidationFailed

SCOPES = {
    "commands": "the slash command and the shortcuts",
    "chat:write": "replies, receipts and summaries",
    "im:write": "to open a direct message",
    "im:history": "to read what is written to the bot in a direct message",
    "app_mentions:read": "to answer where it is mentioned",
    "users:read": "each person's time zone, language and name",
    "users:read.email": "to suggest which Clockify member a person is",
    "assistant:write": "suggested prompts and the status while it works",
}
"""The bot's scopes, and why it asks for each."""

OPTIONAL_SCOPES = {
    "chat:write.public": "to post summaries to public channels without being invited",
    "files:write": "summaries as a CSV file, and as a picture where there are no charts",
    "dnd:read": "to hold back reminders while a person is not to be disturbed",
    "channels:read": "to say at once that a schedule's channel is archived, or closed to the app",
    "groups:read": "the same for a private channel",
    "channels:history": "after a crash, to see whether a post to a public channel arrived",
    "groups:history": "the same in a private channel",
}
"""Those that a workspace may leave out."""

_EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked", "user_change")


def build_manifest(url: str | None, command: str = "/clank") -> dict[str, Any]:
    """For a service reached at `url` (https); None: by Socket Mode, without an address. Raises `ValidationFailed`."""
    host = "https://socket-mode.invalid" if url is None else url.rstrip("/")
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?", host):
        raise ValidationFailed(
            "Slack calls the service by https: give its address, such as https://clankerbot.example.com", field="url"
        )
    if not re.fullmatch(r"/[a-z0-9_-]{1,31}", command):
        raise ValidationFailed(
            "A slash command is a slash and up to 31 of a-z, 0-9, _ and -, such as /clank", field="command"
        )
    events_url = f"{host}/slack/events"
    manifest = {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Clankerbot",
            "description": "Type what you did, and it is in your Clockify timesheet: right, once, and undoable.",
            "background_color": "#1f2937",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Clankerbot", "always_online": True},
            "slash_commands": [
                {
                    "command": command,
                    "url": events_url,
                    "description": "Log time, run a timer, see what you did",
                    "usage_hint": "log 2h on Apollo yesterday",
                    # People and channels come as ids: a name can change, and two can be alike.
                    "should_escape": True,
                }
            ],
            "shortcuts": [
                {
                    "name": "Log time",
                    "type": "global",
                    "callback_id": "log_time",
                    "description": "Write a time entry",
                },
                {
                    "name": "Log time on this",
                    "type": "message",
                    "callback_id": "log_message",
                    "description": "Write a time entry about this message",
                },
            ],
            # New apps get no `assistant_view` any more.
            "agent_view": {
                "agent_description": "Logs your time in Clockify: tell it what you did, in your own words.",
                "suggested_prompts": [
                    {"title": "Log time", "message": "log 1h on "},
                    {"title": "Start a timer", "message": "start "},
                    {"title": "My week", "message": "summary this week by project"},
                    {"title": "Undo", "message": "undo"},
                ],
            },
        },
        "oauth_config": {
            "redirect_urls": [f"{host}/slack/oauth_redirect"],
            "scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)},
        },
        "settings": {
            "event_subscriptions": {"request_url": events_url, "bot_events": list(_EVENTS)},
            "interactivity": {
                "is_enabled": True,
                "request_url": events_url,
                "message_menu_options_url": events_url,
            },
            "org_deploy_enabled": True,
            "socket_mode_enabled": False,
            # Once on it stays on, and the token of a single workspace, set by hand, would die after 12 hours.
            "token_rotation_enabled": False,
        },
    }
    return manifest if url is not None else _by_socket_mode(manifest)


def _by_socket_mode(manifest: dict[str, Any]) -> dict[str, Any]:
    """Slack is called, and calls nobody."""
    for slash_command in manifest["features"]["slash_commands"]:
        del slash_command["url"]
    del manifest["oauth_config"]["redirect_urls"]
    settings = manifest["settings"]
    del settings["event_subscriptions"]["request_url"]
    del settings["interactivity"]["request_url"], settings["interactivity"]["message_menu_options_url"]
    settings["socket_mode_enabled"] = True
    settings["org_deploy_enabled"] = False
    return manifest


def render_manifest(url: str | None, command: str = "/clank") -> str:
    """As YAML, with a reason beside each scope."""
    reasons = {**SCOPES, **OPTIONAL_SCOPES}
    return "".join(_with_reasons(to_yaml(build_manifest(url, command)), reasons))


def _with_reasons(yaml: str, reasons: Mapping[str, str]) -> Iterator[str]:
    for line in yaml.splitlines():
        reason = reasons.get(line.strip().removeprefix("- ").strip('"'))
        yield f"{line}  # {reason}\n" if reason else f"{line}\n"
