"""What a language has to say: one field for each phrase, so that a language that lacks one does not type-check.

Phrases with `{names}` are filled by `format`. They stand in Slack's mrkdwn: what is filled in is escaped already.
Button labels are plain text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """`{n}` of something."""

    one: str
    many: str

    def __call__(self, n: int) -> str:
        return (self.one if n == 1 else self.many).format(n=n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    language: str
    decimal_point: str
    weekdays: tuple[str, ...]
    """Short, Monday first."""
    months: tuple[str, ...]
    """Short."""
    day_form: str
    """With `{weekday}`, `{day}` and `{month}`."""
    and_: str
    more: str
    quote: str
    """With `{text}`."""

    # What was done. With `{length}` and `{about}` where it is about an entry; the bold words say what was done.
    logged: str
    would_log: str
    started: str
    would_start: str
    stopped: str
    would_stop: str
    also_stopped: str
    changed: str
    would_change: str
    deleted: str
    deleted_entry: str
    would_delete: str
    undone: str
    undone_last: str
    would_undo: str
    running: str
    no_timer: str
    taken_back: str
    """With `{what}`, the headline of what was undone since."""
    project_created: str
    would_create_project: str
    scheduled: str
    would_schedule: str
    schedule_deleted: str
    would_delete_schedule: str
    summary_line: str
    """With `{when}` and `{length}`."""
    not_done: str
    """With `{what}`, a kind of action."""
    kinds: Mapping[str, str]
    """What an action does, by its kind."""
    on: str
    """With `{project}`."""
    without_project: str
    a_project: str
    """One whose name is not known."""
    timer: str
    """In the place of a length."""
    billable: str
    since: str
    """With `{time}`."""
    totals: str
    """With `{day}` and `{week}`, lengths."""
    parts_done: str
    """With `{done}` and `{all}`, numbers."""
    notices: Mapping[str, str]
    """Warnings, by code."""
    entries: Counted
    projects: Counted

    # Buttons.
    undo: str
    undo_all: str
    undo_all_title: str
    undo_all_text: str
    edit: str
    delete: str
    delete_title: str
    delete_text: str
    continue_: str
    stop: str
    share: str
    again: str
    retry: str
    cancel: str
    close: str
    connect: str
    help: str

    # Questions.
    question_about: Mapping[str, str]
    """By the field asked about."""
    question_named: Mapping[str, str]
    """Where the person named something that is not there: with `{name}`."""
    question_which: str
    """Where the name may mean one of several projects: with `{name}`."""
    question_right: Mapping[str, str]
    """About a doubtful value, by its field, or by `kind.field` where that differs."""
    question_confirm: str
    """With `{what}`, a kind of action."""
    question_step: str
    """With `{n}` and `{all}`."""
    yes: str
    choose: str
    choices: str
    """With `{choices}`, a list."""
    create_named: str
    """With `{name}`."""
    fill_in: str
    pick_a_day: str
    no_such_tag: str

    # What went wrong.
    your_text: str
    """With `{text}`."""
    not_understood: str
    try_one: str
    nothing_changed: str
    may_be_done: str
    error: Mapping[str, str]
    """By code; `""` for any other."""
    reference: str
    """With `{id}`."""
    pending: str
    pending_text: str

    # Connecting.
    connect_title: str
    connect_text: str
    connect_kept: str
    """With `{text}`."""
    connect_member: str
    """With `{name}`."""
    connect_member_yes: str
    connect_own_key: str
    connected_to: str
    """With `{name}` and `{workspace}`."""
    connected_next: str
    disconnected: str

    # Forms.
    loading: str
    loading_title: str
    error_title: str

    def length(self, seconds: int) -> str:
        """`2 h`, `1 h 30 min`, `45 min`, `38 s`; hours exceed 24."""
        sign, rest = ("−" if seconds < 0 else ""), abs(seconds)
        parts = ((rest // 3600, "h"), (rest % 3600 // 60, "min"), (rest % 60, "s" if rest < 3600 else ""))
        return sign + (" ".join(f"{count} {unit}" for count, unit in parts if count and unit) or "0 min")

    def hours(self, seconds: int, places: int = 2) -> str:
        """Decimal, `6.5 h`: for tables and charts."""
        number = f"{seconds / 3600:.{places}f}".rstrip("0").rstrip(".") if places else f"{seconds / 3600:.0f}"
        return f"{number.replace('.', self.decimal_point)} h"

    def percent(self, part: int, whole: int) -> str:
        return f"{round(100 * part / whole) if whole else 0} %"

    def day(self, when: date) -> str:
        """`Mon 23 Nov`, and the year is left out: it stands where it is needed."""
        return self.day_form.format(
            weekday=self.weekdays[when.weekday()], day=when.day, month=self.months[when.month - 1]
        )

    def clock(self, at: datetime) -> str:
        return f"{at:%H:%M}"

    def listed(self, names: Iterable[str], *, most: int = 5) -> str:
        """`A, B and C`; beyond `most`, how many more there are."""
        all_names = list(names)
        shown, left = all_names[:most], len(all_names) - most
        if left > 0:
            return f"{', '.join(shown)} {self.and_} {self.more.format(n=left)}"
        return f" {self.and_} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
