"""What a language has to say on the pages: one field for each phrase, so that one that lacks one does not type-check.

Plain text: templates escape it. Phrases with `{names}` are filled by `format`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Example:
    """A step of the tour: what it shows, and what is typed."""

    shows: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    language: str
    locale: str
    """Slack's."""
    name: str
    """Of the language, in itself."""
    weekdays: tuple[str, ...]
    """Short, Monday first."""
    months: tuple[str, ...]
    """Short."""
    day_form: str
    """With `{weekday}`, `{day}` and `{month}`."""
    today: str
    yesterday: str
    tomorrow: str
    hours: str
    """With `{h}`."""
    minutes: str
    """With `{m}`."""
    yes: str
    no: str
    decimal: str
    """Its decimal mark."""

    # the page
    title: str
    lead: str
    skip: str
    """To the box: for who uses no mouse."""
    menu_api: str
    menu_guide: str
    menu_console: str
    menu_about: str
    conversation: str
    app: str
    """Beside the bot's name, as Slack marks it."""
    you: str
    only_you: str
    in_channel: str
    """With `{channel}`."""
    edited: str
    empty: str
    box_label: str
    box_hint: str
    send: str
    reading_label: str
    reading_none: str
    assumed: str
    """Beside what nobody said."""
    edit_field: str
    """With `{field}`."""
    asks: str
    tour: str
    examples: tuple[Example, ...]
    kinds: Mapping[str, str]
    """What each kind of action is called."""
    fields: Mapping[str, str]

    # settings
    settings: str
    person: str
    language_label: str
    zone: str
    parser: str
    parser_rules: str
    parser_model: str
    parser_off: str
    read_by: Mapping[str, str]
    """By the parser of a reading."""
    """Why there is no model to choose."""
    faults: str
    fault_none: str
    fault_slow: str
    fault_down: str

    # the timesheet
    timesheet: str
    week_total: str
    week_before: str
    week_after: str
    this_week: str
    nothing_logged: str
    running: str
    billable: str
    no_project: str
    no_description: str
    change_in_clockify: str
    change_hint: str
    description: str
    start: str
    end: str
    save: str
    delete: str
    lane_label: str
    """With `{day}`, `{total}` and `{count}`."""

    # what goes wrong
    away: str
    retrying: str
    signed_out: str
    sign_in_again: str
    failed: str
    """With `{reason}`."""
    """With `{status}`."""
    close: str
    cancel: str
    optional: str
    choose: str

    def day(self, day: date) -> str:
        return self.day_form.format(weekday=self.weekdays[day.weekday()], day=day.day, month=self.months[day.month - 1])

    def near_day(self, day: date, today: date) -> str:
        """`Today`, `Yesterday`, `Tomorrow`, or the day."""
        near = {0: self.today, -1: self.yesterday, 1: self.tomorrow}
        return near.get((day - today).days, self.day(day))

    def milliseconds(self, took_us: int) -> str:
        return f"{took_us / 1000:.1f} ms".replace(".", self.decimal)

    def length(self, seconds: int) -> str:
        hours, minutes = divmod(round(seconds / 60), 60)
        parts = ([self.hours.format(h=hours)] if hours else []) + ([self.minutes.format(m=minutes)] if minutes else [])
        return " ".join(parts) or self.minutes.format(m=0)
