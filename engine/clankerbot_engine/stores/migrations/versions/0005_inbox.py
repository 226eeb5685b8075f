"""Deliveries, kept until they are worked off; what they last said of each thing; the webhooks that we made."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("provider", sa.String(length=50), nullable=False),
        sa.Column("sender", sa.String(length=100), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=True),
        sa.Column("identity", sa.String(length=140), nullable=False),
        sa.Column("event_type", sa.String(length=64), nullable=False),
        sa.Column("order_key", sa.String(length=200), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=50), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("sender", "identity", name=op.f("uq_inbox_sender_identity")),
    )
    op.create_index("ix_inbox_due_at", "inbox", ["due_at"], unique=False)
    op.create_index("ix_inbox_order_key_due_at", "inbox", ["order_key", "due_at"], unique=False)
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], unique=False)
    op.create_table(
        "entity_states",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("event_type", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "entity", "entity_id", name=op.f("pk_entity_states")),
    )
    op.create_index("ix_entity_states_received_at", "entity_states", ["received_at"], unique=False)

    op.add_column("webhook_sources", sa.Column("workspace_id", sa.String(length=64), nullable=True))
    op.add_column("webhook_sources", sa.Column("event_type", sa.String(length=64), nullable=True))
    op.add_column("webhook_sources", sa.Column("remote_id", sa.String(length=64), nullable=True))
    op.add_column("webhook_sources", sa.Column("principal", sa.String(length=100), nullable=True))
    op.add_column("webhook_sources", sa.Column("sealed_token", sa.Text(), nullable=True))
    op.add_column("webhook_sources", sa.Column("problem", sa.Text(), nullable=True))
    op.add_column("webhook_sources", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("subscriptions", sa.Column("workspace_id", sa.String(length=64), nullable=True))
    op.add_column("subscriptions", sa.Column("label", sa.Text(), nullable=True))

    op.add_column("outbox", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
