"""Which integration carries out what; a broken or quarrelling one stops the start, and says its name."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    CreateSchedule,
    Help,
    LogTime,
    PostMessage,
    Status,
    Summary,
    Undo,
)
from clankerbot_engine.errors import NotReady, ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Sent
from clankerbot_engine.integrations.router import Router

CONTEXT = Context("token:me", datetime(2026, 11, 25, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"))


class Brew(ActionBase):
    kind: Literal["brew"] = "brew"
    cups: int = 1


class AnotherLogTime(ActionBase):
    kind: Literal["log_time"] = "log_time"


class Kindless(ActionBase):
    pass


class Integration:
    """Claims kinds, and does nothing."""

    def __init__(self, name: str, *action_types: type[ActionBase]) -> None:
        self.name = name
        self.action_types: Sequence[type[ActionBase]] = action_types

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        return None

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        raise NotImplementedError

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        raise NotImplementedError

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        raise NotImplementedError


def test_an_action_goes_to_the_integration_that_claims_its_kind() -> None:
    coffee, clock = Integration("coffee", Brew), Integration("clock", LogTime, Status)
    router = Router([coffee, clock])
    assert router.integration_for(Brew()) is coffee
    assert router.integration_for(Status()) is clock
    assert router.named("coffee") is coffee


def test_its_kinds_are_those_that_something_here_carries_out() -> None:
    assert Router([Integration("coffee", Brew, Status)]).kinds == {"brew", "status", "undo"}


def test_every_kind_of_ours_is_read_whoever_carries_it_out() -> None:
    assert Router([]).read_action({"kind": "log_time", "duration_s": 60}) == LogTime(duration_s=60)


def test_a_kind_that_nobody_added_is_refused() -> None:
    with pytest.raises(ValidationError, match="brew"):
        Router([]).read_action({"kind": "brew"})
    assert Router([Integration("coffee", Brew)]).read_action({"kind": "brew", "cups": 2}) == Brew(cups=2)


def test_an_added_kind_may_stand_inside_an_action_of_ours() -> None:
    document = {"kind": "create_schedule", "cron": "0 9 * * *", "action": {"kind": "brew", "cups": 3}}
    read = Router([Integration("coffee", Brew)]).read_action(document)
    assert isinstance(read, CreateSchedule)
    assert read.action == Brew(cups=3)


@pytest.mark.parametrize(
    "action",
    [Brew(cups=2), Summary(from_=date(2026, 11, 1)), CreateSchedule(cron="0 9 * * *", action=Brew(cups=3))],
    ids=lambda action: action.kind,
)
def test_a_result_comes_back_as_it_was_kept(action: ActionBase) -> None:
    result = ActionResult(action=action, status="done", message="ok", details={"a": [1]})
    router = Router([Integration("coffee", Brew)])
    assert router.read_result(result.model_dump(mode="json")) == result


@pytest.mark.parametrize(
    ("integrations", "words"),
    [
        ([Integration("a", Brew), Integration("b", Brew)], "integrations a and b both claim the kind brew"),
        ([Integration("a", AnotherLogTime)], "a claims the kind log_time, which is not its own"),
        ([Integration("a", Undo)], "a claims the kind undo, which is not its own"),
        ([Integration("a", Brew), Integration("a", Status)], "Two integrations are called a"),
        ([Integration("a", Kindless)], "Kindless must say its kind"),
    ],
)
def test_quarrelling_integrations_stop_the_start(integrations: list[Any], words: str) -> None:
    with pytest.raises(NotReady, match=words):
        Router(integrations)


@pytest.mark.parametrize("kind", ["connect", "disconnect", "remind", "post_message", "subscribe", "unsubscribe"])
def test_what_needs_slack_says_so(kind: str) -> None:
    fields = {"channel": "general", "text": "hi"} if kind == "post_message" else {}
    router = Router([])
    with pytest.raises(ValidationFailed, match="Slack app, which is not set up here") as caught:
        router.integration_for(router.read_action({"kind": kind, **fields}))
    assert caught.value.details == {"field": "kind", "kind": kind, "reason": "not_installed"}


def test_a_channel_is_subscribed_by_the_api_meanwhile() -> None:
    with pytest.raises(ValidationFailed, match="POST /subscriptions"):
        Router([]).integration_for(Router([]).read_action({"kind": "subscribe"}))


def test_an_integration_that_claims_such_a_kind_has_it() -> None:
    chat = Integration("chat", PostMessage)
    assert Router([chat]).integration_for(PostMessage(channel="general", text="hi")) is chat


def test_an_integration_that_is_gone_is_named() -> None:
    with pytest.raises(NotReady, match="integration coffee"):
        Router([]).named("coffee")


def test_help_is_read_but_needs_the_built_in_integration() -> None:
    with pytest.raises(ValidationFailed, match="Nothing that is installed here carries out help"):
        Router([]).integration_for(Help())
