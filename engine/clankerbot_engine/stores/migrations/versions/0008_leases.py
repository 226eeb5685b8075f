"""Who carries a run of a schedule out, and until when; and why a schedule was paused."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("schedules", sa.Column("follows_owner", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("schedules", sa.Column("paused_because", sa.Text(), nullable=True))
    op.create_index("ix_schedules_principal", "schedules", ["principal"], unique=False)
    op.add_column("schedule_runs", sa.Column("worker", sa.String(length=26), nullable=True))
    op.add_column("schedule_runs", sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("schedule_runs", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_schedule_runs_lease_until", "schedule_runs", ["lease_until"], unique=False)
    op.create_index("ix_schedule_runs_finished_at", "schedule_runs", ["finished_at"], unique=False)
    op.execute("UPDATE schedule_runs SET lease_until = started_at WHERE state = 'running'")
