"""Serves for `./run`: the embedded servers, the migrations, the demonstration's data, then the Procfile; stops in reverse order."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import socket
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import IO

import httpx
from sqlalchemy.exc import OperationalError

from demo.accounts import ACCOUNTS, PASSWORD
from engine.persistence.migrate import upgrade
from webui.settings import ROOT, var_folder
from webui.supervisor.child import Fork
from webui.supervisor.environment import environment_of, write_settings
from webui.supervisor.folders import ServerFolders, Unavailable, prepare_folders
from webui.supervisor.neighbours import neighbours_here, start_neighbours
from webui.supervisor.options import add_options
from webui.supervisor.programs import DEMONSTRATION, WARM, import_all, procfile, share_memory, work_of
from webui.supervisor.say import say
from webui.supervisor.servers import OWNER, TELL_EVERY, database_address, start_postgres, start_valkey, valkey_address, wait_until
from webui.supervisor.watching import Running, stop_all, watch
from webui.tables import METADATA

#: when ./run began, so that the time told includes the set-up
BEGAN = float(os.environ.pop("ALUR_BEGAN", time.monotonic()))
#: the process that builds the editors; ./run became this process, so that it is our child
EDITORS = int(os.environ.pop("ALUR_EDITORS", "0"))


class Stopped(Exception):
    """Somebody asked us to stop."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./run", description="Serve Alur with its own PostgreSQL and Valkey.")
    add_options(parser)
    serve(parser.parse_args(arguments))


def serve(options: argparse.Namespace) -> None:
    var = var_folder().absolute()
    # where the programs work; gunicorn remembers the folder in which it was imported
    os.chdir(ROOT)
    var.mkdir(parents=True, exist_ok=True)
    lock = (var / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"alur: another ./run is already using {var}; stop it first (Ctrl+C in its window)")
    # children must not inherit the lock: it has to fall with us, however we die
    os.set_inheritable(lock.fileno(), False)
    _check_port(options.port)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _stop)
    external = "ALUR_DATABASE_URL" in os.environ
    if external and not options.no_demo:
        say("ALUR_DATABASE_URL is set: no demonstration, whose accounts have known passwords")
    try:
        with ExitStack() as stack:
            _serve(stack, var, lock, options.port, demo=not options.no_demo and not external)
    except Unavailable as reason:
        sys.exit(f"alur: {reason}")
    except Stopped:
        say("stopped; everything is kept")


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"alur: port {port} is in use; stop what uses it, or choose another: ./run --port {port + 1}")


def _serve(stack: ExitStack, var: Path, lock: IO[str], port: int, *, demo: bool) -> None:
    place = prepare_folders(var)
    stack.callback(place.cleanup)
    environment = environment_of(place, var, port, demo=demo)
    neighbours = neighbours_here(environment) if demo else []
    running: list[Running] = []
    stack.callback(stop_all, running)
    # beside the servers' start, which mostly waits; no thread is left when the programs are forked
    importing = Thread(target=import_all, args=((*WARM, *(DEMONSTRATION if demo else ())),))
    importing.start()
    try:
        _prepare_database(place, environment, running)
    finally:
        importing.join()
    share_memory()
    fork = partial(_program, place=place, environment=environment, lock=lock)
    if demo:
        start_neighbours(neighbours, lambda neighbour: fork(neighbour.name, ["python", "-m", f"demo.{neighbour.name}"]), running)
        _load_demo(environment, var, place, lock)
    _await_editors()
    write_settings(var / "settings.json", environment)
    stack.callback((var / "settings.json").unlink, missing_ok=True)
    share_memory()
    programs = [fork(name, command) for name, command in procfile()]
    running += programs
    wait_until(lambda: _healthy(port), programs[0].child)
    _tell(environment, place, demo=demo)
    watch(running)


def _prepare_database(place: ServerFolders, environment: dict[str, str], running: list[Running]) -> None:
    """Starts the servers that the operator has not set, and brings the database to this release's tables."""
    migration_url = os.environ.get("ALUR_MIGRATION_URL") or os.environ.get("ALUR_DATABASE_URL")
    if "ALUR_DATABASE_URL" not in os.environ:
        say("starting PostgreSQL")
        running.append(Running(lambda: start_postgres(place)))
        environment["ALUR_DATABASE_URL"] = database_address(place)
        migration_url = database_address(place, user=OWNER)
    if "ALUR_REDIS_URL" not in os.environ:
        say("starting Valkey")
        running.append(Running(lambda: start_valkey(place)))
        environment["ALUR_REDIS_URL"] = valkey_address(place)
    say("bringing the database up to date")
    try:
        applied = upgrade("postgresql+psycopg://" + str(migration_url).partition("://")[2], METADATA)
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise Unavailable(f"The database of ALUR_DATABASE_URL does not answer: {reason}\nCheck the address, and whether it runs.") from None
    if applied:
        say(f"migrations: {', '.join(applied)}")


def _program(name: str, command: list[str], *, place: ServerFolders, environment: dict[str, str], lock: IO[str]) -> Running:
    log = place.logs / f"{name}.log"
    return Running(lambda: Fork(name, work_of(command), environment=environment, folder=ROOT, log=log, keep_out=[lock.fileno()]))


def _load_demo(environment: dict[str, str], var: Path, place: ServerFolders, lock: IO[str]) -> None:
    """Loads the demonstration once: the marker stands in the data folder, whose life it shares."""
    marker = var / "data" / "demo-loaded"
    if marker.exists():
        return
    say("loading the demonstration: the regency's structure, people, a dozen cases")
    work = work_of(["python", "-m", "webui.cli.main", "demo", "load"])
    loading = Fork(
        "demonstration", work, environment=environment, folder=ROOT, log=place.logs / "demo.log", told=True, keep_out=[lock.fileno()]
    )
    try:
        while loading.ended is None:
            time.sleep(0.05)
    finally:
        loading.stop()
    if loading.ended != 0:
        raise Unavailable("the demonstration's data could not be loaded (see above)")
    marker.touch()


def _await_editors() -> None:
    """Waits for the editors that `./run` builds meanwhile: a process looks once whether they are there."""
    if not EDITORS:
        return
    told = time.monotonic()
    while os.waitpid(EDITORS, os.WNOHANG) == (0, 0):
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            say("waiting for the editors of the workshop, which are being built")
        time.sleep(0.05)


def _healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/sehat/web", timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _tell(environment: dict[str, str], place: ServerFolders, *, demo: bool) -> None:
    say(f"ready after {time.monotonic() - BEGAN:.0f} s:  {environment['ALUR_ADDRESS']}")
    if demo:
        say(f"demo accounts (password {PASSWORD}):")
        for email, what in ACCOUNTS:
            print(f"        {email:<42}{what}", flush=True)
        say(f"the demo's mailbox: {environment['ALUR_ADDRESS']}/demo/kotak-pos; its bank: {environment['ALUR_BANK_URL']}")
        say(f"its registers of other institutions: {environment['ALUR_REGISTRIES'].split('=')[1].rpartition('/')[0]}")
        say(f"it receives mails for setda@tangerangkab.example at {environment['ALUR_MAIL_LISTEN']}")
    say(f"logs are in {place.logs}; Ctrl+C stops everything")


if __name__ == "__main__":
    main()
