"""What is known of a workspace at one moment: values only, no I/O."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from clankerbot_engine import catalogue
from clankerbot_engine.clockify import models
from clankerbot_engine.preferences import DEFAULT_PREFERENCES, Preferences

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


@dataclass(frozen=True, slots=True)
class WorkspaceSnapshot:
    """`fetched_at` is of the oldest part. `is_admin` None: not asked for yet (`WorkspaceCache.is_admin`)."""

    user: models.User
    workspace_id: str
    workspace: models.Workspace
    catalogue: catalogue.Catalogue
    fetched_at: datetime
    is_admin: bool | None = None

    @property
    def user_id(self) -> str:
        return self.user.id or ""

    @property
    def settings(self) -> models.WorkspaceSettings:
        return self.workspace.workspace_settings or models.WorkspaceSettings()

    @property
    def is_free_plan(self) -> bool:
        """Also where the plan is not told: the least is counted on."""
        return self.workspace.feature_subscription_type in (None, "FREE")

    @property
    def timezone(self) -> ZoneInfo | None:
        """The profile's; None where it says none, or one that is not known here."""
        name = self._profile.time_zone
        try:
            return ZoneInfo(name) if name else None
        except (ValueError, OSError, KeyError):  # a path, a directory, no such zone
            return None

    @property
    def week_start(self) -> int:
        """0 is Monday, which it also is where the profile does not say."""
        day = (self._profile.week_start or "").upper()
        return _DAYS.index(day) if day in _DAYS else 0

    @property
    def preferences(self) -> Preferences:
        return Preferences(
            locale=(self._profile.lang or DEFAULT_PREFERENCES.locale).replace("_", "-").lower(),
            date_order=self._date_order,
            week_start=self.week_start,
            day_start=self._day_start,
        )

    @property
    def _profile(self) -> models.UserSettings:
        return self.user.settings or models.UserSettings()

    @property
    def _date_order(self) -> Literal["DMY", "MDY"] | None:
        """None for formats that start with the year: they do not say how `5/6` is read."""
        shown = (self._profile.date_format or "").upper()
        if shown.startswith("D"):
            return "DMY"
        return "MDY" if shown.startswith("M") else None

    @property
    def _day_start(self) -> time:
        """Where it does not lie before the day's end, it is not how this person works."""
        usual = DEFAULT_PREFERENCES.day_start
        try:
            start = time.fromisoformat(self._profile.my_start_of_day or "").replace(tzinfo=None)
        except ValueError:
            return usual
        return start if start < DEFAULT_PREFERENCES.day_end else usual


def projects_of(found: Iterable[models.Project]) -> tuple[catalogue.Project, ...]:
    """Archived ones too, tasks that are done not. What has no usable name cannot be named, and is left out."""
    return tuple(_projects(found))


def _projects(found: Iterable[models.Project]) -> Iterator[catalogue.Project]:
    for project in found:
        client = project.client_name or (project.client.name if project.client is not None else None)
        try:
            yield catalogue.Project(
                name=project.name or "",
                id=project.id,
                client=client or None,
                client_id=project.client_id or None,
                archived=bool(project.archived),
                billable=project.billable,
                tasks=tasks_of(project.tasks or ()),
            )
        except ValidationError:
            continue


def tasks_of(found: Iterable[models.Task]) -> tuple[catalogue.Task, ...]:
    return tuple(_tasks(found))


def _tasks(found: Iterable[models.Task]) -> Iterator[catalogue.Task]:
    for task in found:
        if task.status == "DONE":
            continue
        try:
            yield catalogue.Task(name=task.name or "", id=task.id)
        except ValidationError:
            continue


def tags_of(found: Iterable[models.Tag]) -> tuple[catalogue.Tag, ...]:
    return tuple(_tags(found))


def _tags(found: Iterable[models.Tag]) -> Iterator[catalogue.Tag]:
    for tag in found:
        try:
            yield catalogue.Tag(name=tag.name or "", id=tag.id, archived=bool(tag.archived))
        except ValidationError:
            continue
