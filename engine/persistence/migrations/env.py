"""Alembic's door: the connection comes from engine.persistence.migrate."""

from alembic import context

from engine.persistence.tables.registry import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
