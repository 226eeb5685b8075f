"""What needs no other system: `help`, and the answer to a text that was not understood."""

from collections.abc import Mapping, Sequence
from typing import Final, Never

from clankerbot_engine.actions import ActionBase, ActionResult, Help, Unknown
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent

TOPICS: Final[Mapping[str, Sequence[str]]] = {
    "log": ("log 2h on Apollo yesterday", "log 9:00-11:30 on Apollo", "2h on Apollo and 30m on Hermes"),
    "timer": ("start Apollo", "stop", "switch to Hermes", "continue", "status"),
    "summary": ("summary this week", "summary last month by client"),
    "entries": ("list entries today", "edit last to 3h", "delete last", "undo"),
    "projects": ("list projects", "create project Apollo Web"),
    "schedules": ("every friday at 17:00 summary this week", "list schedules"),
    "reminders": (
        "remind me at 5pm if I logged less than 7h",
        "nudge the team on Monday at 10 about last week",
        "who is missing hours last week",
    ),
}
"""Examples by topic; each is read as it stands."""


class BuiltInIntegration:
    name = "built_in"
    action_types: Sequence[type[ActionBase]] = (Help, Unknown)

    def __init__(self, resources: Resources) -> None:
        del resources

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        if isinstance(action, Unknown):
            raise ValidationFailed(
                _not_understood(action), field="text", details={"suggestions": list(action.suggestions)}
            )
        assert isinstance(action, Help)
        return _help(action)

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        self._never_writes()

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        self._never_writes()

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        self._never_writes()

    def _never_writes(self) -> Never:
        raise NotImplementedError("this integration only answers")


def _not_understood(action: Unknown) -> str:
    if not action.suggestions:
        return f"{action.reason} Type: help."
    return f"{action.reason} Try: {'; '.join(action.suggestions)}."


def _help(action: Help) -> ActionResult:
    topic = (action.topic or "").strip().casefold()
    topics = {topic: TOPICS[topic]} if topic in TOPICS else TOPICS
    examples = [example for each in topics.values() for example in each]
    more = [] if topic in TOPICS else [f"More on one thing: help, and one of {', '.join(TOPICS)}."]
    return ActionResult(
        action=action,
        status="done",
        message="\n".join(["You can type, for example:", *examples, *more]),
        details={"topics": {name: list(each) for name, each in topics.items()}},
    )
