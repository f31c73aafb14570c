"""Memory of a whole demonstration at rest, as `./run` starts it, and what a web process has grown by after many requests.

Counted is the proportional share (PSS): what processes have in common counts once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.page_load import answers, load_of
from benchmarks.place import say
from webui.settings import ROOT
from webui.supervisor.environment import free_port

WHOLE_TARGET, GROWTH_TARGET = 600.0, 2.0
REQUESTS, WARM_SECONDS, REST_SECONDS = 100_000, 10.0, 5.0
PATHS = ("/", "/layanan", "/lacak", "/kontak", "/masuk", "/layanan?cari=surat", "/survei", "/verifikasi")


def measure(*, short: bool) -> list[Figure]:
    with _running(demo=not short) as (supervisor, port):
        time.sleep(0.2 if short else REST_SECONDS)
        shares = _shares(supervisor)
        servers = sum(share for name, share in shares if name.startswith(("postgres", "valkey")))
        whole = sum(share for _name, share in shares)
        figures = [
            Figure("memory: the demonstration at rest", whole, "MB", target=None if short else WHOLE_TARGET),
            Figure("memory: PostgreSQL and Valkey of it", servers, "MB"),
            Figure("memory: programs of ours", whole - servers, "MB"),
            *(
                Figure(f"memory: {name}", share, "MB")
                for name, share in _by_name(shares).items()
                if name in ("gunicorn", "worker", "clock")
            ),
        ]
        load_of("memory: warm-up", port, PATHS, seconds=0.3 if short else WARM_SECONDS, target=0)
        before, asked = _by_name(_shares(supervisor))["gunicorn"], 0.0
        while asked < (200 if short else REQUESTS):
            seconds = 0.3 if short else 20.0
            asked += load_of("memory", port, PATHS, seconds=seconds, target=0)[0].value * seconds
        grown = _by_name(_shares(supervisor))["gunicorn"] - before
        return [*figures, Figure("memory: gunicorn's growth in 1,000 requests", grown * 1000 / asked * 1000, "kB", target=GROWTH_TARGET)]


@contextmanager
def _running(*, demo: bool) -> Iterator[tuple[int, int]]:
    """Starts what `./run` starts, in a folder of its own; yields the process and the port."""
    folder, port = Path(tempfile.mkdtemp(prefix="alur-bench-")), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALUR_")} | {"ALUR_VAR": str(folder / "var")}
    command = [sys.executable, "-m", "webui.supervisor.main", "--port", str(port), *([] if demo else ["--no-demo"])]
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        while not answers(port):
            if program.poll() is not None:
                raise RuntimeError((folder / "log").read_text()[-2000:])
            time.sleep(0.1)
        say("the demonstration runs" if demo else "the platform runs without the demonstration")
        yield program.pid, port
    finally:
        program.terminate()
        program.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _shares(root: int) -> list[tuple[str, float]]:
    """Returns name and share in MB of a process and of all below it; one that ends meanwhile is left out."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            children.setdefault(int((entry / "stat").read_text().rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        with suppress(OSError, StopIteration):
            rolled = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            share = next(int(line.split()[1]) for line in rolled if line.startswith("Pss:"))
            found.append((_name(Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")), share / 1000))
    return found


def _name(command: str) -> str:
    known = ("gunicorn", "valkey", "postgres", "webui.clock", "rq:worker", "demo.", "webui.supervisor")
    found = next((name for name in known if name in command), "other")
    return {"webui.clock": "clock", "rq:worker": "worker", "demo.": "neighbours", "webui.supervisor": "supervisor"}.get(found, found)


def _by_name(shares: list[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for name, share in shares:
        sums[name] = sums.get(name, 0.0) + share
    return sums
