"""What listeners work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from clankerbot_bot.background import Background
from clankerbot_bot.clicks.approvals import ApprovalClicks
from clankerbot_bot.clicks.common import CardActions
from clankerbot_bot.clicks.home import HomeClicks
from clankerbot_bot.clicks.nudges import NudgeClicks
from clankerbot_bot.clicks.posted_summaries import PostedSummaryClicks
from clankerbot_bot.clicks.questions import QuestionClicks
from clankerbot_bot.clicks.receipts import ReceiptClicks
from clankerbot_bot.clicks.reports import ReportClicks
from clankerbot_bot.clicks.schedules import ScheduleClicks
from clankerbot_bot.clicks.waiting import WaitingClicks
from clankerbot_bot.connecting import Connecting
from clankerbot_bot.conversation import Conversation
from clankerbot_bot.follow_form import FollowForm
from clankerbot_bot.following import Following
from clankerbot_bot.forms import Forms
from clankerbot_bot.home import Home
from clankerbot_bot.late_receipts import LateReceipts
from clankerbot_bot.once import SeenEvents
from clankerbot_bot.people import Profiles
from clankerbot_bot.schedule_form import ScheduleForm
from clankerbot_bot.settings_form import SettingsForm
from clankerbot_bot.suggestions import Suggestions
from clankerbot_bot.web_client import SlackConnection
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.schedules.service import Schedules

OnUninstalled = Callable[[str | None, str | None, datetime | None], Awaitable[None]]
"""Told the organisation and the workspace that removed the app, and when; None: Slack does not say."""


@dataclass(frozen=True, slots=True)
class Bot:
    accounts: Accounts
    approvals: ApprovalClicks
    background: Background
    cards: CardActions
    connecting: Connecting
    connection: SlackConnection
    conversation: Conversation
    events: SeenEvents
    follow_form: FollowForm
    following: Following | None
    forms: Forms
    home: Home
    home_clicks: HomeClicks
    nudges: NudgeClicks
    posted_summaries: PostedSummaryClicks
    profiles: Profiles
    questions: QuestionClicks
    receipts: ReceiptClicks
    reports: ReportClicks
    schedule_clicks: ScheduleClicks
    schedule_form: ScheduleForm
    schedules: Schedules
    settings_form: SettingsForm
    suggestions: Suggestions
    late_receipts: LateReceipts
    waiting: WaitingClicks
    on_uninstalled: OnUninstalled
