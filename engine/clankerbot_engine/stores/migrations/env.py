"""Alembic's entry point; the connection comes from `migrate`, in a transaction that Alembic leaves to it."""

from alembic import context

from clankerbot_engine.stores.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
