"""Keeps the figures of a run in benchmarks/history, and compares a run with the last one that was kept."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

FOLDER = Path(__file__).parent / "history"
PACKAGES = ("spiffworkflow", "sqlalchemy", "psycopg", "flask", "rq")


def keep(figures: Sequence[Figure], *, folder: Path = FOLDER, now: datetime | None = None) -> Path:
    """Writes a run as JSON: machine, versions, commit, figures. Returns its file."""
    now = now or datetime.now(UTC)  # noqa: TID251  no engine has a clock here
    run = {
        "at": now.isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": {"processors": os.cpu_count(), "system": platform.machine(), "python": platform.python_version()},
        "versions": {name: version(name) for name in PACKAGES},
        "figures": [{"name": f.name, "value": round(f.value, 4), "unit": f.unit, "better": f.better, "target": f.target} for f in figures],
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{now:%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(run, indent=1) + "\n")
    return file


def last_values(*, folder: Path = FOLDER) -> dict[str, float]:
    """Returns the newest kept value of each figure: runs of one benchmark do not hide those of another."""
    found: dict[str, float] = {}
    for file in sorted(folder.glob("*.json")):
        run: dict[str, Any] = json.loads(file.read_text())
        found |= {figure["name"]: figure["value"] for figure in run["figures"]}
    return found


def table(figures: Sequence[Figure], last: dict[str, float]) -> str:
    """Returns a line a figure: value, target and whether it is reached, and the ratio to the last kept run."""
    width = max((len(figure.name) for figure in figures), default=10) + 2
    lines = [f"{'figure':<{width}}{'value':>12} {'unit':<10}{'target':>10}  {'reached':<9}{'to the last run':>15}"]
    for figure in figures:
        before = last.get(figure.name)
        ratio = f"{figure.value / before:.2f} x" if before else "-"
        target = "-" if figure.target is None else f"{figure.target:g}"
        reached = {None: "", True: "yes", False: "NO"}[figure.reached]
        lines.append(f"{figure.name:<{width}}{figure.value:>12.2f} {figure.unit:<10}{target:>10}  {reached:<9}{ratio:>15}")
    return "\n".join(lines)


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
