"""Every message and view that the bot can send: pure functions from data and words to Block Kit."""

from clankerbot_bot.blocks.connecting import (
    REGIONS,
    connect_modal,
    connect_prompt,
    connected,
    disconnect_prompt,
    disconnected,
    workspace_modal,
)
from clankerbot_bot.blocks.failures import failure, notice_text, pending, unknown
from clankerbot_bot.blocks.follow_form import FollowDraft, follow_modal
from clankerbot_bot.blocks.forms import EntryDraft, Named, draft_of_action, draft_of_entry, edit_modal, log_modal
from clankerbot_bot.blocks.home import HomeFacts, QuickLog, home
from clankerbot_bot.blocks.modals import error_modal, loading_modal
from clankerbot_bot.blocks.options import client_options, project_options, tag_options, task_options, timezone_options
from clankerbot_bot.blocks.questions import question
from clankerbot_bot.blocks.receipts import receipt
from clankerbot_bot.blocks.reports import entries, help_, projects, schedules, status
from clankerbot_bot.blocks.schedule_form import ScheduleDraft, schedule_modal
from clankerbot_bot.blocks.settings import settings_modal
from clankerbot_bot.blocks.shapes import Block, Element, Message, Options, View
from clankerbot_bot.blocks.sharing import scheduled_copy, scheduled_summary, shared_copy
from clankerbot_bot.blocks.summaries import GROUPS, summary

__all__ = [
    "GROUPS",
    "REGIONS",
    "Block",
    "Element",
    "EntryDraft",
    "FollowDraft",
    "HomeFacts",
    "Message",
    "Named",
    "Options",
    "QuickLog",
    "ScheduleDraft",
    "View",
    "client_options",
    "connect_modal",
    "connect_prompt",
    "connected",
    "disconnect_prompt",
    "disconnected",
    "draft_of_action",
    "draft_of_entry",
    "edit_modal",
    "entries",
    "error_modal",
    "failure",
    "follow_modal",
    "help_",
    "home",
    "loading_modal",
    "log_modal",
    "notice_text",
    "pending",
    "project_options",
    "projects",
    "question",
    "receipt",
    "schedule_modal",
    "scheduled_copy",
    "scheduled_summary",
    "schedules",
    "settings_modal",
    "shared_copy",
    "status",
    "summary",
    "tag_options",
    "task_options",
    "timezone_options",
    "unknown",
    "workspace_modal",
]
