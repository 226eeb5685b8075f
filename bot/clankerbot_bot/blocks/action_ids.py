"""The ids by which clicks and submissions find their listener.

A button's `value` is a card's id, or `card_id|index` for one of its rows, answers or suggestions. It grants nothing:
whoever handles a click looks the card up and checks its owner.
"""

from typing import Final

PREFIX: Final = "clank:"

# Receipts.
UNDO: Final = "clank:undo"
EDIT: Final = "clank:edit"
DELETE: Final = "clank:delete"
CONTINUE: Final = "clank:continue"
STOP: Final = "clank:stop"
SHARE: Final = "clank:share"
AGAIN: Final = "clank:again"
"""Do once more what was undone."""
ROW: Final = "clank:row"
"""The menu of one row; its options' values are `operation|card_id|index`, the operation one of those below."""
ROW_UNDO: Final = "undo"
ROW_EDIT: Final = "edit"
ROW_CONTINUE: Final = "continue"
ROW_STOP: Final = "stop"
ROW_REPEAT: Final = "repeat"
ENTRY: Final = "clank:entry"
"""The menu of one entry of a list: `edit|card_id|index` and `repeat|card_id|index`, of the result's entries."""

# Questions.
ANSWER: Final = "clank:answer"
"""A button; several stand in one block, so its id goes on: `clank:answer:0`, ... The value is `card_id|index`."""
CHOOSE: Final = "clank:choose"
"""A select; the option's value is `card_id|index`."""
PICK_DATE: Final = "clank:pick_date"
"""A date picker; the card's id is its block id, `clank:picker|card_id`."""
PICKER_BLOCK: Final = "clank:picker"
CREATE_PROJECT: Final = "clank:create_project"
FILL_IN: Final = "clank:fill_in"
"""Opens the form, filled in with what is known."""
CANCEL: Final = "clank:cancel"

# What was not understood, and what failed.
SUGGESTION: Final = "clank:suggestion"
"""Goes on as `clank:suggestion:0`, ...; the value is `card_id|index`."""
RETRY: Final = "clank:retry"
KEEP: Final = "clank:keep"
"""Of what failed as Clockify does not answer: have it carried out later."""
DISCARD: Final = "clank:discard"
"""Of what is kept for later."""
HELP: Final = "clank:help"
LOG_FORM: Final = "clank:log_form"
"""Opens the empty form."""

# Summaries and lists.
GROUP_BY: Final = "clank:group_by"
EARLIER: Final = "clank:earlier"
LATER: Final = "clank:later"
CSV: Final = "clank:csv"
PICTURE: Final = "clank:picture"
POSTED_EARLIER: Final = "clank:posted_earlier"
"""These stand on what a schedule posted: anybody may click there, and is answered alone."""
POSTED_LATER: Final = "clank:posted_later"
POSTED_CSV: Final = "clank:posted_csv"
REFRESH: Final = "clank:refresh"

# Requests that somebody decides: the value is the id of a subscription and the key of what it told of.
APPROVE: Final = "clank:approve"
REJECT: Final = "clank:reject"

# Following what happens in Clockify.
FOLLOW: Final = "clank:follow"
"""Opens the form; the value is the id of a card that asks what to follow, or `home`."""

FOLLOW_STOP: Final = "clank:follow_stop"
"""Of a list; the index is that of a subscription."""

# Schedules.
SCHEDULE: Final = "clank:schedule"
"""The menu of one of a list; its options' values are `operation|card_id|index`, the operation one of those below."""
SCHEDULE_ON: Final = "on"
SCHEDULE_OFF: Final = "off"
SCHEDULE_RUN: Final = "run"
SCHEDULE_EDIT: Final = "edit"
SCHEDULE_DELETE: Final = "delete"
NEW_SCHEDULE: Final = "clank:new_schedule"
"""Opens the form; the value is the id of the list that it stands in."""

# Nudges: the value is the nudge's id.
NUDGE: Final = "clank:nudge"
"""The menu: `snooze|nudge_id|minutes`, `stop|nudge_id` (for today), `off|nudge_id`."""
NUDGE_FILL: Final = "clank:nudge_fill"
"""Goes on as `clank:nudge_fill:0`, ...; the index is that of a gap."""
NUDGE_STOP: Final = "clank:nudge_stop"
"""Goes on as well; the index says when."""
NUDGE_STOP_AT: Final = "clank:nudge_stop_at"
"""Opens a form."""
REMIND_THEM: Final = "clank:remind_them"
"""The value is a period: `2026-11-16|2026-11-22`."""

# Connecting.
CONNECT: Final = "clank:connect"
"""Opens the form for the key."""
CONFIRM_MEMBER: Final = "clank:confirm_member"
DISCONNECT: Final = "clank:disconnect"
"""On App Home, which asks first by itself."""
CONFIRM_DISCONNECT: Final = "clank:confirm_disconnect"
OPEN_LINK: Final = "clank:open_link"
"""A link button: still sends a payload, which only needs its ack. Goes on with what it opens."""

