"""The token that a webhook had before it was rotated."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("webhook_sources", sa.Column("former_token_hash", sa.String(length=64), nullable=True))
    op.add_column("webhook_sources", sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True))
