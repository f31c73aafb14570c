"""Brings a database to this release's tables (Alembic), and grants the application's role its rights there."""

from __future__ import annotations

import re
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from engine.persistence.database import connect

FOLDER = Path(__file__).parent / "migrations"
#: the role of the running application; where it exists it owns nothing and may not change the tables' shape
APPLICATION_ROLE = "alur_app"


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str, metadata: MetaData) -> list[str]:
    """Returns the revisions that it applied, oldest first; none where the database is up to date. `metadata`: the tables of every room."""
    database = connect(url, pool_size=1)
    config = alembic_config()
    try:
        with database.begin() as connection:
            connection.execute(text("set local lock_timeout = 0"))  # a large table is changed for longer than a command may wait
            # two processes that start at once must not both migrate
            connection.execute(text("select pg_advisory_xact_lock(hashtext('alur migrate'))"))
            current = MigrationContext.configure(connection).get_current_revision()
            config.attributes["connection"] = connection
            config.attributes["metadata"] = metadata
            command.upgrade(config, "head")
            _grant(connection, metadata)
        revisions = ScriptDirectory.from_config(config).iterate_revisions("head", current or "base")
        return [script.revision for script in reversed(list(revisions))]
    finally:
        database.dispose()


def _grant(connection: Connection, metadata: MetaData) -> None:
    role = connection.execute(text("select 1 from pg_roles where rolname = :role"), {"role": APPLICATION_ROLE}).scalar()
    if not role:
        return
    connection.execute(text(f"grant usage on schema public to {APPLICATION_ROLE}"))
    connection.execute(text(f"grant select, insert, update, delete on all tables in schema public to {APPLICATION_ROLE}"))
    connection.execute(text(f"grant usage on all sequences in schema public to {APPLICATION_ROLE}"))
    for table in sorted(name for name, table in metadata.tables.items() if table.info.get("append_only")):
        connection.execute(text(f"revoke update, delete on {table} from {APPLICATION_ROLE}"))
    for table in sorted(name for name, table in metadata.tables.items() if table.info.get("owners")):
        connection.execute(text(f"revoke insert, update, delete on {table} from {APPLICATION_ROLE}"))
    for table in _partitioned(metadata):
        parts = connection.execute(
            text("select inhrelid::regclass::text from pg_inherits where inhparent = cast(:name as regclass)"), {"name": table}
        )
        for part in parts.scalars().all():  # rows are reached through their table only
            connection.execute(text(f"revoke all on {part} from {APPLICATION_ROLE}"))
    connection.execute(text(f"grant execute on all functions in schema public to {APPLICATION_ROLE}"))
    connection.execute(text(f"revoke insert, update, delete on alembic_version from {APPLICATION_ROLE}"))


def _partitioned(metadata: MetaData) -> list[str]:
    """Whether a table is a monthly partition, of which the code knows nothing."""
    return sorted(name for name, table in metadata.tables.items() if table.dialect_options["postgresql"]["partition_by"])


def pending_differences(connection: Connection, metadata: MetaData) -> list[object]:
    """Returns the differences between the tables of the code and the migrated database."""

    partitioned = "|".join(_partitioned(metadata))

    def known(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name is not None and re.fullmatch(rf"({partitioned})_(y\d{{4}}m\d\d|rest)", name))

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": known})
    return [item for item in compare_metadata(context, metadata) if "alembic_version" not in str(item)]
