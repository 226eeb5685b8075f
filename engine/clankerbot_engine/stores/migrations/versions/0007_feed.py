"""What subscriptions said of what, and in which message."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "feed_lines",
        sa.Column("subscription_id", sa.String(length=26), nullable=False),
        sa.Column("entity_key", sa.String(length=200), nullable=False),
        sa.Column("post_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "entity_key", name=op.f("pk_feed_lines")),
    )
    op.create_index("ix_feed_lines_post_id_position", "feed_lines", ["post_id", "position"], unique=False)
    op.create_index(
        "ix_feed_lines_subscription_id_position", "feed_lines", ["subscription_id", "position"], unique=False
    )
    op.create_index("ix_feed_lines_created_at", "feed_lines", ["created_at"], unique=False)
    op.create_index("ix_feed_lines_entity_key", "feed_lines", ["entity_key"], unique=False)
