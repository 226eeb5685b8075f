"""Alembic's entry point; the connection comes from `migrate`."""

from alembic import context

from clankerbot_engine.stores.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
connection.exec_driver_sql("BEGIN IMMEDIATE")
try:
    context.run_migrations()
except BaseException:
    connection.exec_driver_sql("ROLLBACK")
    raise
connection.exec_driver_sql("COMMIT")
