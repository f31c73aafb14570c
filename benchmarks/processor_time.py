"""Reads what processes have used of the processor."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """Returns the seconds that a process, its children now and its children that have ended used. One that is gone used none."""
    own = _ticks(pid)
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return own / _TICKS + sum(processor_seconds(int(child)) for path in children for child in path.read_text().split())


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(item) for item in fields[11:15])
