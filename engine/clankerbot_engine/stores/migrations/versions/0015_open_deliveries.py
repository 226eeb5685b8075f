"""Indexes of the deliveries that are open, and of those that are parked: they are counted time and again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_OPEN = sa.text("due_at IS NOT NULL")
_PARKED = sa.text("state = 'parked'")


def upgrade() -> None:
    op.drop_index("ix_inbox_due_at", "inbox")
    op.create_index("ix_inbox_open", "inbox", ["due_at", "received_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_inbox_parked", "inbox", ["id"], sqlite_where=_PARKED, postgresql_where=_PARKED)
