"""The one PostgreSQL, with fsync, on which all engines are measured, and the programs that are measured on it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks.peer_engines.alur_client import serve_lines
from benchmarks.peer_engines.forked_client import ForkedClient
from benchmarks.peer_engines.line_program import LineProgram
from benchmarks.peer_engines.outside_programs import DBOS, NotHere, dbos_folder, java_command, pgbench_program
from benchmarks.peer_engines.processes import PACKAGE, write_models, write_package
from benchmarks.place import Place, open_place, say
from demo.add_organisation import AddOrganisation
from demo.load import PACKAGE as LETTERS
from demo.organisation import build_organisation
from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import SetPackageState
from engine.identity.passwords import hash_password
from engine.model.actor import SYSTEM
from webui.settings import ROOT
from webui.supervisor.child import Fork
from webui.supervisor.programs import import_all, work_of

PEERS = ("operaton", "flowable")
#: more than PostgreSQL's default, so that no engine reads from the disk
OPTIONS = {"shared_buffers": "512MB", "max_connections": "200"}
#: rows of pgbench's smallest table: more than clients, so that they do not wait for each other
SCALE = 20


@dataclass
class Arena:
    place: Place
    #: address and port of PostgreSQL: everybody goes by TCP, for Java knows no other way
    server: str
    short: bool
    peers: dict[str, LineProgram] = field(default_factory=dict)
    clients: list[ForkedClient] = field(default_factory=list)
    dbos: list[LineProgram] = field(default_factory=list)
    pgbench: list[str] = field(default_factory=list)

    def wait_until_none(self, count: str) -> None:
        """Waits until this statement counts none."""
        host, _colon, port = self.server.partition(":")
        with psycopg.connect(host=host, port=port, user="postgres", dbname="alur", autocommit=True) as connection:
            while connection.execute(count).fetchone() != (0,):
                time.sleep(0.02)

    def program(self, *command: str) -> Fork:
        """Starts a Python module of ours in a copy of this process; its words go to a log."""
        log, environment = self.place.folder / f"{command[0]}.log", {**os.environ, **self.place.environment}
        return Fork(command[0], work_of(["python", "-m", *command]), environment=environment, folder=ROOT, log=log)

    def lines(self, name: str, command: Sequence[str], **environment: str) -> LineProgram:
        log = self.place.folder / f"{name}.log"
        return LineProgram(command, environment={**os.environ, **environment}, log=log, folder=ROOT)


@contextmanager
def open_arena(*, clients: int, short: bool) -> Iterator[Arena]:
    """Starts the servers, deploys everywhere, and starts `clients` clients of ours. What cannot be had is told and left out."""
    # a loopback address of its own: no port of this machine is taken, and Java knows no socket files
    address = f"127.{random.randint(1, 254)}.{random.randint(0, 254)}.{random.randint(1, 254)}"
    with ExitStack() as stack:
        opened = stack.enter_context(open_place(options={**OPTIONS, "listen_addresses": address}))
        packages, models = opened.folder / "packages", opened.folder / "models"
        packages.mkdir()
        models.mkdir()
        write_package(packages)
        write_models(models)
        environment = {
            **opened.environment,
            "ALUR_DATABASE_URL": f"postgresql://alur_app@{address}:5432/alur",
            "ALUR_PACKAGES": str(packages),
            # the demonstration knows no other address of this machine than 127.0.0.1
            "ALUR_DEMO": "",
        }
        arena = Arena(replace(opened, environment=environment), f"{address}:5432", short)
        stack.callback(_stop_all, arena)
        for database in (*PEERS, "bench", "dbos"):
            _make_database(opened, database)
        _start_peers(arena, models)
        import_all(("webui.worker", "webui.clock", "demo.mailbox"))
        _deploy(arena)
        for number in range(clients):
            warm, log = "1" if short else "10", opened.folder / f"client{number}.log"
            arena.clients.append(ForkedClient(f"client {number}", serve_lines, environment={**environment, "WARM": warm}, log=log))
        _start_pgbench(arena)
        _start_dbos(arena, 1 if short else clients)
        for program in (*arena.peers.values(), *arena.clients, *arena.dbos):
            program.answer()
        yield arena


def _make_database(place: Place, name: str) -> None:
    host = urlsplit(place.owner_url).query.partition("host=")[2]
    with psycopg.connect(f"host={host} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")


def _deploy(arena: Arena) -> None:
    engine = arena.place.engine()
    made = build_organisation(hash_password("x" * 12), engine.platform.vault)
    engine.execute(AddOrganisation(organisation=made, absences=()), actor=SYSTEM)
    for key in (PACKAGE, LETTERS):
        package = engine.platform.packages.get(key)
        assert package is not None, key
        assert not package.broken, package.problems
        engine.execute(Deploy(package=key, resources=dict(package.resources)), actor=SYSTEM)
        engine.execute(SetPackageState(package=key, enabled=True), actor=SYSTEM)
    engine.platform.database.dispose()


def _start_peers(arena: Arena, models: Path) -> None:
    try:
        command = java_command(fetch=not arena.short)
    except NotHere as reason:
        say(f"without Operaton and Flowable: {reason}")
        return
    # a short run shows that it runs: one of both, hardly compiled
    names, warm, options = (PEERS[:1], "2", ["-XX:TieredStopAtLevel=1"]) if arena.short else (PEERS, "300", [])
    for name in names:
        arena.peers[name] = arena.lines(name, [command[0], *options, *command[1:], name, arena.server, str(models), warm])


def _start_pgbench(arena: Arena) -> None:
    try:
        program = pgbench_program()
    except NotHere as reason:
        say(f"without pgbench: {reason}")
        return
    host, _colon, port = arena.server.partition(":")
    arena.pgbench = [program, "-h", host, "-p", port, "-U", "postgres"]
    making = [*arena.pgbench, "-q", "-i", "-s", "1" if arena.short else str(SCALE), "bench"]
    subprocess.run(making, check=True, capture_output=True)


def _start_dbos(arena: Arena, clients: int) -> None:
    try:
        packages = dbos_folder(fetch=not arena.short)
    except NotHere as reason:
        say(f"without {DBOS}: {reason}")
        return
    program = str(Path(__file__).parent / "dbos_client.py")
    for number in range(clients):
        command = [sys.executable, program, f"postgresql://postgres@{arena.server}/dbos"]
        arena.dbos.append(arena.lines(f"dbos{number}", command, PYTHONPATH=str(packages), DBOS__VMID=f"client{number}"))
        if number == 0:
            # the first one makes the tables
            arena.dbos[0].answer()
            arena.dbos[0].tell("workflows 0")


def _stop_all(arena: Arena) -> None:
    for program in (*arena.peers.values(), *arena.clients, *arena.dbos):
        with suppress(OSError):
            program.stop()
