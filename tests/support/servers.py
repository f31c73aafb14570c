"""One PostgreSQL for a whole run of tests, with a migrated template database."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from webui.supervisor.place import Place, prepare_place
from webui.supervisor.servers import OWNER, VOLATILE, database_address, start_postgres

ROOT = Path(__file__).resolve().parents[2]
#: set by the process that started the server, inherited by its workers
SOCKET = "ALUR_TEST_SOCKET"


def start(*, durable: bool = False) -> tuple[Any, Place, Path]:
    folder = Path(tempfile.mkdtemp(prefix="alur-tests-"))
    place = prepare_place(folder)
    child = start_postgres(place, options={} if durable else VOLATILE)
    os.environ[SOCKET] = str(place.run)
    upgrade(url("alur", OWNER))
    return child, place, folder


def stop(server: tuple[Any, Place, Path]) -> None:
    child, place, folder = server
    child.stop()
    place.cleanup()
    shutil.rmtree(place.database_folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop(SOCKET, None)


def url(database: str, user: str = "alur_app") -> str:
    place = Place(data=ROOT, logs=ROOT, run=Path(os.environ[SOCKET]), database_folder=ROOT, database_user=None)
    return database_address(place, user=user, database=database).replace("postgresql://", "postgresql+psycopg://")


def administer(statement: str) -> None:
    with psycopg.connect(f"host={os.environ[SOCKET]} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@contextmanager
def cloned(template: str = "alur") -> Iterator[str]:
    """A fresh database; gives its address for the application's role."""
    name = f"t_{uuid4().hex}"
    administer(f"create database {name} owner {OWNER} template {template} strategy file_copy")
    try:
        yield url(name)
    finally:
        administer(f"drop database {name} with (force)")


@contextmanager
def running() -> Iterator[None]:
    """The server of a command that is no pytest run."""
    server = start()
    try:
        yield
    finally:
        stop(server)


@contextmanager
def connected(template: str = "alur") -> Iterator[Any]:
    with cloned(template) as address:
        database = connect(address)
        try:
            yield database
        finally:
            database.dispose()


@contextmanager
def connected_owner(database: Any) -> Iterator[Any]:
    """The same database, for whoever may empty its tables."""
    owner = connect(database.url.set(username=OWNER).render_as_string(hide_password=False))
    try:
        yield owner
    finally:
        owner.dispose()
