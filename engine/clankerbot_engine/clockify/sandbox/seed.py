"""The demo workspace "Demo Studio": 4 people, 12 projects, tags, and three weeks of working days up to now.

Everything has the same id after each start, and a day has the same entries whenever it is seeded: nothing depends on
chance or on the clock but what `now` cuts off (no entry lies in the future).
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox.deliveries import Deliveries
from clankerbot_engine.clockify.sandbox.records import (
    Client,
    CustomField,
    Person,
    Project,
    Role,
    Tag,
    Task,
    TimeEntry,
    UserGroup,
)
from clankerbot_engine.clockify.sandbox.state import Clock, SandboxState, clock_from

WORKSPACE_NAME = "Demo Studio"
OWNER_API_KEY = "sandbox-ada-owner"
ADMIN_API_KEY = "sandbox-ben-admin"
MANAGER_API_KEY = "sandbox-chiara-team-manager"
REGULAR_API_KEY = "sandbox-dmitri-regular"
DEMO_API_KEY = OWNER_API_KEY
DEMO_ADDON_TOKEN = "sandbox-addon-token"  # noqa: S105 - opens the sandbox only; acts as the owner

FOUNDED = datetime(2024, 3, 4, 9, tzinfo=UTC)
DAYS_BACK = 20

_PEOPLE: tuple[tuple[str, str, str, Role | None, int], ...] = (
    (OWNER_API_KEY, "Ada Berg", "ada@demo-studio.example", "OWNER", 12000),
    (ADMIN_API_KEY, "Ben Okafor", "ben@demo-studio.example", "WORKSPACE_ADMIN", 10500),
    (MANAGER_API_KEY, "Chiara Rossi", "chiara@demo-studio.example", "TEAM_MANAGER", 9800),
    (REGULAR_API_KEY, "Dmitri Novák", "dmitri@demo-studio.example", None, 8200),
)
_GROUPS = {"Design": ("chiara", "dmitri"), "Engineering": ("ada", "ben")}
# name, client, billable, tasks with what people write about them
_PROJECTS: tuple[tuple[str, str, bool, dict[str, tuple[str, ...]]], ...] = (
    (
        "Apollo",
        "Northwind Space",
        True,
        {
            "Design": ("Telemetry dashboard sketches", "Design review"),
            "Development": ("Telemetry parser", "Fix launch window rounding", "Trajectory API"),
            "Testing": ("Regression run", "Load test of the telemetry parser"),
        },
    ),
    (
        "Apollo Web",
        "Northwind Space",
        True,
        {"Frontend": ("Landing page", "Checkout form"), "Content": ("Copy for the mission pages",)},
    ),
    (
        "Hermes",
        "Olympia Couriers",
        True,
        {
            "Backend": ("Route planner", "Delivery status webhooks", "Bug 214: lost parcels"),
            "Mobile App": ("Offline mode", "Scanner screen"),
        },
    ),
    ("Müller GmbH", "Müller GmbH", True, {"Consulting": ("Process interviews",), "Workshop": ("Workshop prep",)}),
    ("Website Relaunch", "Blumen Schmidt", True, {"Concept": ("Sitemap",), "Development": ("Shop templates",)}),
    ("Mobile Banking", "Kestrel Bank", True, {"Backend": ("Payments API",), "Security": ("Threat model",)}),
    ("Data Warehouse", "Kestrel Bank", True, {"Modelling": ("Star schema",), "ETL": ("Nightly load", "Backfill")}),
    ("Café Lumière", "Café Lumière", True, {"Branding": ("Menu cards", "Logo variants")}),
    ("Support", "Olympia Couriers", True, {"Tickets": ("Support tickets",), "On call": ("On call",)}),
    ("Internal", WORKSPACE_NAME, False, {"Meetings": ("Daily standup", "Planning"), "Admin": ("Invoices",)}),
    ("Recruiting", WORKSPACE_NAME, False, {"Interviews": ("Interview",)}),
    ("Zeus", "Olympia Couriers", True, {"Development": ("Migration",)}),
)
_ESTIMATES = {"Apollo": "PT120H", "Hermes": "PT100H"}
_PRIVATE, _ARCHIVED = "Recruiting", "Zeus"
_COLORS = ("#03A9F4", "#8BC34A", "#FF5722", "#9C27B0", "#009688", "#FFC107", "#3F51B5", "#E91E63")
_TAGS = ("meeting", "review", "bugfix", "deploy", "research", "planning", "urgent", "remote")
_ARCHIVED_TAG = "legacy"


def stable_id(at: datetime, *names: str) -> str:
    """An id that the same names always get."""
    digest = hashlib.sha256("\0".join(names).encode()).hexdigest()
    return f"{int(at.timestamp()):08x}{digest[:16]}"


def seeded_state(
    now: datetime,
    timezone: str = "Europe/Berlin",
    *,
    clock: Clock | None = None,
    deliveries: Deliveries | None = None,
) -> SandboxState:
    """`now` (aware) decides which days have entries; the days are those of `timezone`, where all four people live.

    `clock` decides what "now" is for timers, locks and budgets; without one, time goes on from `now`.
    """
    moment = now.astimezone(UTC)
    return SandboxState(
        clock or clock_from(moment),
        lambda state: fill(state, moment, ZoneInfo(timezone)),
        time_zone=timezone,
        deliveries=deliveries,
    )


def fill(state: SandboxState, now: datetime, zone: ZoneInfo) -> None:
    state.workspace_id = stable_id(FOUNDED, "workspace", WORKSPACE_NAME)
    state.workspace_name = WORKSPACE_NAME
    for key, name, email, role, rate in _PEOPLE:
        person = Person(stable_id(FOUNDED, "person", email), name, email, role, zone.key, hourly_rate=rate)
        state.people[person.id] = person
        state.keys[key] = person.id
    for name, emails in _GROUPS.items():
        user_ids = tuple(person.id for person in state.people.values() if person.email.partition("@")[0] in emails)
        group = UserGroup(stable_id(FOUNDED, "group", name), name, user_ids)
        state.groups[group.id] = group
    state.addon_tokens[DEMO_ADDON_TOKEN] = state.owner.id
    _fill_projects(state)
    for name in (*_TAGS, _ARCHIVED_TAG):
        tag = Tag(stable_id(FOUNDED, "tag", name), name, archived=name == _ARCHIVED_TAG)
        state.tags[tag.id] = tag
    ticket = CustomField(stable_id(FOUNDED, "custom field", "Ticket"), "Ticket")
    state.custom_fields[ticket.id] = ticket
    today = now.astimezone(zone).date()
    for days_back in range(DAYS_BACK, -1, -1):
        day = today - timedelta(days=days_back)
        if day.weekday() >= 5:
            continue
        for person in state.people.values():
            for entry in _working_day(state, person, day, zone):
                if entry.end is not None and entry.end <= now:
                    state.entries[entry.id] = entry


def _fill_projects(state: SandboxState) -> None:
    for position, (name, client_name, billable, tasks) in enumerate(_PROJECTS):
        client = Client(stable_id(FOUNDED, "client", client_name), client_name)
        state.clients.setdefault(client.id, client)
        members = list(state.people)[:2] if name == _PRIVATE else list(state.people)
        project = Project(
            id=stable_id(FOUNDED, "project", name),
            name=name,
            client_id=client.id,
            color=_COLORS[position % len(_COLORS)],
            billable=billable,
            public=name != _PRIVATE,
            archived=name == _ARCHIVED,
            hourly_rate=9500 if billable else None,
            members=members,
            estimate=_ESTIMATES.get(name, "PT0S"),
            estimate_type="MANUAL" if name in _ESTIMATES else "AUTO",
        )
        state.projects[project.id] = project
        for task_name in tasks:
            task = Task(stable_id(FOUNDED, "task", name, task_name), task_name, project.id, billable=billable)
            state.tasks[task.id] = task


def _working_day(state: SandboxState, person: Person, day: date, zone: ZoneInfo) -> Iterator[TimeEntry]:
    """A standup, work until lunch, work until the evening, in quarters of an hour."""
    chance = random.Random(f"{person.email} {day.isoformat()}")  # noqa: S311 - the same day, the same entries
    blocks = [(9 * 60, 15)]
    lunch, evening = 12 * 60 + 15 * chance.randint(0, 3), 17 * 60 + 15 * chance.randint(0, 4)
    for begin, end in ((9 * 60 + 15, lunch), (lunch + 45, evening)):
        middle = begin + 15 * chance.randint(3, (end - begin) // 15 - 3)
        blocks += [(begin, middle - begin), (middle, end - middle)]
    busy_with = [entry for entry in _PROJECTS if entry[0] not in ("Internal", _PRIVATE, _ARCHIVED)]
    # Most people work on few projects: a day has one main project.
    main = chance.choice(busy_with[:4])
    for position, (minute, minutes) in enumerate(blocks):
        name, _, billable, tasks = main if chance.random() < 0.6 else chance.choice(busy_with)
        task_name = chance.choice(sorted(tasks))
        description = chance.choice(tasks[task_name])
        tags = [chance.choice(_TAGS[1:])] if chance.random() < 0.35 else []
        if position == 0:
            name, billable, task_name, description, tags = "Internal", False, "Meetings", "Daily standup", ["meeting"]
        start = datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)
        yield TimeEntry(
            id=stable_id(start, "time entry", person.email, day.isoformat(), str(position)),
            user_id=person.id,
            start=start,
            end=start + timedelta(minutes=minutes),
            description=description,
            project_id=stable_id(FOUNDED, "project", name),
            task_id=stable_id(FOUNDED, "task", name, task_name),
            tag_ids=tuple(stable_id(FOUNDED, "tag", tag) for tag in tags),
            billable=billable,
        )
