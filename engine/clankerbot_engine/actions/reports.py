"""Questions about the time of a person or a team."""

from typing import Literal

from pydantic import Field

from clankerbot_engine.actions.base import ActionBase
from clankerbot_engine.actions.fields import Id, LocalDate, Name, RelativePeriod
from clankerbot_engine.reports.facts import GroupBy


class Summary(ActionBase):
    """Totals of a period; `from` and `to` are local dates, both inclusive."""

    kind: Literal["summary"] = "summary"
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None
    group_by: GroupBy = "project"
    scope: Literal["me", "team"] = "me"
    project: Name | None = None
    project_id: Id | None = None
    client: Name | None = None
    client_id: Id | None = None
    user: Name | None = None
    billable: bool | None = None
    entries: bool = Field(default=False, description="The time entries themselves, too.")


class MissingHours(ActionBase):
    """Who has logged less than is expected of them, in a period: last week by default. For owners and admins."""

    kind: Literal["missing_hours"] = "missing_hours"
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None


class Budgets(ActionBase):
    """How much of the projects' estimates is used, and when they will be used up. For owners and admins."""

    kind: Literal["budgets"] = "budgets"
