"""`./run`: the embedded servers, the migrations, the demonstration's data, then every process of the Procfile; stops in reverse order."""

from __future__ import annotations

import argparse
import base64
import fcntl
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from sqlalchemy.exc import OperationalError

from demo.accounts import ACCOUNTS, PASSWORD
from engine.persistence.migrate import upgrade
from webui.settings import ROOT
from webui.supervisor.child import Child
from webui.supervisor.place import Place, Unavailable, prepare_place
from webui.supervisor.servers import OWNER, database_address, start_postgres, start_valkey, valkey_address, wait_until
from webui.tables import METADATA

#: when ./run began, so that the time told includes the set-up
BEGAN = float(os.environ.pop("ALUR_BEGAN", time.monotonic()))


class Stopped(Exception):
    """Somebody asked us to stop."""


def say(text: str) -> None:
    print(f"alur: {text}", flush=True)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./run", description="Serve Alur with its own PostgreSQL and Valkey.")
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    parser.add_argument("--no-demo", action="store_true", help="without demonstration accounts, cases and mailbox")
    options = parser.parse_args(arguments)
    var = Path(os.environ.get("ALUR_VAR") or ROOT / "var")
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
            _serve(stack, var, options.port, demo=not options.no_demo and not external)
    except Unavailable as reason:
        sys.exit(f"alur: {reason}")
    except Stopped:
        say("stopped; everything is kept")


def _stop_all(running: list[Running]) -> None:
    """The newest first: nobody loses a server that it still needs."""
    for item in reversed(running):
        item.child.stop()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"alur: port {port} is in use; stop what uses it, or choose another: ./run --port {port + 1}")


def _serve(stack: ExitStack, var: Path, port: int, *, demo: bool) -> None:
    place = prepare_place(var)
    stack.callback(place.cleanup)
    environment = _environment(place, var, port, demo=demo)
    migration_url = os.environ.get("ALUR_MIGRATION_URL") or os.environ.get("ALUR_DATABASE_URL")
    running: list[Running] = []
    stack.callback(_stop_all, running)
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
    if demo:
        running.append(_program("mailbox", [sys.executable, "-m", "demo.mailbox"], place, environment))
        running.append(_program("bank", [sys.executable, "-m", "demo.bank"], place, environment))
        running.append(_program("registers", [sys.executable, "-m", "demo.registers"], place, environment))
        _load_demo(environment, var)
    programs = [_program(name, command, place, environment) for name, command in _procfile()]
    running += programs
    wait_until(lambda: _healthy(port), programs[0].child)
    say(f"ready after {time.monotonic() - BEGAN:.0f} s:  {environment['ALUR_ADDRESS']}")
    if demo:
        say(f"demo accounts (password {PASSWORD}):")
        for email, what in ACCOUNTS:
            print(f"        {email:<42}{what}", flush=True)
        say(f"the demo's mailbox: {environment['ALUR_ADDRESS']}/demo/kotak-pos; its bank: {environment['ALUR_BANK_URL']}")
        say(f"its registers of other institutions: {environment['ALUR_REGISTRIES'].split('=')[1].rpartition('/')[0]}")
    say(f"logs are in {place.logs}; Ctrl+C stops everything")
    _watch(running)


def _environment(place: Place, var: Path, port: int, *, demo: bool) -> dict[str, str]:
    defaults = {
        "ALUR_SECRET_KEY": _kept_secret(var / "secret", lambda: secrets.token_urlsafe(48)),
        "ALUR_SEAL_KEY": _kept_secret(var / "seal-key", lambda: base64.b64encode(secrets.token_bytes(32)).decode()),
        "ALUR_DATA_KEYS": _kept_secret(var / "data-keys", lambda: "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()),
        "ALUR_DATA": str(place.data),
        "ALUR_ADDRESS": f"http://127.0.0.1:{port}",
        "ALUR_BIND": f"127.0.0.1:{port}",
        "ALUR_DEMO": "1" if demo else "0",
        "PYTHONUNBUFFERED": "1",
    }
    if demo:
        registers = f"http://127.0.0.1:{free_port()}"
        defaults |= {
            "ALUR_SMTP_HOST": "127.0.0.1",
            "ALUR_SMTP_PORT": str(free_port()),
            "ALUR_SIGNING": "local",
            "ALUR_BANK_URL": f"http://127.0.0.1:{free_port()}",
            "ALUR_BANK_KEY": _kept_secret(var / "bank-key", lambda: secrets.token_urlsafe(48)),
            "ALUR_REGISTRIES": " ".join(f"{name}={registers}/{name}" for name in ("penduduk", "npwp", "pbb")),
            "ALUR_REGISTRY_KEY": _kept_secret(var / "registry-key", lambda: secrets.token_urlsafe(48)),
        }
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return {**defaults, **os.environ, "PYTHONPATH": path}


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Made once, readable by its owner only; without it cookies and sealed numbers are lost."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
    return path.read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _procfile() -> list[tuple[str, list[str]]]:
    """Name and command of each process; programs are those of our own environment."""
    found = []
    for line in (ROOT / "Procfile").read_text().splitlines():
        name, separator, text = line.partition(":")
        if separator and not name.startswith("#"):
            command = shlex.split(text)
            program = sys.executable if command[0] == "python" else str(Path(sys.executable).parent / command[0])
            found.append((name.strip(), [program, *command[1:]]))
    return found


class Running:
    """A program that is kept running: its present child, and how to start another one."""

    def __init__(self, start: Callable[[], Child]) -> None:
        self.start = start
        self.child = start()


def _program(name: str, command: list[str], place: Place, environment: dict[str, str]) -> Running:
    return Running(lambda: Child(name, command, environment=environment, folder=ROOT, log=place.logs / f"{name}.log"))


def _load_demo(environment: dict[str, str], var: Path) -> None:
    """Once: the marker stands in the data folder, which the database shares its life with."""
    marker = var / "data" / "demo-loaded"
    if marker.exists():
        return
    say("loading the demonstration: the regency's structure, people, a dozen cases")
    done = subprocess.run([sys.executable, "-m", "webui.cli.main", "demo", "load"], env=environment, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise Unavailable("the demonstration's data could not be loaded (see above)")
    marker.touch()


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


#: seconds after which a child that ended again and again is started at the latest
LONGEST_PAUSE = 10.0
#: seconds after which a child is trusted again
STEADY = 30.0


def _watch(running: list[Running]) -> None:
    """Start again what ends by itself, servers too, each with pauses of its own that grow while it does not stay up."""
    pauses: dict[str, float] = {}
    due: dict[str, float] = {}
    begun = {item.child.name: time.monotonic() for item in running}
    while True:
        for item in running:
            child, now = item.child, time.monotonic()
            if child.ended is None:
                continue
            if child.name not in due:
                steady = now - begun[child.name] > STEADY
                pause = pauses[child.name] = 0.0 if steady else min(max(0.5, pauses.get(child.name, 0.0) * 2), LONGEST_PAUSE)
                due[child.name] = now + pause
                say(f"{child.name} ended with status {child.ended}; starting it again (log: {child.log})")
            if now < due[child.name]:
                continue
            try:
                item.child = item.start()
            except Unavailable as reason:  # a server may need its predecessor's last processes to be gone
                pauses[child.name] = min(max(0.5, pauses[child.name] * 2), LONGEST_PAUSE)
                due[child.name] = time.monotonic() + pauses[child.name]
                say(f"{child.name} did not start, and is tried again: {reason}")
                continue
            del due[child.name]
            begun[child.name] = time.monotonic()
        time.sleep(0.2)


if __name__ == "__main__":
    main()
