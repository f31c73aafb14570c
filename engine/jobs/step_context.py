"""Defines the context of the platform's own steps: unlike a package's handler, they may use the two doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from engine.core.engine import Engine
from engine.jobs.lease import Lease
from engine.sdk import JobType


@dataclass(frozen=True, kw_only=True)
class StepContext:
    engine: Engine
    lease: Lease


def steps_in(modules: Iterable[ModuleType]) -> tuple[JobType, ...]:
    """Returns the steps that these modules declare with `@job_handler`."""
    found = (getattr(value, "__job_type__", None) for module in modules for value in vars(module).values())
    return tuple({step.name: step for step in found if isinstance(step, JobType)}.values())
