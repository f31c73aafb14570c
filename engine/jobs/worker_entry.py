"""Entry point of RQ messages: runs the job with the given id. The worker's process connects the engine before it listens."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

_run: list[Callable[[UUID], object]] = []


def connect(run: Callable[[UUID], object]) -> None:
    """Called once by the worker's process, above the engine, with the runner it built."""
    _run[:] = [run]


def run(job: str) -> None:
    _run[0](UUID(job))
