"""Every modal and the Home, as functions of the words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Final

from clankerbot_bot import blocks
from clankerbot_bot.blocks import FollowDraft, HomeFacts, Named, ScheduleDraft, View
from clankerbot_bot.blocks.nudges import stop_modal
from clankerbot_bot.blocks.reject_form import reject_modal
from clankerbot_bot.blocks.share_form import share_modal
from clankerbot_bot.words import Words
from tests.bot.blocks.samples.cards import WAITING_LINE
from tests.bot.blocks.samples.facts import DRAFT, ID, NOW, READY, SETTINGS, at, entry, running

VIEWS: Final[Mapping[str, Callable[[Words], View]]] = {
    "modal_loading": blocks.loading_modal,
    "modal_error": lambda words: blocks.error_modal(
        "Clockify did not answer in time.", "01K0REQUEST", words, code="upstream_timeout"
    ),
    "modal_log": lambda words: blocks.log_modal(DRAFT, words, metadata=ID),
    "modal_edit": lambda words: blocks.edit_modal(entry(), words, metadata=ID),
    "modal_edit_timer": lambda words: blocks.edit_modal(running(), words, metadata=ID),
    "modal_connect": blocks.connect_modal,
    "modal_workspace": lambda words: blocks.workspace_modal(
        "Anna Schmidt", [("w1", "Northwind"), ("w2", "Side project")], words, chosen="w2"
    ),
    "modal_settings": lambda words: blocks.settings_modal(
        SETTINGS, words, default_project=Named("64c777ddd3fcab07cfbb2101", "Apollo")
    ),
    "modal_follow": lambda words: blocks.follow_modal(
        FollowDraft(
            channel="C0DESIGN",
            topics=("entry:new", "project:new"),
            client="Northwind Space",
            project=Named("64c777ddd3fcab07cfbb2101", "Apollo"),
            people=("Ada Berg", "the design team"),
            tag=Named("t1", "review"),
            longer="8 h",
            billable=True,
            quiet_from=time(20),
            quiet_to=time(7),
        ),
        words,
        metadata=ID,
    ),
    "modal_schedule": lambda words: blocks.schedule_modal(
        ScheduleDraft(when="0 17 * * 5", timezone="America/New_York", channel="C0DESIGN", kept="summarize"), words
    ),
    "modal_schedule_empty": lambda words: blocks.schedule_modal(ScheduleDraft(), words),
    "modal_follow_empty": lambda words: blocks.follow_modal(FollowDraft(), words),
    "modal_stop": lambda words: stop_modal(running(), words, now=NOW, metadata=ID),
    "modal_share": lambda words: share_modal(words.share_title, words.share_label, words, metadata=ID),
    "modal_reject": lambda words: reject_modal(words, metadata=ID),
    "home_ready": lambda words: blocks.home(READY, words),
    "home_waiting": lambda words: blocks.home(replace(READY, waiting=(WAITING_LINE,) * 6, as_of=at(25, 14, 5)), words),
    "home_error_waiting": lambda words: blocks.home(
        HomeFacts(state="error", now=NOW, message="Clockify did not answer in time.", waiting=(WAITING_LINE,)), words
    ),
    "home_empty": lambda words: blocks.home(HomeFacts(state="ready", now=NOW, today_s=0, week_s=0), words),
    "home_loading": lambda words: blocks.home(HomeFacts(state="loading", now=NOW), words),
    "home_not_connected": lambda words: blocks.home(HomeFacts(state="not_connected", now=NOW), words),
    "home_error": lambda words: blocks.home(
        HomeFacts(state="error", now=NOW, message="Clockify did not answer in time.", request_id="01K0REQUEST"), words
    ),
}
