"""All kinds of action of our own, told apart by `kind`."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.conversation import Connect, Disconnect, Help, Undo, Unknown
from clankerbot_engine.actions.projects import CreateProject, ListProjects
from clankerbot_engine.actions.reports import Budgets, MissingHours, Summary
from clankerbot_engine.actions.schedules import CreateSchedule, DeleteSchedule, ListSchedules
from clankerbot_engine.actions.slack import PostMessage, Remind, Subscribe, Unsubscribe
from clankerbot_engine.actions.time_entries import DeleteEntry, EditEntry, ListEntries, LogTime
from clankerbot_engine.actions.timers import ContinueTimer, StartTimer, Status, StopTimer, SwitchTimer

Action = Annotated[
    LogTime
    | StartTimer
    | StopTimer
    | ContinueTimer
    | SwitchTimer
    | Status
    | Summary
    | ListEntries
    | EditEntry
    | DeleteEntry
    | Undo
    | ListProjects
    | CreateProject
    | CreateSchedule
    | ListSchedules
    | DeleteSchedule
    | Remind
    | MissingHours
    | Budgets
    | Subscribe
    | Unsubscribe
    | Connect
    | Disconnect
    | Help
    | PostMessage
    | Unknown,
    Field(discriminator="kind"),
]

ACTION: TypeAdapter[ActionBase] = TypeAdapter(Action)
