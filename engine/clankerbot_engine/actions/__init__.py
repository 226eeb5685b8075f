"""The one language: everything that a person, a program or a model can ask for, and what is answered.

An `Action` is a frozen pydantic model, told apart by `kind`. Names (`project`, `task`, `tags`) are as people say them;
the ids beside them are there once the catalogue resolved the names. Durations are whole seconds, `date` is a local
date, `start` and `end` are ISO 8601 with offset.
"""

from clankerbot_engine.actions.base import OF_THE_READING, ActionBase, Choice, Need, NeedCode, Parser, Span
from clankerbot_engine.actions.conversation import Connect, Disconnect, Help, Undo, Unknown
from clankerbot_engine.actions.fields import (
    MAX_DURATION_S,
    MAX_TEXT,
    Channel,
    CronText,
    LocalDate,
    Name,
    PlainText,
    ZoneName,
    iso_text,
)
from clankerbot_engine.actions.projects import CreateProject, ListProjects
from clankerbot_engine.actions.reports import Budgets, MissingHours, Summary
from clankerbot_engine.actions.results import (
    ActionResult,
    ApiError,
    ApiResponse,
    EntryFact,
    Notice,
    ParseResult,
    Payload,
    ProjectFact,
)
from clankerbot_engine.actions.schedules import CreateSchedule, DeleteSchedule, ListSchedules
from clankerbot_engine.actions.slack import PostMessage, Remind, Subscribe, Unsubscribe
from clankerbot_engine.actions.time_entries import Clearable, DeleteEntry, EditEntry, ListEntries, LogTime
from clankerbot_engine.actions.timers import ContinueTimer, StartTimer, Status, StopTimer, SwitchTimer
from clankerbot_engine.actions.union import ACTION, Action

__all__ = [
    "ACTION",
    "MAX_DURATION_S",
    "MAX_TEXT",
    "OF_THE_READING",
    "Action",
    "ActionBase",
    "ActionResult",
    "ApiError",
    "ApiResponse",
    "Budgets",
    "Channel",
    "Choice",
    "Clearable",
    "Connect",
    "ContinueTimer",
    "CreateProject",
    "CreateSchedule",
    "CronText",
    "DeleteEntry",
    "DeleteSchedule",
    "Disconnect",
    "EditEntry",
    "EntryFact",
    "Help",
    "ListEntries",
    "ListProjects",
    "ListSchedules",
    "LocalDate",
    "LogTime",
    "MissingHours",
    "Name",
    "Need",
    "NeedCode",
    "Notice",
    "ParseResult",
    "Parser",
    "Payload",
    "PlainText",
    "PostMessage",
    "ProjectFact",
    "Remind",
    "Span",
    "StartTimer",
    "Status",
    "StopTimer",
    "Subscribe",
    "Summary",
    "SwitchTimer",
    "Undo",
    "Unknown",
    "Unsubscribe",
    "ZoneName",
    "iso_text",
]
