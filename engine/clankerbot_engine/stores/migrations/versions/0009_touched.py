"""What each write touched over there, so that Clockify's deliveries about it find the write."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "touched_entities",
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("operation_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("entity_id", "operation_id", name=op.f("pk_touched_entities")),
    )
    op.execute(
        "INSERT INTO touched_entities (entity_id, operation_id) "
        "SELECT entity_id, id FROM operations WHERE entity_id IS NOT NULL"
    )
