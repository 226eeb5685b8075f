"""Every message, as a function of the words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from clankerbot_bot import blocks
from clankerbot_bot.blocks import Message
from clankerbot_bot.blocks.feed import feed
from clankerbot_bot.blocks.nudges import nudge
from clankerbot_bot.blocks.waiting import late, waiting
from clankerbot_bot.cards import (
    DisconnectAsked,
    Question,
    Receipt,
)
from clankerbot_bot.words import Words
from clankerbot_engine.actions import (
    Budgets,
    ListSchedules,
    MissingHours,
)
from clankerbot_engine.nudges.about import About, Findings
from tests.bot.blocks.samples.cards import (
    AWAY,
    FAILED_AS_LOCKED,
    FAILURE,
    FOLLOW_WHAT,
    HOW_LONG,
    KEY_GONE,
    MANY_CHOICES,
    MEMBER,
    NO_MEMBER,
    OLD_STATUS,
    POSTED,
    RECEIPTS,
    SUBSCRIBED,
    TOO_LONG,
    TYPO,
    UNKNOWN,
    WAITING,
    WHICH_CHANNEL,
    WHICH_DAY,
    receipt,
)
from tests.bot.blocks.samples.facts import (
    BUDGETS,
    FEED,
    FOLLOWED,
    ID,
    MISSING_LAST_WEEK,
    MISSING_TODAY,
    NOTHING_FOUND,
    NOW,
    OWNER,
    REQUESTS,
    SCHEDULE,
    SUBSCRIPTION,
    at,
    result,
    running,
)

Build = Callable[[Words], Message]


def _of_receipt(card: Receipt) -> Build:
    return lambda words: blocks.receipt(card, words)


def _of_question(card: Question) -> Build:
    return lambda words: blocks.question(card, words)


def _nudge(
    about: About, found: Findings = NOTHING_FOUND, *, person: str | None = None, can_be_off: bool = True
) -> Build:
    return lambda words: nudge(ID, about, found, words, now=NOW, person=person, can_be_off=can_be_off)


MESSAGES: Final[Mapping[str, Build]] = {
    **{name: _of_receipt(card) for name, card in RECEIPTS.items()},
    "summary_with_chart": lambda words: blocks.receipt(RECEIPTS["summary_by_project"], words, chart=True),
    "shared": lambda words: blocks.shared_copy(RECEIPTS["receipt_logged"], "U1", words),
    "scheduled_summary": lambda words: blocks.scheduled_summary(POSTED, "U1", words),
    "scheduled_summary_with_chart": lambda words: blocks.scheduled_summary(POSTED, "U1", words, chart=True),
    "scheduled_summary_with_picture": lambda words: blocks.scheduled_summary(POSTED, "U1", words, picture="F012345"),
    "scheduled_entry": lambda words: blocks.scheduled_copy(RECEIPTS["receipt_logged"], "U1", words),
    "summary_with_table": lambda words: blocks.receipt(RECEIPTS["summary_of_many"], words, chart=True),
    "shared_summary": lambda words: blocks.shared_copy(RECEIPTS["summary_by_project"], "U1", words),
    "question_typo": _of_question(TYPO),
    "question_many_choices": _of_question(MANY_CHOICES),
    "question_how_long": _of_question(HOW_LONG),
    "question_too_long": _of_question(TOO_LONG),
    "question_which_channel": _of_question(WHICH_CHANNEL),
    "question_which_day": _of_question(WHICH_DAY),
    "failure_timeout": lambda words: blocks.failure(FAILURE, words),
    "failure_may_be_kept": lambda words: blocks.failure(AWAY, words),
    "waiting": lambda words: waiting(WAITING, words),
    "waiting_discarded": lambda words: waiting(replace(WAITING, ended="discarded"), words),
    "waiting_done": lambda words: waiting(replace(WAITING, ended="done"), words),
    "status_as_of": lambda words: blocks.receipt(OLD_STATUS, words),
    "late_receipt": lambda words: late(blocks.receipt(RECEIPTS["receipt_logged"], words), at(24, 14, 5), words),
    "failure_locked": lambda words: blocks.failure(FAILED_AS_LOCKED, words),
    "failure_key": lambda words: blocks.failure(KEY_GONE, words),
    "failure_follow_what": lambda words: blocks.failure(FOLLOW_WHAT, words),
    "not_understood": lambda words: blocks.unknown(UNKNOWN, words),
    "connect": lambda words: blocks.connect_prompt(NO_MEMBER, words),
    "connect_member": lambda words: blocks.connect_prompt(MEMBER, words),
    "connected": lambda words: blocks.connected("Anna Schmidt", "Northwind", words),
    "disconnect": lambda words: blocks.disconnect_prompt(DisconnectAsked(id=ID, owner=OWNER), words),
    "disconnected": blocks.disconnected,
    "subscribed": _of_receipt(SUBSCRIBED),
    "subscriptions": _of_receipt(
        receipt(
            result(
                ListSchedules(),
                details={
                    "schedules": [],
                    "subscriptions": [
                        FOLLOWED,
                        {**SUBSCRIPTION, "unheard": {"NEW_PROJECT": "off", "NEW_TAG": "missing"}},
                    ],
                },
            )
        )
    ),
    "schedules_and_subscriptions": _of_receipt(
        receipt(result(ListSchedules(), details={"schedules": [SCHEDULE] * 50, "subscriptions": [SUBSCRIPTION] * 50}))
    ),
    "missing_hours": _of_receipt(
        receipt(
            result(
                MissingHours(),
                details={
                    "from": "2026-11-16",
                    "to": "2026-11-22",
                    "missing": [
                        {"name": name, "expected_s": 144_000, "logged_s": logged_s, "missing_s": 144_000 - logged_s}
                        for name, logged_s in (("Ben Okafor", 122_400), ("Dmitri Novák", 0))
                    ],
                },
            )
        )
    ),
    "budgets": _of_receipt(receipt(result(Budgets(), details={"budgets": BUDGETS}))),
    "budgets_none": _of_receipt(receipt(result(Budgets(), details={"budgets": []}))),
    "budgets_many": _of_receipt(receipt(result(Budgets(), details={"budgets": BUDGETS * 50}))),
    "missing_hours_of_many": _of_receipt(
        receipt(
            result(
                MissingHours(),
                details={
                    "from": "2026-11-16",
                    "to": "2026-11-22",
                    "missing": [{"name": "Somebody <!here> " * 10, "expected_s": 144_000, "missing_s": 144_000}] * 300,
                },
            )
        )
    ),
    "missing_hours_of_nobody": _of_receipt(
        receipt(result(MissingHours(), details={"from": "2026-11-16", "to": "2026-11-22", "missing": []}))
    ),
    "nudge_today": _nudge(About(kind="hours", source="home"), MISSING_TODAY),
    "nudge_of_a_period": _nudge(
        About(kind="hours", source="schedule", cron="0 10 * * 1", period="last_week"),
        MISSING_LAST_WEEK,
        person="<@U2>",
    ),
    "nudge_by_a_lead": _nudge(About(kind="hours", source="lead"), MISSING_LAST_WEEK, person="<@U2>"),
    "nudge_timer": _nudge(
        About(kind="timer", source="timer"),
        Findings(running=running(start=at(25, 6)), usual_end=at(25, 16)),
    ),
    "nudge_no_timer": _nudge(About(kind="no_timer", source="schedule", cron="30 9 * * 1-5"), Findings()),
    "nudge_text": _nudge(About(kind="text", text="call <!channel> back")),
    "nudge_text_of_another": _nudge(About(kind="text", text="log your *time*", source="lead"), person="<@U2>"),
    "nudge_unknown": _nudge(About(kind="hours", source="home"), Findings(unknown_because="upstream_timeout")),
    "feed": lambda words: feed(FEED, len(FEED), words),
    "feed_of_a_channel": lambda words: feed((*FEED[:1], *FEED[2:3], REQUESTS[0]), 3, words),
    "feed_of_many": lambda words: feed(FEED * 10, 10_000, words),
    "feed_requests": lambda words: feed(REQUESTS, len(REQUESTS), words),
    "feed_of_many_requests": lambda words: feed(REQUESTS * 10, 200, words),
}
