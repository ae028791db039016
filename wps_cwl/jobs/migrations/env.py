"""Alembic runs this file: it takes the migrations through the connection that `upgrade` holds open."""

from alembic import context

from wps_cwl.jobs.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