# App Home: the value of these is an entry's id, or the index of a quick-log text.
HOME_LOG: Final = "clank:home_log"
HOME_START: Final = "clank:home_start"
HOME_STOP: Final = "clank:home_stop"
HOME_QUICK: Final = "clank:home_quick"
"""Goes on as `clank:home_quick:0`, ..."""
HOME_ENTRY: Final = "clank:home_entry"
"""The menu of one entry; its options' values are `edit|entry_id` and `repeat|entry_id`."""
HOME_DISCARD: Final = "clank:home_discard"
"""Of what is kept until Clockify answers again; the value is its id."""
HOME_SETTINGS: Final = "clank:home_settings"
HOME_REFRESH: Final = "clank:home_refresh"

# Shortcuts, as the manifest names them.
SHORTCUT_LOG: Final = "log_time"
SHORTCUT_LOG_MESSAGE: Final = "log_message"

# Views.
LOADING_VIEW: Final = "clank:loading_view"
LOG_VIEW: Final = "clank:log_view"
EDIT_VIEW: Final = "clank:edit_view"
CONNECT_VIEW: Final = "clank:connect_view"
WORKSPACE_VIEW: Final = "clank:workspace_view"
SETTINGS_VIEW: Final = "clank:settings_view"
FOLLOW_VIEW: Final = "clank:follow_view"
SCHEDULE_VIEW: Final = "clank:schedule_view"
NUDGE_STOP_VIEW: Final = "clank:nudge_stop_view"
ERROR_VIEW: Final = "clank:error_view"
HOME_VIEW: Final = "clank:home_view"

# Inputs: `view.state.values[block][INPUT]`. The blocks are those that `response_action: errors` may name.
INPUT: Final = "clank:input"
PROJECT: Final = "clank:project"
"""The action id of the project's select; its options are loaded as the person types."""
TASK: Final = "clank:task"
TAGS: Final = "clank:tags"
TAG: Final = "clank:tag"
CLIENT: Final = "clank:client"
TIMEZONE: Final = "clank:timezone"
DEFAULT_PROJECT: Final = "clank:default_project"

PROJECT_BLOCK: Final = "project"
TASK_BLOCK: Final = "task"
TAGS_BLOCK: Final = "tags"
DATE_BLOCK: Final = "date"
START_BLOCK: Final = "start"
END_BLOCK: Final = "end"
DURATION_BLOCK: Final = "duration"
DESCRIPTION_BLOCK: Final = "description"
BILLABLE_BLOCK: Final = "billable"
KEY_BLOCK: Final = "api_key"
REGION_BLOCK: Final = "region"
WORKSPACE_BLOCK: Final = "workspace"
TIMEZONE_BLOCK: Final = "timezone"
LANGUAGE_BLOCK: Final = "language"
DATE_ORDER_BLOCK: Final = "date_order"
DAY_START_BLOCK: Final = "day_start"
DAY_END_BLOCK: Final = "day_end"
DEFAULT_PROJECT_BLOCK: Final = "default_project"
TARGET_BLOCK: Final = "daily_target"
REMIND_BLOCK: Final = "remind_at"
GITHUB_BLOCK: Final = "github"
TIMER_BLOCK: Final = "timer_hours"
OTHERS_BLOCK: Final = "by_others"
CHANNEL_BLOCK: Final = "channel"
WHEN_BLOCK: Final = "when"
WHAT_BLOCK: Final = "what"
EVENTS_BLOCK: Final = "events"
PEOPLE_BLOCK: Final = "people"
TAG_BLOCK: Final = "tag"
LONGER_BLOCK: Final = "longer"
SHORTER_BLOCK: Final = "shorter"
CLIENT_BLOCK: Final = "client"
QUIET_FROM_BLOCK: Final = "quiet_from"
QUIET_TO_BLOCK: Final = "quiet_to"


def value_of(card_id: str, index: int | None = None) -> str:
    return card_id if index is None else f"{card_id}|{index}"


def read_value(value: str) -> tuple[str, int | None]:
    """The card's id and the index, if there is one. Anything may come in: what is no index is none."""
    card_id, _, index = value.partition("|")
    return card_id, int(index) if index.isascii() and index.isdigit() and len(index) <= 4 else None


def numbered(action_id: str, index: int) -> str:
    """Action ids are unique within a block; a listener matches by the beginning."""
    return f"{action_id}:{index}"


def read_row_value(value: str) -> tuple[str, str, int | None]:
    """Operation, card id, index."""
    operation, _, rest = value.partition("|")
    return operation, *read_value(rest)
