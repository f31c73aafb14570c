"""Describes a process package as it was found: its files, its job types, and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.model.errors import Problem
from engine.packages.manifest import Manifest
from engine.sdk import JobType


@dataclass(frozen=True, kw_only=True)
class Package:
    key: str
    folder: Path
    #: where it came from: "folder", or the name of the installed distribution
    origin: str
    manifest: Manifest | None
    #: path inside the package -> content: what a deployment of the package consists of
    resources: Mapping[str, bytes]
    job_types: Mapping[str, JobType]
    problems: tuple[Problem, ...]

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)
