"""Keeps the figures of a run in benchmarks/history, and compares a run with the last ones of the same kind of machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.machine import commit, machine, versions

FOLDER = Path(__file__).parent / "history"


@dataclass(frozen=True)
class Kept:
    """A figure of an earlier run: its value, when it was measured, and at which commit."""

    value: float
    at: str
    commit: str


def keep(figures: Sequence[Figure], *, folder: Path = FOLDER, now: datetime | None = None) -> Path:
    """Writes a run as JSON: machine, versions, commit, figures. Returns its file."""
    now = now or datetime.now(UTC)  # noqa: TID251  no engine has a clock here
    run = {
        "at": now.isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "versions": versions(),
        "figures": [{"name": f.name, "value": round(f.value, 4), "unit": f.unit, "better": f.better, "target": f.target} for f in figures],
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{now:%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(run, indent=1) + "\n")
    return file


def last_values(*, folder: Path = FOLDER, on: Mapping[str, str] | None = None) -> dict[str, Kept]:
    """Returns the newest kept value of each figure: runs of one benchmark do not hide those of another.

    `on`: the kind of machine whose runs count, this one's if None. Runs of another kind say nothing about what a change has cost.
    """
    kind = dict(machine() if on is None else on)
    found: dict[str, Kept] = {}
    for file in sorted(folder.glob("*.json")):
        run: dict[str, Any] = json.loads(file.read_text())
        if run["machine"] == kind:
            found |= {figure["name"]: Kept(figure["value"], run["at"], run["commit"]) for figure in run["figures"]}
    return found


def table(figures: Sequence[Figure], last: Mapping[str, Kept]) -> str:
    """Returns a line a figure: value, target and whether it is reached, and the ratio to the last kept run; and with what was compared."""
    width = max((len(figure.name) for figure in figures), default=10) + 2
    lines = [f"{'figure':<{width}}{'value':>12} {'unit':<10}{'target':>10}  {'reached':<9}{'to the last run':>15}"]
    for figure in figures:
        before = last.get(figure.name)
        ratio = f"{figure.value / before.value:.2f} x{_sign(figure, before.value)}" if before and before.value else "-"
        target = "-" if figure.target is None else f"{figure.target:g}"
        reached = {None: "", True: "yes", False: "NO"}[figure.reached]
        lines.append(f"{figure.name:<{width}}{figure.value:>12.2f} {figure.unit:<10}{target:>10}  {reached:<9}{ratio:>15}".rstrip())
    compared = sorted({(kept.at, kept.commit) for figure in figures if (kept := last.get(figure.name))})
    if compared:
        runs = ", ".join(f"{at} ({made})" for at, made in compared)
        lines.append(f"The last run: {runs}, on a machine of the same kind; + is better, ! is worse by more than a tenth.")
    else:
        lines.append("No run of this kind of machine was kept: there is nothing to compare with.")
    return "\n".join(lines)


def _sign(figure: Figure, before: float) -> str:
    """Marks a figure that has changed by more than a tenth, so that a loss is seen."""
    gain = figure.value / before if figure.better == "higher" else before / figure.value if figure.value else 2.0
    return " !" if gain < 0.9 else " +" if gain > 1.1 else "  "
