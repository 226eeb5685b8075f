"""Requests that wait until what they ask of answers again."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_OPEN = sa.text("state IN ('waiting', 'trying')")


def upgrade() -> None:
    op.create_table(
        "pending_requests",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("principal", sa.String(length=100), nullable=False),
        sa.Column("request_key", sa.String(length=255), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("results", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("way_in", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_requests")),
        sa.UniqueConstraint("principal", "request_key", name=op.f("uq_pending_requests_principal_request_key")),
    )
    op.create_index(
        "ix_pending_requests_open",
        "pending_requests",
        ["principal", "said_at"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_pending_requests_told_ended_at", "pending_requests", ["told", "ended_at"])
