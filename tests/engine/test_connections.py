"""Connections that rest in the pool: who is asked whether the server is there still, and what their transactions may."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from engine.core.query import Query
from engine.model.actor import SYSTEM
from engine.persistence import database as database_module
from engine.persistence.database import CONNECTION, connect
from engine.persistence.migrate import upgrade
from webui.tables import METADATA


@pytest.fixture
def pinged(database_url, monkeypatch):
    """A database of its own pool, and the connections that were asked."""
    database, asked = connect(database_url), []
    ping = database.dialect.do_ping
    monkeypatch.setattr(database.dialect, "do_ping", lambda connection: asked.append(connection) or ping(connection))
    yield database, asked
    database.dispose()


def backend(database):
    with database.connect() as connection:
        return connection.execute(text("select pg_backend_pid()")).scalar_one()


def end(owner_url, number):
    """The server leaves a connection, as at its restart."""
    with psycopg.connect(owner_url.replace("+psycopg", "").replace("alur_owner@", "postgres@"), autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(%s, 10000)", [number])


def test_a_connection_that_has_just_worked_is_not_asked(pinged):
    database, asked = pinged
    assert backend(database) == backend(database) == backend(database)
    assert asked == []


def test_a_connection_that_has_rested_is_asked(pinged, monkeypatch):
    database, asked = pinged
    first = backend(database)
    monkeypatch.setattr(database_module, "TRUSTED", -1.0)
    assert backend(database) == first
    assert len(asked) == 1


@pytest.mark.parametrize("trusted", [3600.0, -1.0])
def test_a_connection_that_the_server_has_left_is_replaced_unnoticed(pinged, owner_url, monkeypatch, trusted):
    monkeypatch.setattr(database_module, "TRUSTED", trusted)
    database, asked = pinged
    first = backend(database)
    end(owner_url, first)
    assert backend(database) != first
    assert len(asked) == 1


def test_all_connections_of_a_server_that_was_restarted_are_replaced(pinged, owner_url, monkeypatch):
    monkeypatch.setattr(database_module, "TRUSTED", 3600.0)
    database, _asked = pinged
    with database.connect() as one, database.connect() as other:
        ended = {connection.execute(text("select pg_backend_pid()")).scalar_one() for connection in (one, other)}
    for number in ended:
        end(owner_url, number)
    with database.connect() as one, database.connect() as other:
        assert not ended & {connection.execute(text("select pg_backend_pid()")).scalar_one() for connection in (one, other)}


@dataclass(frozen=True, kw_only=True)
class Settings(Query):
    permission: ClassVar[str] = "system"

    def run(self, context):
        return [
            context.session.execute(text(f"select current_setting('{name}')")).scalar_one()
            for name in ("transaction_read_only", "lock_timeout")
        ]


@dataclass(frozen=True, kw_only=True)
class Writing(Query):
    permission: ClassVar[str] = "system"

    def run(self, context):
        context.session.execute(text("create table should_not_be (id int)"))


def test_a_query_cannot_write_and_a_command_after_it_can(harness):
    assert harness.engine.ask(Settings(), actor=SYSTEM) == ["on", "5s"]
    with pytest.raises(InternalError, match="read-only transaction"):
        harness.engine.ask(Writing(), actor=SYSTEM)
    with Session(harness.database) as session:
        assert session.execute(text("select current_setting('transaction_read_only')")).scalar_one() == "off"
        assert session.execute(text("select current_setting('lock_timeout')")).scalar_one() == "5s"


WAITS = "select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'advisory' and clock_timestamp() - query_start > '300 ms')"


def test_a_migration_waits_for_another_longer_than_a_command_may(owner_url, monkeypatch):
    monkeypatch.setitem(CONNECTION, "options", CONNECTION["options"].replace("lock_timeout=5s", "lock_timeout=50ms"))
    others = connect(owner_url)
    with ThreadPoolExecutor(1) as pool, others.connect() as first, others.connect() as watching:
        first.execute(text("select pg_advisory_xact_lock(hashtext('alur migrate'))"))
        migrating = pool.submit(upgrade, owner_url, METADATA)
        while not migrating.done() and not watching.execute(text(WAITS)).scalar_one():
            watching.rollback()
        first.rollback()
        assert migrating.result() == []
    others.dispose()
