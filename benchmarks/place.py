"""Servers of a benchmark: an embedded PostgreSQL with fsync and a Valkey of their own, thrown away afterwards."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.core.engine import Engine
from engine.model.actor import Actor
from engine.persistence.migrate import upgrade
from webui.bootstrap import build_platform
from webui.settings import ROOT, Settings, read_settings
from webui.supervisor.environment import free_port
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import OWNER, database_address, start_postgres, start_valkey, valkey_address
from webui.tables import METADATA


@dataclass(frozen=True)
class Place:
    """`environment`: the settings of ours, as a program of ours reads them. `owner_url`: the database as its migrator sees it."""

    environment: Mapping[str, str]
    owner_url: str
    folder: Path
    #: of the database's first process
    database_pid: int

    @property
    def settings(self) -> Settings:
        return read_settings(self.environment)

    def engine(self) -> Engine:
        return build_platform(self.settings)

    def program(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a Python module of ours with the settings of this place."""
        return subprocess.Popen([sys.executable, "-m", *arguments], env={**os.environ, **self.environment}, cwd=ROOT)


@contextmanager
def open_place(*, options: Mapping[str, str] | None = None, mailbox: bool = False) -> Iterator[Place]:
    """Starts the servers and migrates the database. `options`: settings of PostgreSQL. `mailbox`: with a server for mails."""
    folder = Path(tempfile.mkdtemp(prefix="alur-bench-"))
    place = prepare_folders(folder)
    postgres = valkey = postbox = None
    try:
        postgres = start_postgres(place, options=options)
        valkey = start_valkey(place)
        owner_url = "postgresql+psycopg://" + database_address(place, user=OWNER).partition("://")[2]
        upgrade(owner_url, METADATA)
        environment = {
            "ALUR_DATABASE_URL": database_address(place),
            "ALUR_REDIS_URL": valkey_address(place),
            "ALUR_SECRET_KEY": "bench" * 10,
            "ALUR_DATA_KEYS": "bench:" + base64.b64encode(b"0" * 32).decode(),
            "ALUR_DATA": str(folder / "data"),
            "ALUR_DEMO": "1",
            "ALUR_SMTP_PORT": str(free_port()),
        }
        first_process = int((place.database_folder / "cluster" / "postmaster.pid").read_text().split()[0])
        opened = Place(environment, owner_url, folder, first_process)
        if mailbox:
            postbox = opened.program("demo.mailbox")
            time.sleep(2)
        yield opened
    finally:
        for program in (postbox,):
            if program:
                program.terminate()
                program.wait()
        for server in (valkey, postgres):
            if server:
                server.stop()
        place.cleanup()
        for path in (place.database_folder, folder):
            shutil.rmtree(path, ignore_errors=True)


def say(words: str) -> None:
    print(f"bench: {words}", flush=True)


@contextmanager
def programs(*running: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        for program in running:
            program.terminate()
        for program in running:
            program.wait()


def value_of(engine: Engine, sql: str, **values: Any) -> Any:
    with engine.platform.database.connect() as connection:
        return connection.execute(text(sql), values).scalar()


def await_(condition: Callable[[], bool], *, patience: float = 600, pause: float = 0.02) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("what was begun did not end")
        time.sleep(pause)


def start(engine: Engine, somebody: Actor, process: str, **answers: str) -> UUID:
    return UUID(engine.execute(StartProcessInstance(process=process, answers=answers), actor=somebody)["instance"])


def ended(engine: Engine, process: str) -> int:
    return int(value_of(engine, "select count(*) from process_instance where process_key = :key and status <> 'ACTIVE'", key=process))
