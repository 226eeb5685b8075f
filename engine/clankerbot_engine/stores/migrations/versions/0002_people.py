"""People with Clockify keys of their own, their settings, and the cards that buttons refer to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("principal", sa.String(length=100), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=True),
        sa.Column("base_url", sa.String(length=200), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal", name=op.f("pk_connections")),
    )
    op.create_table(
        "person_settings",
        sa.Column("principal", sa.String(length=100), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal", name=op.f("pk_person_settings")),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("principal", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
    )
    op.create_index("ix_cards_principal", "cards", ["principal"], unique=False)
    op.create_index("ix_cards_updated_at", "cards", ["updated_at"], unique=False)
