"""Who changed what by which way in, beside the journal; what a token may do in a minute, and when it was used last."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("way_in", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=255), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_index("ix_operations_created_at", "operations", ["created_at"])
    with op.batch_alter_table("api_tokens") as tokens:
        tokens.add_column(sa.Column("limit_per_minute", sa.Integer(), nullable=True))
        tokens.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
