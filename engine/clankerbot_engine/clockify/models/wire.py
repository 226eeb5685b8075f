"""How Clockify writes: camelCase, instants in UTC, durations as ISO 8601.

Every field that is received is optional and nullable, and unknown ones are ignored: the vendor's schema says neither
truly (`clockify-api` §1.2). Names are Python's here and Clockify's on the wire.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d{1,9})D)?(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,9})(?:\.\d{1,9})?S)?)?"
)


def duration_seconds(value: Any) -> int | None:
    """Of `PT1H30M` (hours may exceed 24), of seconds as reports send them, or of null."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value)
    match = _DURATION.fullmatch(str(value))
    if match is None:
        return None
    days, hours, minutes, seconds = (int(match[part] or 0) for part in ("days", "hours", "minutes", "seconds"))
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return -total if match["sign"] else total


def clockify_instant(value: datetime) -> str:
    """`2026-08-08T14:00:00Z`: UTC, whole seconds, which is all that Clockify keeps."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


Instant = Annotated[datetime, AfterValidator(_aware)]
"""As received: always aware."""
WireInstant = Annotated[Instant, PlainSerializer(clockify_instant, return_type=str)]
WireDuration = Annotated[int | None, BeforeValidator(duration_seconds)]


class Received(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True)


class Sent(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)

    def body(self) -> dict[str, Any]:
        """As JSON, without what is not set: Clockify takes a missing key for its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def set_fields(self) -> dict[str, Any]:
        """As JSON, what was given and nothing else: a None is given as well."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
