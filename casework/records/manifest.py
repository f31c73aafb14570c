"""Reads registers and number series from process.toml: [[register]] and [[series]]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from engine.model.errors import Problem
from engine.packages.given import CLOSED
from engine.packages.manifest import Manifest
from engine.packages.rules import ReadPackage


@dataclass(frozen=True, kw_only=True)
class Register:
    """A book of cases: its fields (variables), its unique key, the fields that find duplicates, and the searched ones."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    key: str
    process: str
    fields: tuple[str, ...]
    unique: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    retention: str = ""


@dataclass(frozen=True, kw_only=True)
class Series:
    """A series of numbers without gaps; each is given once, to the case that reserved it."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    key: str


def registers(manifest: Manifest) -> tuple[Register, ...]:
    return manifest.sections.get("register", ())


def series(manifest: Manifest) -> tuple[Series, ...]:
    return manifest.sections.get("series", ())


def register_of(manifest: Manifest, process: str) -> Register | None:
    return next((register for register in registers(manifest) if register.process == process), None)


def check_registers(package: ReadPackage) -> Iterator[Problem]:
    """Checks that each register belongs to a process of its package."""
    known = {process.id for process, _path in package.processes}
    for register in registers(package.manifest) if package.manifest else ():
        if register.process not in known:
            message = f"process.toml speaks of the process '{register.process}', which no diagram holds."
            yield Problem(code="UNKNOWN_PROCESS", resource="process.toml", message=message, remedy="Correct the name.")
