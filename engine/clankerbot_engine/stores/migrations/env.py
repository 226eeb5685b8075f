"""Alembic's entry point; the connection comes from `migrate`."""

from alembic import context

from clankerbot_engine.stores.tables import metadata

connection = context.config.attributes["connection"]
# Before `configure`: a connection that is in a transaction by then is left to us, else Alembic commits it in between.
connection.exec_driver_sql("BEGIN IMMEDIATE")
try:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=False,
    )
    context.run_migrations()
except BaseException:
    connection.exec_driver_sql("ROLLBACK")
    raise
connection.exec_driver_sql("COMMIT")
