"""People, workspaces and what they hold: projects, tasks, tags, clients (`clockify-api` §5.1, §5.2)."""

from clankerbot_engine.clockify.models.wire import (
    Instant,
    Received,
    Sent,
    WireDuration,
    duration_seconds,
)


class UserSettings(Received):
    time_zone: str | None = None
    week_start: str | None = None
    time_format: str | None = None
    date_format: str | None = None  # MM/DD/YYYY, DD.MM.YYYY, YYYY-MM-DD, ...
    my_start_of_day: str | None = None  # HH:MM
    lang: str | None = None  # EN, DE, PT_BR, ...


class User(Received):
    id: str | None = None
    name: str | None = None
    email: str | None = None
    status: str | None = None
    active_workspace: str | None = None
    default_workspace: str | None = None
    settings: UserSettings | None = None


class Membership(Received):
    user_id: str | None = None
    membership_type: str | None = None
    membership_status: str | None = None


class AutomaticLock(Received):
    """WEEKLY (`change_day`, `first_day`), MONTHLY (`day_of_month`), OLDER_THAN (`older_than_value` and its period)."""

    type: str | None = None
    change_day: str | None = None
    first_day: str | None = None
    day_of_month: int | None = None
    older_than_period: str | None = None  # DAYS | WEEKS | MONTHS
    older_than_value: int | None = None


class WorkspaceSettings(Received):
    """Rules that a time entry must obey (`clockify-api` §5.8)."""

    force_projects: bool | None = None
    force_tasks: bool | None = None
    force_tags: bool | None = None
    force_description: bool | None = None
    time_tracking_mode: str | None = None  # DEFAULT | STOPWATCH_ONLY
    lock_time_entries: Instant | None = None
    lock_time_zone: str | None = None
    automatic_lock: AutomaticLock | None = None
    only_admins_can_change_billable_status: bool | None = None
    default_billable_projects: bool | None = None
    only_admins_create_project: bool | None = None
    only_admins_create_tag: bool | None = None
    only_admins_create_task: bool | None = None
    only_admins_see_all_time_entries: bool | None = None
    track_time_down_to_second: bool | None = None
    working_days: tuple[str, ...] | None = None


class UserGroup(Received):
    id: str | None = None
    name: str | None = None
    user_ids: tuple[str, ...] | None = None


class Workspace(Received):
    id: str | None = None
    name: str | None = None
    workspace_settings: WorkspaceSettings | None = None
    memberships: tuple[Membership, ...] | None = None
    feature_subscription_type: str | None = None
    features: tuple[str, ...] | None = None


class Role(Received):
    role: str | None = None


class Member(User):
    roles: tuple[Role, ...] | None = None


class Task(Received):
    id: str | None = None
    name: str | None = None
    project_id: str | None = None
    status: str | None = None  # ACTIVE | DONE
    billable: bool | None = None
    assignee_ids: tuple[str, ...] | None = None
    estimate: str | None = None


class TimeEstimate(Received):
    """`active`: it is an estimate of the whole project, and not the sum of its tasks'. ISO 8601, or milliseconds."""

    estimate: str | int | None = None
    type: str | None = None  # AUTO | MANUAL
    active: bool | None = None
    reset_option: str | None = None  # WEEKLY | MONTHLY | YEARLY

    @property
    def seconds(self) -> int | None:
        text = str(self.estimate or "")
        return int(text) // 1000 if text.isdecimal() else duration_seconds(text)


class Project(Received):
    id: str | None = None
    name: str | None = None
    client_id: str | None = None
    client_name: str | None = None
    archived: bool | None = None
    billable: bool | None = None
    public: bool | None = None
    color: str | None = None
    note: str | None = None
    duration: WireDuration = None  # tracked on it so far, by everybody
    time_estimate: TimeEstimate | None = None
    client: "Client | None" = None  # these two with `hydrated=true` only
    tasks: tuple[Task, ...] | None = None


class Tag(Received):
    id: str | None = None
    name: str | None = None
    archived: bool | None = None


class Client(Received):
    id: str | None = None
    name: str | None = None
    archived: bool | None = None
    email: str | None = None
    address: str | None = None
    note: str | None = None
    currency_id: str | None = None
    cc_emails: tuple[str, ...] | None = None


class NewProject(Sent):
    name: str
    client_id: str | None = None
    color: str | None = None  # #RRGGBB
    billable: bool | None = None
    is_public: bool | None = None
    note: str | None = None


class ProjectChange(Sent):
    name: str | None = None
    client_id: str | None = None
    color: str | None = None
    billable: bool | None = None
    is_public: bool | None = None
    note: str | None = None
    archived: bool | None = None


class NewTask(Sent):
    name: str
    assignee_ids: tuple[str, ...] | None = None
    estimate: str | None = None
    status: str | None = None
    billable: bool | None = None


class NewClient(Sent):
    name: str
    email: str | None = None
    address: str | None = None
    note: str | None = None
