"""Two application hosts over one PostgreSQL and Redis, each in a network namespace; one is cut off, comes back, is cut off again and dies."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from random import Random

import psycopg

from engine.persistence.migrate import upgrade
from tests.chaos.peer import Peer
from tests.chaos.sizes import Sizes
from tests.chaos.world import PROCESS, World, say
from webui.settings import ROOT
from webui.supervisor.child import Child
from webui.supervisor.environment import free_port
from webui.supervisor.folders import SHARED, prepare_folders, valkey_program
from webui.supervisor.servers import OWNER, start_postgres, wait_until
from webui.tables import METADATA

#: seconds within which the other host must have taken up everything
RESUME = 60
WEB = 8000


class Host:
    """A supervisor and its processes in a namespace of their own, with one wire to the host of the data (10.77.N.1 there, 10.77.N.2 here)."""

    def __init__(self, number: int, environment: Mapping[str, str], folder: Path) -> None:
        self.name, self.wire = f"alur-chaos-{number}", f"alurchaos{number}"
        self.near, self.far = f"10.77.{number}.1", f"10.77.{number}.2"
        self.folder = folder / self.name
        self.folder.mkdir()
        self.remove()
        _ip("netns", "add", self.name)
        _ip("link", "add", self.wire, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        _ip("address", "add", f"{self.near}/30", "dev", self.wire)
        _ip("-n", self.name, "address", "add", f"{self.far}/30", "dev", "eth0")
        for place in (("-n", self.name, "link", "set", "lo"), ("-n", self.name, "link", "set", "eth0"), ("link", "set", self.wire)):
            _ip(*place, "up")
        away = {name: value.replace("DATAHOST", self.near) for name, value in environment.items()}
        self.environment = {**away, "ALUR_BIND": f"0.0.0.0:{WEB}", "ALUR_VAR": str(self.folder / "var"), "ALUR_WEB_PROCESSES": "1"}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        supervisor = [sys.executable, "-m", "webui.supervisor.main", "--no-demo", "--port", str(WEB)]
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["ip", "netns", "exec", self.name, *supervisor],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 90
        while not self.answers():
            assert time.monotonic() < deadline, (self.folder / "run.log").read_text()
            time.sleep(0.3)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://{self.far}:{WEB}/sehat/web", timeout=3).close()
        except OSError:
            return False
        return True

    def cut(self) -> None:
        """Nobody closes a connection: packets stop."""
        _ip("link", "set", self.wire, "down")

    def join(self) -> None:
        _ip("link", "set", self.wire, "up")

    def kill(self) -> None:
        """Like a power cut: every process at once."""
        listed = subprocess.run(["ip", "netns", "pids", self.name], capture_output=True, text=True, check=False)
        for pid in listed.stdout.split():
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.process:
            self.process.wait()

    def remove(self) -> None:
        identity = self.folder / "var" / "id"
        if identity.exists():
            shutil.rmtree(SHARED / identity.read_text(), ignore_errors=True)
        for command in (("link", "delete", self.wire), ("netns", "delete", self.name)):
            subprocess.run(["ip", *command], capture_output=True, check=False)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def possible() -> bool:
    """Namespaces need root, and the program `ip` of iproute2."""
    try:
        return os.geteuid() == 0 and subprocess.run(["ip", "netns"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def cut(folder: Path, site: Path, chance: Random, sizes: Sizes) -> bool:
    """`folder`: an empty one. True where nothing was lost, doubled or stuck, and the other host led within the minute both times."""
    if not sizes.shared:
        return True
    if not possible():
        say("not tried: network namespaces need root and the Debian package iproute2")
        return True
    peer = Peer(chance.randrange(1 << 30))
    with ExitStack() as stack:
        environment = _data_host(stack, folder)
        pythonpath = os.pathsep.join([str(site), str(ROOT)])
        environment |= {"PYTHONPATH": pythonpath, "KACAU_PEER": f"http://DATAHOST:{peer.port}/"}
        here = {name: value.replace("DATAHOST", "127.0.0.1") for name, value in environment.items()}
        load = [sys.executable, "-m", "webui.cli.main", "demo", "load"]
        subprocess.run(load, env={**os.environ, **here, "ALUR_DEMO": "1"}, cwd=ROOT, check=True, capture_output=True)
        north, south = (Host(number, environment, folder) for number in (1, 2))
        for host in (north, south):
            stack.callback(host.remove)
            stack.callback(host.kill)
            host.start()
        world = World(here, site, peer, chance)
        stack.callback(world.close)
        return _play(world, north, south, sizes.shared)


def _data_host(stack: ExitStack, folder: Path) -> dict[str, str]:
    """PostgreSQL and Valkey as an installation has them on machines of their own: reached over the network. The settings of its clients."""
    place = prepare_folders(folder)
    redis_port = free_port()
    postgres = start_postgres(place, options={"listen_addresses": "*"})
    stack.callback(place.cleanup)
    stack.callback(shutil.rmtree, place.database_folder, ignore_errors=True)
    stack.callback(postgres.stop)
    with (place.database_folder / "cluster" / "pg_hba.conf").open("a") as access:
        access.write("host all all 10.77.0.0/16 trust\n")
    address = "postgresql://alur_app@DATAHOST/alur"
    own = address.replace("DATAHOST", "127.0.0.1")
    with psycopg.connect(own.replace("alur_app", "postgres"), autocommit=True) as connection:
        connection.execute("select pg_reload_conf()")
    upgrade(own.replace("alur_app", OWNER).replace("postgresql:", "postgresql+psycopg:"), METADATA)
    command = [valkey_program(), "--port", str(redis_port), "--bind", "0.0.0.0", "--protected-mode", "no", "--save", ""]
    valkey = Child("Valkey", command, environment={"PATH": os.environ.get("PATH", "")}, folder=place.run, log=place.logs / "valkey.log")
    stack.callback(valkey.stop)
    wait_until(lambda: _listens(redis_port), valkey)
    return {
        "ALUR_DATABASE_URL": address,
        "ALUR_MIGRATION_URL": address.replace("alur_app", OWNER),
        "ALUR_REDIS_URL": f"redis://DATAHOST:{redis_port}/0",
        "ALUR_SECRET_KEY": secrets.token_urlsafe(48),
        "ALUR_SEAL_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALUR_DATA_KEYS": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALUR_DATA": str(place.data),
        "ALUR_ADDRESS": "http://127.0.0.1:8000",
    }


def _listens(port: int) -> bool:
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        return bool(Redis(port=port).ping())
    except (RedisError, OSError):
        return False


def _play(world: World, north: Host, south: Host, count: int) -> bool:
    world.calm()
    numbers = [f"dua {number}" for number in range(count)]
    good, finished = [], threading.Event()

    def fate() -> None:
        for blow, share in ((north.cut, 0.2), (north.kill, 0.6)):
            while world.completed(numbers) < count * share and not finished.is_set():
                time.sleep(0.3)
            north.cut()
            blow()
            began, before = time.monotonic(), world.completed(numbers)
            taken = _until(lambda: _leader(world) == south.far, RESUME)
            on = _until(lambda before=before: world.completed(numbers) > min(before, count - 1), RESUME)  # type: ignore[misc]
            say(f"host 1 {blow.__name__}: host 2 leads after {taken:.0f} s, the next case was done after {on:.0f} s")
            good.append(max(taken, on) < RESUME and south.answers())
            if blow == north.cut:
                time.sleep(max(0.0, 45 - (time.monotonic() - began)))
                north.join()
                back = _until(north.answers, RESUME)
                say(f"host 1 joined again: it answers after {back:.0f} s")
                good.append(back < RESUME)

    breaker = threading.Thread(target=fate)
    breaker.start()
    starter = threading.Thread(target=world.load.start_all, args=(PROCESS, numbers))
    starter.start()
    done = world.serve(lambda: world.completed(numbers) == count, patience=max(240, count))
    finished.set()
    starter.join()
    breaker.join()
    return bool(world.judge(numbers) and done and all(good))


def _until(condition: object, patience: float) -> float:
    """Seconds until the condition held; `patience` where it did not."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        if condition():  # type: ignore[operator]
            return time.monotonic() - began
        time.sleep(0.3)
    return patience


def _leader(world: World) -> str:
    """The address of the clock that leads."""
    rows = world.query(
        "select host(a.client_addr) from pg_locks l join pg_stat_activity a on a.pid = l.pid "
        "where l.locktype = 'advisory' and l.granted and l.objid = hashtext('alur clock')::bigint & 4294967295"
    )
    return str(rows[0][0]) if rows else ""
