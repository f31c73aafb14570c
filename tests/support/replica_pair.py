"""A PostgreSQL of its own with a streaming replica: a base backup on another socket, in hot standby."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.orm import Session

from demo.organisation import build_organisation, insert_organisation
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from tests.support.passwords import HASH
from webui.supervisor.child import Child
from webui.supervisor.folders import ServerFolders, postgres_programs, prepare_folders
from webui.supervisor.servers import OWNER, VOLATILE, database_address, start_postgres, wait_until
from webui.tables import METADATA

OPTIONS = {**VOLATILE, "autovacuum": "off", "shared_buffers": "32MB", "max_wal_size": "256MB"}


class ReplicaPair:
    """`url` and `replica_url`: of the database with the demonstration's organisation, for the application's role."""

    def __init__(self, folder: Path) -> None:
        self.places = [prepare_folders(folder / name) for name in ("primary", "replica")]
        self.primary = start_postgres(self.places[0], options=OPTIONS)
        self._programs = postgres_programs(self.places[0])
        upgrade(self._address(0, OWNER), METADATA)
        database = connect(self._address(0, "alur_app"))
        with Session(database) as session:
            insert_organisation(session, build_organisation(password_hash=HASH))
            session.commit()
        database.dispose()
        self._copy()
        self.replica = self._follow()

    @property
    def url(self) -> str:
        return self._address(0, "alur_app")

    @property
    def replica_url(self) -> str:
        return self._address(1, "alur_app")

    def administer(self, statement: str) -> Any:
        """Runs a statement at the replica as its superuser."""
        with psycopg.connect(f"host={self.places[1].run} user=postgres dbname=alur", autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchone()

    def start_again(self) -> None:
        self.replica.stop()
        self.replica = self._follow()

    def stop(self) -> None:
        self.replica.stop()
        self.primary.stop()
        for place in self.places:
            place.cleanup()
            shutil.rmtree(place.database_folder, ignore_errors=True)

    def _address(self, which: int, user: str) -> str:
        return database_address(self.places[which], user=user).replace("postgresql://", "postgresql+psycopg://")

    def _cluster(self, place: ServerFolders) -> str:
        return str(place.database_folder / "cluster")

    def _copy(self) -> None:
        user = self.places[0].database_user
        subprocess.run(
            [
                str(self._programs / "pg_basebackup"),
                *("-h", str(self.places[0].run), "-U", "postgres", "-D", self._cluster(self.places[1])),
                *("--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync"),
            ],
            check=True, capture_output=True, cwd="/", env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/"},
            user=user.pw_uid if user else None, group=user.pw_gid if user else None, extra_groups=[] if user else None,
        )  # fmt: skip

    def _follow(self) -> Child:
        place = self.places[1]
        settings = {
            **OPTIONS,
            "listen_addresses": "",
            "unix_socket_directories": str(place.run),
            "max_connections": "120",
            "wal_retrieve_retry_interval": "100ms",
        }
        child = Child(
            "replica",
            [str(self._programs / "postgres"), "-D", self._cluster(place), *_options(settings)],
            environment={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(place.database_folder)},
            folder=place.database_folder, log=place.logs / "postgres.log", death_signal=signal.SIGINT, stop_signal=signal.SIGINT,
            user=place.database_user,
        )  # fmt: skip
        wait_until(self._answers, child)
        return child

    def _answers(self) -> bool:
        try:
            self.administer("select 1")
        except psycopg.Error:
            return False
        return True


def _options(settings: dict[str, str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


@contextmanager
def replica_pair() -> Iterator[ReplicaPair]:
    with tempfile.TemporaryDirectory(prefix="alur-replica-") as folder:
        pair = ReplicaPair(Path(folder))
        try:
            yield pair
        finally:
            pair.stop()
