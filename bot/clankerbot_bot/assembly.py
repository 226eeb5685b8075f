"""What the Slack app is made of, put together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

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
from clankerbot_bot.copies import Copies
from clankerbot_bot.follow_form import FollowForm
from clankerbot_bot.following import Following
from clankerbot_bot.forms import Forms
from clankerbot_bot.home import Home
from clankerbot_bot.late_receipts import LateReceipts
from clankerbot_bot.listeners.bot import Bot, OnUninstalled
from clankerbot_bot.living import ClientOf, LivingCards
from clankerbot_bot.long_timers import LongTimers
from clankerbot_bot.members import Members
from clankerbot_bot.once import SeenEvents
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.people import Person, Profiles
from clankerbot_bot.reach import Reach
from clankerbot_bot.reminders import Reminders
from clankerbot_bot.rendering import Charts
from clankerbot_bot.requests import Requests
from clankerbot_bot.schedule_form import ScheduleForm
from clankerbot_bot.settings_form import SettingsForm
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.suggestions import Suggestions
from clankerbot_bot.timesheets import Timesheets
from clankerbot_bot.web_client import SlackConnection
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import ActionResult
from clankerbot_engine.audit import Audit
from clankerbot_engine.engine import Engine
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.nudges.service import Nudges
from clankerbot_engine.pending import Pending
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.locks import Locks, OneInstance
from clankerbot_engine.stores.ports import CardStore, FeedStore
from clankerbot_engine.telemetry import Tracing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SlackDeps:
    """`authorize` None: the token of the settings. `outbox` is started and stopped by whoever made it. `client_of`
    reaches a workspace in which nobody has asked for anything. `service.SlackService` fills both in. `sleep` waits
    between tries, and before a person is told that it takes longer. `locks`: of the database that `cards` are in.
    `model_chosen`: by principal, see `Requests`.
    """

    engine: Engine
    accounts: Accounts
    cards: CardStore
    feed: FeedStore
    pending: Pending
    schedules: Schedules
    settings: Settings
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    metrics: Metrics
    locks: Locks
    audit: Audit
    tracing: Tracing | None = None
    nudges: Nudges | None = None
    outbox: Outbox | None = None
    client_of: ClientOf | None = None
    profiles: Profiles | None = None
    authorize: AsyncAuthorize | None = None
    on_uninstalled: OnUninstalled | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    model_chosen: dict[str, bool] = field(default_factory=dict)


def assemble(deps: SlackDeps, connection: SlackConnection, background: Background) -> Bot:
    if deps.outbox is None:
        raise ValueError("no outbox was given")
    shelf = Shelf(deps.cards, read_result=deps.engine.router.read_result, clock=deps.clock, among_instances=deps.locks)
    profiles = deps.profiles or Profiles(monotonic=deps.monotonic)
    members = Members(deps.accounts, profiles)
    alone = isinstance(deps.locks, OneInstance)
    timesheets = Timesheets(deps.engine, clock=deps.clock, monotonic=deps.monotonic, alone=alone)
    with_model = deps.settings.deepseek_api_key is not None
    copies = Copies(shelf, deps.outbox)
    reach = Reach(monotonic=deps.monotonic)
    living = LivingCards(shelf, profiles, deps.accounts, copies, reach, client_of=deps.client_of)
    requests = Requests(
        deps.engine,
        deps.accounts,
        with_model=with_model,
        model_chosen=deps.model_chosen,
        new_request_id=shelf.new_id,
    )

    def written(person: Person, client: AsyncWebClient, results: Sequence[ActionResult]) -> None:
        background.hand_over(home.refresh_if_seen(person, client), name="slack_home")
        for result in results:
            if result.entry is not None and result.entry.end is None:
                background.hand_over(long_timers.note(person, result.entry), name="slack_long_timer")

    conversation = Conversation(
        requests,
        accounts=deps.accounts,
        shelf=shelf,
        profiles=profiles,
        timesheets=timesheets,
        background=background,
        zone=deps.settings.zone,
        charts=Charts(monotonic=deps.monotonic),
        living=living,
        members=members,
        written=written,
        clock=deps.clock,
        monotonic=deps.monotonic,
        sleep=deps.sleep,
    )
    long_timers = LongTimers(deps.nudges, deps.accounts, clock=deps.clock)
    home = Home(conversation, timesheets, deps.accounts, long_timers, deps.pending, clock=deps.clock)
    cards = CardActions(conversation, requests, shelf, timesheets, copies, reach)
    questions = QuestionClicks(conversation, cards)
    receipts = ReceiptClicks(conversation, cards, shelf, copies, deps.audit, clock=deps.clock)
    forms = Forms(conversation, cards, questions, receipts, shelf)
    reports = ReportClicks(conversation, cards)
    schedule_form = ScheduleForm(
        conversation,
        cards,
        forms,
        shelf,
        deps.schedules,
        engine=deps.engine,
        accounts=deps.accounts,
        background=background,
    )
    following = None
    if deps.client_of is not None:
        following = Following(living, home, timesheets, deps.accounts, long_timers, background, deps.client_of)
    reminders = Reminders(deps.schedules)
    suggestions = Suggestions(shelf, deps.accounts, deps.outbox)
    return Bot(
        accounts=deps.accounts,
        approvals=ApprovalClicks(
            conversation, deps.accounts, deps.feed, deps.outbox, forms, deps.audit, clock=deps.clock
        ),
        background=background,
        cards=cards,
        connecting=Connecting(conversation, deps.accounts, members, shelf, forms, home),
        connection=connection,
        conversation=conversation,
        events=SeenEvents(monotonic=deps.monotonic),
        follow_form=FollowForm(
            conversation, cards, forms, shelf, engine=deps.engine, accounts=deps.accounts, background=background
        ),
        following=following,
        forms=forms,
        home=home,
        home_clicks=HomeClicks(conversation, home, forms),
        nudges=NudgeClicks(
            conversation,
            cards,
            forms,
            deps.nudges,
            reminders,
            deps.accounts,
            deps.schedules,
            deps.audit,
            clock=deps.clock,
        ),
        posted_summaries=PostedSummaryClicks(conversation, cards, reports, shelf),
        profiles=profiles,
        questions=questions,
        receipts=receipts,
        reports=reports,
        schedule_clicks=ScheduleClicks(
            conversation, cards, reports, schedule_form, deps.schedules, deps.accounts, deps.audit
        ),
        schedule_form=schedule_form,
        schedules=deps.schedules,
        suggestions=suggestions,
        settings_form=SettingsForm(conversation, deps.accounts, reminders, forms, home),
        late_receipts=LateReceipts(
            deps.engine,
            requests,
            shelf,
            living,
            timesheets,
            home,
            deps.accounts,
            profiles,
            deps.outbox,
            reach,
            client_of=deps.client_of,
            zone=deps.settings.zone,
        ),
        waiting=WaitingClicks(conversation, deps.pending, home),
        on_uninstalled=deps.on_uninstalled or _only_log,
    )


async def _only_log(enterprise_id: str | None, team_id: str | None, at: datetime | None) -> None:
    log.warning("slack_uninstalled", extra={"enterprise_id": enterprise_id, "team_id": team_id})
