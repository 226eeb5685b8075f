"""Time entries: work that is over is logged, what stands in Clockify is listed, changed and deleted."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from clankerbot_engine.actions.base import ActionBase, WorkFields
from clankerbot_engine.actions.fields import (
    DurationS,
    Id,
    Instant,
    LaterByS,
    LocalDate,
    LongerByS,
    Name,
    RelativePeriod,
    Target,
    check_order,
)


class LogTime(WorkFields):
    """Work that is over. Any two of `start`, `end` and `duration_s` settle the third."""

    kind: Literal["log_time"] = "log_time"
    duration_s: DurationS | None = None
    date: LocalDate | None = None
    start: Instant | None = None
    end: Instant | None = None

    @model_validator(mode="after")
    def _end_after_start(self) -> Self:
        check_order(self.start, self.end)
        return self


class ListEntries(ActionBase):
    """The time entries of a period, today by default."""

    kind: Literal["list_entries"] = "list_entries"
    from_: LocalDate | None = Field(default=None, alias="from")
    to: LocalDate | None = None
    period: RelativePeriod | None = None
    project: Name | None = None
    project_id: Id | None = None


Clearable = Literal["project", "task", "tags", "description"]


class EditEntry(WorkFields):
    """Change one entry. `target` is `last`, an id, or words that name the entry; fields left out stay as they are.

    What is named in `clear` is taken away, unless it is set beside; the task goes with its project. `tags` take the
    place of those it has, or are added to them (`keep_tags`); so does `description` (`keep_description`). `longer_by_s`
    is told instead of a length or clock times, and so is `later_by_s`, which moves both ends.
    """

    kind: Literal["edit_entry"] = "edit_entry"
    target: Target = "last"
    clear: Annotated[tuple[Clearable, ...], Field(max_length=4)] = ()
    keep_tags: bool = False
    keep_description: bool = False
    duration_s: DurationS | None = None
    longer_by_s: LongerByS | None = None
    later_by_s: LaterByS | None = None
    date: LocalDate | None = None
    start: Instant | None = None
    end: Instant | None = None

    @model_validator(mode="after")
    def _times_agree(self) -> Self:
        check_order(self.start, self.end)
        for name, by in (("longer_by_s", self.longer_by_s), ("later_by_s", self.later_by_s)):
            if by == 0:
                raise ValueError(f"{name} must not be 0")
            if by is not None and (self.duration_s or self.start or self.end):
                raise ValueError(f"{name} must stand without duration_s, start and end")
        return self


class DeleteEntry(ActionBase):
    """Delete one entry; `target` as of `edit_entry`."""

    kind: Literal["delete_entry"] = "delete_entry"
    target: Target = "last"
