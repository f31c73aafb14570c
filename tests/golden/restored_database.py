"""A golden database, as the release that made it left it."""

import json
import lzma
import os
from contextlib import contextmanager

import psycopg
from alembic import command

from engine.persistence.database import connect
from engine.persistence.migrate import alembic_config
from tests.golden.make import HERE
from tests.support import servers, templates
from webui.supervisor.servers import OWNER

#: sequences go on behind the rows that came with their numbers; the first releases had none by these names
NUMBERED = {"history_event_seq": "history_event", "audit_record_seq": "audit_record"}


def document_of(name):
    return json.loads(lzma.decompress((HERE / name).read_bytes()))


@contextmanager
def restored(document):
    """Gives the owner's address."""
    database = f"golden_{document['revision']}_{os.getpid()}"
    servers.administer(f"create database {database} owner {OWNER} template {templates.regency()} strategy file_copy")
    owner = servers.url(database, OWNER)
    superuser = owner.replace("+psycopg", "").replace(f"{OWNER}@", "postgres@")
    try:
        with psycopg.connect(superuser) as connection:
            connection.execute("drop schema public cascade")
            connection.execute(f"create schema public authorization {OWNER}")
            connection.execute("create extension if not exists pg_trgm schema public")
            connection.execute("create extension if not exists unaccent schema public")
        made = connect(owner, pool_size=1)
        config = alembic_config()
        with made.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, document["revision"])
        made.dispose()
        with psycopg.connect(superuser) as connection:
            connection.execute("set session_replication_role = replica")  # rows come table by table
            for table, rows in document["tables"].items():
                with connection.cursor().copy(f"copy {table} from stdin") as copy:
                    copy.write(rows)
            for sequence, table in NUMBERED.items():
                if connection.execute("select to_regclass(%s)", (sequence,)).fetchone()[0]:
                    connection.execute(f"select setval('{sequence}', (select coalesce(max(id), 1) from {table}))")
        yield owner
    finally:
        servers.administer(f"drop database {database} with (force)")
