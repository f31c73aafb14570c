"""One PostgreSQL for a whole run of tests, in memory where there is room, and its databases."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from webui.supervisor.folders import ServerFolders, prepare_folders
from webui.supervisor.servers import OWNER, VOLATILE, database_address, start_postgres
from webui.tables import METADATA

ROOT = Path(__file__).resolve().parents[2]
#: set by the process that started the server, inherited by its workers
SOCKET = "ALUR_TEST_SOCKET"
#: a file system in memory: copying a database there takes 30 ms, also when others keep the disk busy
MEMORY, ROOM = Path("/dev/shm"), 3_000_000_000
#: nothing of a test is read after its end: no statistics are kept, and a copied database need not be logged
OPTIONS = {**VOLATILE, "autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "256MB"}


def start() -> tuple[Any, ServerFolders, Path]:
    folder = Path(tempfile.mkdtemp(prefix="alur-tests-"))
    place = _in_memory(prepare_folders(folder))
    child = start_postgres(place, options=OPTIONS)
    os.environ[SOCKET] = str(place.run)
    upgrade(url("alur", OWNER), METADATA)
    return child, place, folder


def stop(server: tuple[Any, ServerFolders, Path]) -> None:
    child, place, folder = server
    child.stop()
    place.cleanup()
    shutil.rmtree(place.database_folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop(SOCKET, None)


def _in_memory(place: ServerFolders) -> ServerFolders:
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return place
    for left in MEMORY.glob("alur-tests-*"):
        if not Path(f"/proc/{left.name.rpartition('-')[2]}").exists():  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    shutil.rmtree(place.database_folder, ignore_errors=True)
    folder = MEMORY / f"alur-tests-{uuid4().hex[:8]}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if place.database_user:
        os.chown(folder, place.database_user.pw_uid, place.database_user.pw_gid)
    return replace(place, database_folder=folder)


def url(database: str, user: str = "alur_app") -> str:
    place = ServerFolders(data=ROOT, logs=ROOT, run=Path(os.environ[SOCKET]), database_folder=ROOT, database_user=None)
    return database_address(place, user=user, database=database).replace("postgresql://", "postgresql+psycopg://")


def administer(statement: str) -> None:
    _administration(os.environ[SOCKET], os.getpid()).execute(statement)  # type: ignore[call-overload]


@cache
def _administration(socket: str, _process: int) -> psycopg.Connection[Any]:
    """One connection for each process: PostgreSQL starts a process for it, which takes as long as dropping a small database."""
    connection = psycopg.connect(f"host={socket} user=postgres dbname=postgres", autocommit=True)
    atexit.register(connection.close)
    return connection


#: the last database of this process, which the next one's end drops; the last of all goes with the server
_used: list[str] = []


@contextmanager
def cloned(template: str = "alur") -> Iterator[str]:
    """A fresh database; gives its address for the application's role."""
    name = f"t_{uuid4().hex}"
    administer(f"create database {name} owner {OWNER} template {template} strategy file_copy")
    try:
        yield url(name)
    finally:
        # the one before this is dropped: PostgreSQL waits a tenth of a second where a connection has just been closed
        for left in _used:
            administer(f"drop database if exists {left} with (force)")  # not of a server that has ended
        _used[:] = [name]


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
