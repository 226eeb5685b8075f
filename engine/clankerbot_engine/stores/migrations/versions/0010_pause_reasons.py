"""Why a schedule was paused, also as a code: it is said in the language of whoever looks."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("schedules", sa.Column("paused_reason", sa.String(length=50), nullable=True))
