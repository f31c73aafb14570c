"""The packages of this installation and their job types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.packages.discovery import discover
from engine.packages.package import Package
from engine.sdk import JobType


class Catalogue:
    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._packages = discover(folders)
        self._job_types = {name: job_type for package in self._packages.values() for name, job_type in package.job_types.items()}

    def __iter__(self) -> Iterator[Package]:
        return iter(self._packages.values())

    def get(self, key: str) -> Package | None:
        return self._packages.get(key)

    def job_type(self, name: str) -> JobType | None:
        return self._job_types.get(name)

    @property
    def job_types(self) -> dict[str, JobType]:
        return dict(self._job_types)
