"""Holds the packages of this installation with their job types, and the job types of the platform itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.packages.discovery import discover
from engine.packages.package import Package
from engine.packages.rules import PackageRules
from engine.sdk import JobType


class Catalogue:
    def __init__(self, folders: Iterable[Path] = (), *, rules: PackageRules, steps: Iterable[JobType] = ()) -> None:
        """`rules`: what rooms above the engine read and check of packages; `steps`: the job types of the platform itself."""
        self.rules = rules
        self._packages = discover(folders, rules)
        self.steps = {step.name: step for step in steps}
        self._job_types = {name: job_type for package in self._packages.values() for name, job_type in package.job_types.items()}

        #: names of the types whose effect must not be repeated
        self.at_most_once = [name for name, job_type in self.all_job_types.items() if job_type.at_most_once]

    def __iter__(self) -> Iterator[Package]:
        return iter(self._packages.values())

    def get(self, key: str) -> Package | None:
        return self._packages.get(key)

    def job_type(self, name: str) -> JobType | None:
        """Returns the job type of a package, or of the platform itself."""
        return self.steps.get(name) or self._job_types.get(name)

    @property
    def all_job_types(self) -> dict[str, JobType]:
        """Those of packages, and those of the platform itself."""
        return {**self._job_types, **self.steps}

    @property
    def job_types(self) -> dict[str, JobType]:
        """Returns the job types of packages."""
        return dict(self._job_types)
