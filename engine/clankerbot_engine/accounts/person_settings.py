"""What a person has set here, beside what the Clockify profile says. All optional: unset, the profile decides."""

from dataclasses import replace
from datetime import time
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from clankerbot_engine.actions import Name, ZoneName
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.zones import zone_named

GITHUB_NAME: Final = r"^[a-z0-9](?:-?[a-z0-9]){0,38}$"


class PersonSettings(BaseModel):
    """`daily_target_s` in seconds. `remind_at`: the local time of a reminder on days with little logged. `github`: the
    person's name there, in small letters: what they push or merge is suggested to them as time. `quiet_from`,
    `quiet_to`: when nothing is to be said that they did not ask for. `timer_hours`: how long a timer runs before they
    are asked about it; 0: never. `by_others`: whether others may have them reminded."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    timezone: ZoneName | None = None
    language: Literal["en", "de"] | None = None
    date_order: Literal["DMY", "MDY"] | None = None
    day_start: time | None = None
    day_end: time | None = None
    default_project: Name | None = None
    daily_target_s: int | None = Field(default=None, ge=0, le=24 * 3600)
    remind_at: time | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    timer_hours: int | None = Field(default=None, ge=0, le=24)
    by_others: bool | None = None
    github: Annotated[str, StringConstraints(pattern=GITHUB_NAME)] | None = None

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                zone_named(name)
            except ValueError:
                raise ValueError("must be an IANA time zone, such as Europe/Berlin") from None
        return name

    @model_validator(mode="after")
    def _a_day(self) -> "PersonSettings":
        if self.day_start is not None and self.day_end is not None and self.day_start >= self.day_end:
            raise ValueError("the working day must start before it ends")
        return self

    @property
    def zone(self) -> ZoneInfo | None:
        return None if self.timezone is None else ZoneInfo(self.timezone)

    def over(self, profile: Preferences) -> Preferences:
        """The profile's preferences, with what is set here in their place."""
        if self is NOTHING_SET:
            return profile
        start = self.day_start or profile.day_start
        end = self.day_end or profile.day_end
        if start >= end:  # one is set, the other the profile's, and they do not go together
            start, end = profile.day_start, profile.day_end
        return replace(
            profile,
            locale=self.language or profile.locale,
            date_order=self.date_order or profile.date_order,
            day_start=start,
            day_end=end,
            default_project=self.default_project or profile.default_project,
        )


NOTHING_SET = PersonSettings()
