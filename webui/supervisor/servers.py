"""Starts the embedded PostgreSQL and Valkey: real servers, reached by sockets only, without a port."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from webui.supervisor.child import Child, Program
from webui.supervisor.folders import ServerFolders, Unavailable, postgres_programs, valkey_program
from webui.supervisor.say import say

#: a server that is thrown away afterwards need not keep what it has at a power cut
VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
OWNER, APPLICATION = "alur_owner", "alur_app"


#: seconds after which it is said again that something is waited for
TELL_EVERY = 5.0


def wait_until(ready: Callable[[], bool], child: Program) -> None:
    """Waits until a program is ready, for as long as the machine needs; a program that cannot start ends by itself.

    Raises Unavailable with the program's last lines where it ends.
    """
    began = time.monotonic()
    told = began
    while not ready():
        if child.ended is not None:
            raise Unavailable(f"{child.name} ended at once. Its last lines ({child.log}):\n{child.last_lines()}")
        now = time.monotonic()
        if now - told >= TELL_EVERY:
            told = now
            say(f"waiting for {child.name} since {now - began:.0f} s (log: {child.log})")
        time.sleep(0.05)


def database_address(place: ServerFolders, *, user: str = APPLICATION, database: str = "alur") -> str:
    return f"postgresql://{user}@/{database}?host={place.run}"


def start_postgres(place: ServerFolders, *, options: Mapping[str, str] | None = None) -> Child:
    """Makes the cluster if it is new, starts it, makes roles and database. `options`: settings of the server other than ours."""
    programs, folder = postgres_programs(place), place.database_folder / "cluster"
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": str(place.database_folder)}
    if not (folder / "PG_VERSION").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _initialise(programs, folder, place, environment)
    stale = folder / "postmaster.pid"
    if stale.exists() and not _alive(stale):
        stale.unlink()
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": str(place.run),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **(options or {}),
    }
    command = [
        str(programs / "postgres"),
        "-D",
        str(folder),
        *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
    ]
    child = Child(
        "PostgreSQL",
        [part.replace("''", "") for part in command],
        environment=environment,
        folder=place.database_folder,
        log=place.logs / "postgres.log",
        death_signal=signal.SIGINT,
        stop_signal=signal.SIGINT,
        user=place.database_user,
    )
    try:
        wait_until(lambda: _answers(place), child)
        _make_database(place)
    except (Unavailable, psycopg.Error) as reason:
        child.stop()
        raise Unavailable(str(reason)) from None
    return child


def _initialise(programs: Path, folder: Path, place: ServerFolders, environment: dict[str, str]) -> None:
    user = place.database_user
    done = subprocess.run(
        [
            str(programs / "initdb"),
            "-D",
            str(folder),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=place.database_folder,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode != 0:
        raise Unavailable(f"initdb failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")


def _alive(pid_file: Path) -> bool:
    try:
        pid = int(pid_file.read_text().split()[0])
        return "postgres" in Path(f"/proc/{pid}/cmdline").read_text()
    except (OSError, ValueError, IndexError):
        return False


def _answers(place: ServerFolders) -> bool:
    try:
        psycopg.connect(f"host={place.run} user=postgres dbname=postgres", connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _make_database(place: ServerFolders) -> None:
    with psycopg.connect(f"host={place.run} user=postgres dbname=postgres", autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("select rolname from pg_roles")}
        for role in (OWNER, APPLICATION):
            if role not in roles:
                connection.execute(f"create role {role} login")
        if not connection.execute("select 1 from pg_database where datname = 'alur'").fetchone():
            connection.execute(f"create database alur owner {OWNER}")
    with psycopg.connect(f"host={place.run} user=postgres dbname=alur", autocommit=True) as connection:
        connection.execute("create extension if not exists unaccent")


def valkey_address(place: ServerFolders) -> str:
    return f"unix://{place.run / 'valkey'}?db=0"


#: no port, nothing on disk, and a bound of memory at which counters of requests give way, never the jobs in the queue
_VALKEY = (*"--port 0 --unixsocketperm 700 --appendonly no --maxmemory 128mb --maxmemory-policy volatile-ttl".split(), "--save", "")


def start_valkey(place: ServerFolders) -> Child:
    """Starts Valkey as a doorbell: it keeps nothing on disk."""
    socket = place.run / "valkey"
    child = Child(
        "Valkey",
        [valkey_program(), *_VALKEY, "--unixsocket", str(socket)],
        environment={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        folder=place.run,
        log=place.logs / "valkey.log",
    )

    def ready() -> bool:
        try:
            return bool(Redis(unix_socket_path=str(socket)).ping())
        except (RedisError, OSError):
            return False

    try:
        wait_until(ready, child)
    except Unavailable:
        child.stop()
        raise
    return child
