"""When people do not work: holidays, time off, and the days and hours of their profile (`clockify-api` §5.7)."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from clankerbot_engine.clockify.models.wire import Instant, Received, WireDuration


class DatePeriod(Received):
    """Whole days, both inclusive."""

    start_date: date | None = None
    end_date: date | None = None


class Holiday(Received):
    """Of everybody (`everyone_including_new`), or of the people and groups that are named."""

    id: str | None = None
    name: str | None = None
    date_period: DatePeriod | None = None
    occurs_annually: bool | None = None
    everyone_including_new: bool | None = None
    user_ids: tuple[str, ...] | None = None
    user_group_ids: tuple[str, ...] | None = None


class Period(Received):
    start: Instant | None = None
    end: Instant | None = None


class TimeOffPeriod(Received):
    period: Period | None = None
    half_day: bool | None = None


class TimeOffStatus(Received):
    status_type: str | None = None  # PENDING | APPROVED | REJECTED


class TimeOffRequest(Received):
    id: str | None = None
    user_id: str | None = None
    time_zone: str | None = None
    status: TimeOffStatus | None = None
    time_off_period: TimeOffPeriod | None = None


class TimeOffRequests(Received):
    count: int | None = None
    requests: tuple[TimeOffRequest, ...] | None = None


def _days_listed(value: Any) -> Any:
    """A list, which the vendor's schema calls a text; taken in either form."""
    return re.findall(r"[A-Z]+", value.upper()) if isinstance(value, str) else value


class MemberProfile(Received):
    """`work_capacity`: of one working day, in seconds. `working_days`: MONDAY, ..."""

    work_capacity: WireDuration = None
    working_days: Annotated[tuple[str, ...] | None, BeforeValidator(_days_listed)] = None
