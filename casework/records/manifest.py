"""Reads registers and number series from process.toml: [[register]] and [[series]]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from engine.model.errors import Problem
from engine.model.retention import RetentionRule, RetentionUnread, read_retention, retention_of_years
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
        try:
            rule = read_retention(register.retention)
        except RetentionUnread as unread:
            yield _unread(f"register '{register.key}'", register.retention, str(unread))
            continue
        years = package.manifest.case(register.process).retention_years if package.manifest else 0
        if rule is not None and years and (rule.months, rule.days, rule.fate) != (years * 12, 0, "DESTROY"):
            told = f"The register '{register.key}' says '{register.retention}', its process {years} years."
            yield _unread(f"process '{register.process}'", register.retention, told)


def _unread(what: str, written: str, why: str) -> Problem:
    message = f"The retention '{written}' of the {what} cannot be acted on: {why}"
    return Problem(
        code="BAD_RETENTION", resource="process.toml", message=message, remedy="Write, for example, 7 musnah.", values={"written": written}
    )


def retention_rule(manifest: Manifest, process: str) -> RetentionRule | None:
    """The rule for the cases of a process: of its register, else `retention_years`. None: they are kept, or nobody can read it."""
    register = register_of(manifest, process)
    try:
        rule = read_retention(register.retention) if register is not None else None
        return rule or retention_of_years(max(manifest.case(process).retention_years, 0))
    except RetentionUnread:
        return None
