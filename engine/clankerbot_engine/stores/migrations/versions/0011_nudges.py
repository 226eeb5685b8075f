"""Nudges: words to one person about their time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "nudges",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("principal", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("schedule_id", sa.String(length=26), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("message", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("found", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
    )
    op.create_index("ix_nudges_state_due_at", "nudges", ["state", "due_at"])
    op.create_index("ix_nudges_principal_told_on", "nudges", ["principal", "told_on"])
    op.create_index("ix_nudges_principal_stopped_on", "nudges", ["principal", "stopped_on"])
