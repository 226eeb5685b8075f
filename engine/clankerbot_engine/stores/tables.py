"""Every table, as SQLAlchemy Core; `migrations/` brings a database to this shape."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect


def values_of(record: Any) -> dict[str, Any]:
    """A dataclass as a row. Not `asdict`, which copies all that the documents in it hold."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware (UTC) out, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ULID = String(26)


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of those rows alone: the few that are looked for time and again, among the many that are kept."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),  # SHA-256, hex
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("limit_per_minute", Integer),  # requests; null: only what holds for every address
    Column("last_used_at", UtcDateTime),  # to the minute
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(100), nullable=False),
    Column("way_in", String(20), nullable=False),
    Column("what", String(100), nullable=False),
    Column("about", String(255)),
    Column("outcome", String(40), nullable=False),  # done, or the code of an error
    Column("undo", ULID),  # of the operation that it takes back, or that took it back
    Index("ix_audit_entries_at", "at"),
)

requests = Table(
    "requests",
    metadata,
    Column("principal", String(100), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # SHA-256 of what was asked, hex
    Column("actions", JSON, nullable=False),  # as read the first time: "yesterday" must not move on a replay
    Column("created_at", UtcDateTime, nullable=False),
)

pending_requests = Table(
    "pending_requests",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("principal", String(100), nullable=False),
    Column("request_key", String(255), nullable=False),
    Column("actions", JSON, nullable=False),
    Column("timezone", String(64)),
    Column("locale", String(20)),
    Column("reference", String(100)),
    Column("said_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),  # or, while it is tried, when that must have ended
    Column("state", String(10), nullable=False),  # waiting | trying | done | failed | discarded
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", JSON(none_as_null=True)),
    Column("results", JSON(none_as_null=True)),
    Column("ended_at", UtcDateTime),
    Column("told", Boolean, nullable=False, default=False),
    Column("way_in", String(20)),
    UniqueConstraint("principal", "request_key"),
    _partial("ix_pending_requests_open", "principal", "said_at", where="state IN ('waiting', 'trying')"),
    Index("ix_pending_requests_told_ended_at", "told", "ended_at"),
)

operations = Table(
    "operations",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("principal", String(100), nullable=False),
    Column("request_key", String(255), nullable=False),
    Column("position", Integer, nullable=False),  # of the action within its request
    Column("part", Integer, nullable=False, default=0),  # an undo of a whole request has several
    Column("integration", String(50), nullable=False),
    Column("kind", String(50), nullable=False),
    Column("action", JSON, nullable=False),
    Column("plan", JSON, nullable=False),  # what is sent; decided once, so that a second try sends the same
    Column("state", String(10), nullable=False),  # started | done | failed | unknown
    Column("attempts", Integer, nullable=False, default=1),
    Column("result", JSON(none_as_null=True)),
    Column("inverse", JSON(none_as_null=True)),  # the plan that takes it back
    Column("entity_id", String(64)),  # what it brought into being over there
    Column("error", JSON(none_as_null=True)),
    Column("undoes", ULID),
    Column("undone_by", ULID),
    Column("way_in", String(20)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("principal", "request_key", "position", "part"),
    Index("ix_operations_state_updated_at", "state", "updated_at"),
    Index("ix_operations_principal_created_at", "principal", "created_at"),
    Index("ix_operations_integration_entity_id", "integration", "entity_id"),
    Index("ix_operations_undoes", "undoes"),
    Index("ix_operations_created_at", "created_at"),
)

touched_entities = Table(
    "touched_entities",
    metadata,
    Column("entity_id", String(64), primary_key=True),
    Column("operation_id", ULID, primary_key=True),
    Index("ix_touched_entities_operation_id", "operation_id"),
)

cache_entries = Table(
    "cache_entries",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("fetched_at", UtcDateTime, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("principal", String(100), nullable=False),
    Column("cron", String(100), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("channel", String(100)),
    Column("action", JSON, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("next_run_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("follows_owner", Boolean, nullable=False, default=False, server_default=false()),
    Column("paused_because", Text),
    Column("paused_reason", String(50)),
    Index("ix_schedules_enabled_next_run_at", "enabled", "next_run_at"),
    Index("ix_schedules_principal", "principal"),
)

schedule_runs = Table(
    "schedule_runs",
    metadata,
    Column("schedule_id", ULID, primary_key=True),
    Column("fire_key", String(40), primary_key=True),  # the scheduled local minute, "2026-10-25T02:30", or "run:<ULID>"
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False),  # running | done | failed | skipped
    Column("message", Text),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("worker", ULID),
    Column("lease_until", UtcDateTime),  # only while it runs
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Index("ix_schedule_runs_lease_until", "lease_until"),
    Index("ix_schedule_runs_finished_at", "finished_at"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("principal", String(100), nullable=False),
    Column("channel", String(100), nullable=False),
    Column("topic", String(20), nullable=False),
    Column("events", JSON, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("workspace_id", String(64)),
    Column("label", Text),
)

webhook_sources = Table(
    "webhook_sources",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),  # the `{source}` of the route
    Column("provider", String(50), nullable=False),
    Column("token_hash", String(64), nullable=False),  # SHA-256 of the static token, hex
    Column("created_at", UtcDateTime, nullable=False),
    Column("workspace_id", String(64)),
    Column("event_type", String(64)),
    Column("remote_id", String(64)),  # Clockify's id of a webhook that we made
    Column("principal", String(100)),  # by whose account it was made
    Column("sealed_token", Text),  # by the vault
    Column("problem", Text),
    Column("checked_at", UtcDateTime),
    Column("former_token_hash", String(64)),
    Column("rotated_at", UtcDateTime),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("provider", String(50), nullable=False),
    Column("sender", String(100), nullable=False),
    Column("workspace_id", String(64)),
    Column("identity", String(140), nullable=False),
    Column("event_type", String(64), nullable=False),
    Column("order_key", String(200)),
    Column("headers", JSON, nullable=False),
    Column("body", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False),  # ready | running | done | parked
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", UtcDateTime),  # none once it is closed
    Column("worker", String(50)),
    Column("finished_at", UtcDateTime),
    Column("error", Text),
    UniqueConstraint("sender", "identity"),
    _partial("ix_inbox_open", "due_at", "received_at", where="due_at IS NOT NULL"),
    _partial("ix_inbox_parked", "id", where="state = 'parked'"),
    Index("ix_inbox_order_key_due_at", "order_key", "due_at"),
    Index("ix_inbox_received_at", "received_at"),
)

entity_states = Table(
    "entity_states",
    metadata,
    Column("workspace_id", String(64), primary_key=True),
    Column("entity", String(30), primary_key=True),
    Column("entity_id", String(64), primary_key=True),
    Column("event_type", String(64), nullable=False),
    Column("document", JSON, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("occurred_at", UtcDateTime),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_entity_states_received_at", "received_at"),
)

connections = Table(
    "connections",
    metadata,
    Column("principal", String(100), primary_key=True),
    Column("sealed_key", Text),  # by the vault; none: the account of the settings acts for this member
    Column("base_url", String(200), nullable=False),
    Column("workspace_id", String(64), nullable=False),
    Column("user_id", String(64), nullable=False),  # Clockify's
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

person_settings = Table(
    "person_settings",
    metadata,
    Column("principal", String(100), primary_key=True),
    Column("settings", JSON, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("principal", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("document", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_cards_updated_at", "updated_at"),
    Index("ix_cards_principal", "principal"),
)

installations = Table(
    "installations",
    metadata,
    Column("id", String(50), primary_key=True),  # "T:" and the workspace, or "E:" and the organisation
    Column("facts", JSON, nullable=False),
    Column("sealed_tokens", Text, nullable=False),  # by the vault
    Column("expires_at", UtcDateTime),
    Column("renewing_until", UtcDateTime),
    Column("installed_at", UtcDateTime, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("workspace", String(50), nullable=False),
    Column("channel", String(100), nullable=False),
    Column("batch", String(100)),
    Column("message", JSON, nullable=False),
    Column("state", String(10), nullable=False),  # waiting | sending | posted | parked
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", UtcDateTime, nullable=False),  # to be sent; or, while it is being sent, when that must have ended
    Column("posted_as", String(50)),
    Column("version", Integer, nullable=False, default=1, server_default="1"),  # of the message; an amendment adds one
    Column("error", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_outbox_state_due_at", "state", "due_at"),
)

marks = Table(
    "marks",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("set_at", UtcDateTime, nullable=False),
)

nudges = Table(
    "nudges",
    metadata,
    Column("id", ULID, primary_key=True),
    Column("principal", String(100), nullable=False),
    Column("by", String(100), nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("about", JSON, nullable=False),
    Column("state", String(10), nullable=False),  # waiting | sending | sent | dropped
    Column("due_at", UtcDateTime, nullable=False),  # or, while somebody has it in hand, when that must have ended
    Column("expires_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("schedule_id", ULID),
    Column("times", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("told_on", Date),
    Column("stopped_on", Date),
    Column("message", JSON(none_as_null=True)),
    Column("found", JSON(none_as_null=True)),
    Column("outcome", String(30)),
    Index("ix_nudges_state_due_at", "state", "due_at"),
    Index("ix_nudges_principal_told_on", "principal", "told_on"),
    Index("ix_nudges_principal_stopped_on", "principal", "stopped_on"),
)

feed_lines = Table(
    "feed_lines",
    metadata,
    Column("subscription_id", ULID, primary_key=True),
    Column("entity_key", String(200), primary_key=True),
    Column("post_id", ULID, nullable=False),
    Column("position", Integer, nullable=False),  # within its subscription
    Column("document", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_feed_lines_post_id_position", "post_id", "position"),
    Index("ix_feed_lines_subscription_id_position", "subscription_id", "position"),
    Index("ix_feed_lines_entity_key", "entity_key"),
    Index("ix_feed_lines_created_at", "created_at"),
)
