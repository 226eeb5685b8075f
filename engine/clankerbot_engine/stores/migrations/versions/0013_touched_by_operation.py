"""An index by which what an operation touched goes with it, once it is old."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("ix_touched_entities_operation_id", "touched_entities", ["operation_id"])
