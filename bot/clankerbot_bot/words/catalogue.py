"""What a language has to say: one field for each phrase, so that a language that lacks one does not type-check.

Phrases with `{names}` are filled by `format`. They stand in Slack's mrkdwn: what is filled in is escaped already.
Button labels are plain text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clankerbot_bot.words.budgets import BudgetWords
from clankerbot_bot.words.counted import Counted
from clankerbot_bot.words.nudges import NudgeWords
from clankerbot_bot.words.waiting import WaitingWords

__all__ = ["Counted", "Words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    language: str
    weekdays: tuple[str, ...]
    """Short, Monday first."""
    weekday_names: tuple[str, ...]
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
    undone_several: str
    """With `{what}`, how many entries."""
    would_undo: str
    running: str
    no_timer: str
    taken_back: str
    """With `{what}`, the headline of what was undone since."""
    gone: str
    """As `taken_back`, of a time entry that was deleted in Clockify."""
    feed_thing: str
    feed_things: Mapping[str, str]
    """What kinds of things in Clockify are called, by `Event.entity`."""
    feed_new: str
    feed_changed: str
    feed_gone: str
    """With `{thing}` and `{name}`."""
    subscribed: str
    would_subscribe: str
    unsubscribed: str
    would_unsubscribe: str
    """With `{channel}`."""
    told_of: str
    """With `{events}`."""
    feed_preview: Counted
    feed_preview_nothing: str
    somebody: str
    asks_approval: str
    asks_time_off: str
    """With `{who}` and `{when}`."""
    decided: Mapping[str, str]
    """By state, with `{who}`."""
    approve: str
    reject: str
    reject_title: str
    reject_text: str
    reject_reason: str
    github_label: str
    github_hint: str
    pushed: str
    """With `{n}`, `{repository}` and `{title}`."""
    pull_request: str
    """With `{repository}`, `{number}`, `{title}` and `{what}`: `opened` or `merged`."""
    commits: Counted
    opened: str
    merged: str
    feed_refused: str
    """With `{channel}`, `{what}` and `{why}`, Slack's word."""
    subscriptions_title: str
    unheard_some: str
    """With `{why}`: it is not known of which events."""
    unheard: str
    """With `{events}` and `{why}`."""
    event_names: Mapping[str, str]
    """What a channel is told of, by event type."""
    filter_project: str
    filter_client: str
    filter_people: str
    filter_tag: str
    filter_billable: str
    filter_not_billable: str
    filter_over: str
    filter_under: str
    filter_quiet: str
    project_created: str
    would_create_project: str
    scheduled: str
    would_schedule: str
    schedule_deleted: str
    would_delete_schedule: str
    at_times: str
    """With `{days}` and `{times}`."""
    daily: str
    on_weekdays: str
    every_weekday: str
    """With `{days}`, names of weekdays."""
    on_day: str
    """With `{day}`, a number."""
    on_last_day: str
    on_nth_weekday: str
    """With `{which}`, of `nth_of_month` or `last_of_month`, and `{day}`."""
    nth_of_month: tuple[str, str, str, str]
    last_of_month: str
    every_minutes: str
    """With `{n}`."""
    hourly: str
    """With `{minute}`."""
    next_runs: str
    """With `{times}`."""
    pause: str
    go_on: str
    run_now: str
    ran: str
    """With `{what}`."""
    did_not_run: str
    """With `{what}` and `{why}`."""
    new_schedule: str
    schedule_title: str
    when_label: str
    when_hint: str
    what_label: str
    what_placeholder: str
    what_kept: str
    """With `{what}`."""
    where_label: str
    where_hint: str
    schedule_paused: str
    """With `{what}` and `{why}`."""
    schedule_paused_of: str
    """As `schedule_paused`, of somebody else: with `{person}`, too."""
    pause_reasons: Mapping[str, str]
    """By reason, else by code."""
    post_refused: str
    """With `{channel}` and `{why}`, a sentence or Slack's word."""
    channel_refusals: Mapping[str, str]
    """By Slack's word."""
    summary_line: str
    """With `{when}` and `{length}`."""
    not_done: str
    """With `{what}`, a kind of action."""
    not_known: str
    """With `{what}`, too: it may have been done."""
    kinds: Mapping[str, str]
    """What an action does, by its kind."""
    on: str
    """With `{project}`."""
    without_project: str
    a_project: str
    """One whose name is not known."""
    timer: str
    """In the place of a length."""
    runs: str
    """The same, at the beginning of a line of a list."""
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
    moved_later: str
    moved_earlier: str
    """Where the name may mean one of several projects: with `{name}`."""
    question_why: Mapping[str, str]
    """By the code of the question, where it says more than the field."""
    question_confirm: str
    """With `{what}`, a kind of action."""
    question_step: str
    """With `{n}` and `{all}`."""
    yes: str
    yes_why: Mapping[str, str]
    """By the code of the question, where a yes says too little."""
    choose: str
    choices: str
    """With `{choices}`, a list."""
    create_named: str
    """With `{name}`."""
    fill_in: str
    pick_a_day: str
    type_again: str
    no_such_tag: str

    # What went wrong.
    not_read: str
    """With `{words}`, those of what was typed that the reading left over."""
    your_text: str
    """With `{text}`."""
    not_understood: str
    try_one: str
    nothing_changed: str
    may_be_done: str
    error: Mapping[str, str]
    """By code; `""` for any other."""
    error_reason: Mapping[str, str]
    """By the reason in an error's details, where the code says too little: with `{name}`, perhaps."""
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

    # Dialogs.
    loading: str
    loading_title: str
    error_title: str

    # Reports.
    start_hint: str
    log_hint: str
    project_hint: str
    schedule_hint: str
    nothing_logged: str
    no_projects: str
    no_client: str
    without: Mapping[str, str]
    """What a row of a summary is called that stands for none, by what it is grouped by."""
    no_schedules: str
    schedules: Counted
    next_run: str
    """With `{time}`."""
    paused: str
    not_all_shown: str
    others: str
    hours_axis: str
    team: str
    group_by_label: str
    group_by: Mapping[str, str]
    columns: Mapping[str, str]
    """What a table calls its first column, by what it is grouped by."""
    total: str
    now_axis: str
    before_axis: str
    """What bars and columns are called that stand side by side."""
    before: Mapping[str, str]
    """What is compared with, after "than", by its unit; with `{n}` where it is a number of days."""
    before_so_far: Mapping[str, str]
    """As `before`, of a period that still runs."""
    due: str
    due_today: str
    """With `{length}`: the target, and what of it is due by today."""
    claims: Mapping[str, str]
    """What the numbers of a period say, by `Claim.code`. With `{before}`, `{change}`, `{now}`, `{was}`, `{due}`,
    `{name}` and `{days}`."""
    earlier: str
    earlier_label: str
    later: str
    later_label: str
    csv: str
    csv_label: str
    picture: str
    picture_label: str
    help_title: str
    help_text: str
    topics: Mapping[str, str]
    """Of help."""
    examples: Mapping[str, tuple[str, ...]]
    """By topic; each is read as it stands."""
    scheduled_by: str
    """With `{person}`."""
    on_schedule: str
    not_on_schedule: str
    """A schedule that did not do what it should. With `{problem}`."""
    reminded: str
    """With `{text}`."""
    reminded_to_log: str
    nudges: NudgeWords
    budgets: BudgetWords
    waiting: WaitingWords
    shared_by: str
    """With `{person}`, a mention."""
    repeat: str
    refresh: str
    open_: str
    open_form: str
    start: str

    # Forms.
    log_title: str
    edit_title: str
    log: str
    save: str
    project_label: str
    task_label: str
    description_label: str
    date_label: str
    start_label: str
    end_label: str
    duration_label: str
    duration_placeholder: str
    duration_hint: str
    tags_label: str
    billable_label: str
    billable_option: str

    # The form for following.
    follow: str
    follow_title: str
    follow_submit: str
    channel_label: str
    events_label: str
    people_label: str
    people_placeholder: str
    people_hint: str
    tag_label: str
    longer_label: str
    shorter_label: str
    client_label: str
    billable_only_label: str
    either_way: str
    quiet_from_label: str
    quiet_to_label: str
    quiet_hint: str

    # Settings.
    settings_button: str
    settings_title: str
    own_name: str
    """Of the language."""
    as_in_slack: str
    ask_me: str
    timezone_label: str
    language_label: str
    date_order_label: str
    date_orders: Mapping[str, str]
    day_start_label: str
    day_end_label: str
    day_hint: str
    default_project_label: str
    no_default_project: str
    target_label: str
    target_placeholder: str
    remind_label: str
    no_reminder: str
    remind_hint: str
    working_hours: str
    reminded_at: str

    # The forms for connecting.
    connect_modal_title: str
    connect_submit: str
    key_text: str
    key_label: str
    key_placeholder: str
    key_hint: str
    key_good: str
    """With `{name}`."""
    region_label: str
    region_hint: str
    regions: Mapping[str, str]
    workspace_label: str
    disconnect: str
    disconnect_title: str
    disconnect_text: str

    # App Home.
    home_title: str
    installed: str
    """To whoever installed the app. With `{command}`."""
    webhooks_stopped: str
    webhook_failing: str
    """This and the next ones with `{event}`."""
    webhook_off: str
    webhook_plan: str
    webhook_gone: str
    webhook_missing: str
    webhook_mended: str
    webhooks_mend: str
    home_welcome: str
    home_pitch: str
    home_examples: str
    home_privacy: str
    home_empty: str
    today: str
    yesterday: str
    this_week: str
    of_target: str
    """With `{target}`, a length, and `{percent}`."""
    as_of: str
    """With `{time}`."""

    # Beside a card: why a click did nothing, and that work goes on.
    card_gone: str
    not_yours: str
    cancelled: str
    not_running: str
    not_shared: str
    shared: str
    share_waits: str
    share_title: str
    share_label: str
    working: str
    """A status, after the bot's name."""
    prompts_title: str
    prompts: tuple[tuple[str, str], ...]
    """Title and message of each suggested prompt."""
    form_gone: str
    summary_csv: str
    summary_picture: str
    bad_length: str
    no_length: str
    times_disagree: str
    bad_hours: str
    bad_github: str
    bad_lengths: str
    bad_quiet: str
    changed_meanwhile: str
    decided_already: str
    decide_with_own_key: str
    wrong_key: str
    no_csv: str
    csv_sent: str
    picture_sent: str

    def length(self, seconds: int) -> str:
        """`2 h`, `1 h 30 min`, `45 min`, `38 s`; hours exceed 24."""
        sign, rest = ("−" if seconds < 0 else ""), abs(seconds)
        parts = ((rest // 3600, "h"), (rest % 3600 // 60, "min"), (rest % 60, "s" if rest < 3600 else ""))
        return sign + (" ".join(f"{count} {unit}" for count, unit in parts if count and unit) or "0 min")

    def change(self, seconds: int) -> str:
        """`+2 h`, `−30 min`, `±0`."""
        return f"{'+' if seconds > 0 else ''}{self.length(seconds)}" if seconds else "±0"

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
