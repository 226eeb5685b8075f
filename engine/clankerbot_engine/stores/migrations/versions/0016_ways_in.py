"""By which way in a write was asked for; and lines of the audit log that outlive the write which they tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("operations") as operations:
        operations.add_column(sa.Column("way_in", sa.String(length=20), nullable=True))
    with op.batch_alter_table("audit_entries") as entries:
        entries.add_column(sa.Column("undo", sa.String(length=26), nullable=True))
