"""Runs Alembic on the connection that engine.persistence.migrate opens."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], target_metadata=attributes.get("metadata"), compare_type=True)
with context.begin_transaction():
    context.run_migrations()
