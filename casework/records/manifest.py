"""Reads registers and number series from process.toml: [[register]] and [[series]]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pydantic import ConfigDict

from engine.model.errors import Problem
from engine.model.retention import RetentionRule, RetentionUnread, read_retention, retention_of_years
from engine.packages.given import CLOSED
from engine.packages.manifest import Manifest
from engine.packages.rules import ReadPackage
from forms.schema import read_form

#: on which the times of two rules are compared
_A_DAY = date(2001, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Register:
    """A book of cases: its fields (variables), its unique key, the fields that find duplicates, and the searched ones.

    As a page: `book` are its columns, the number first; `filters` those by which it is narrowed, `day` the one that a period means.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    key: str
    process: str
    fields: tuple[str, ...]
    unique: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    retention: str = ""
    book: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    day: str = ""


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
        yield from _unknown_columns(register)
        try:
            rule = read_retention(register.retention)
        except RetentionUnread as unread:
            yield _unread(f"register '{register.key}'", register.retention, str(unread))
            continue
        years = package.manifest.case(register.process).retention_years if package.manifest else 0
        if rule is not None and years and (rule.months, rule.days, rule.fate) != (years * 12, 0, "DESTROY"):
            told = f"The register '{register.key}' says '{register.retention}', its process {years} years."
            yield _unread(f"process '{register.process}'", register.retention, told)


def _unknown_columns(register: Register) -> Iterator[Problem]:
    named = {*register.book, *register.filters, *((register.day,) if register.day else ())}
    for name in sorted(named - {*register.fields}):
        message = f"The book of the register '{register.key}' shows '{name}', which is none of its fields."
        yield Problem(code="UNKNOWN_FIELD", resource="process.toml", message=message, remedy="Add it to `fields`, or correct the name.")


def check_fields_against_cases(package: ReadPackage) -> Iterator[Problem]:
    """Checks that no field is to be kept longer than its case: then its rule could not be acted on.

    A package of which a process has no rule keeps its cases, and so has nothing to contradict.
    """
    rules = [retention_rule(package.manifest, process.id) for process, _path in package.processes] if package.manifest else []
    known = [rule for rule in rules if rule is not None]
    if not known or len(known) < len(rules) or any(rule.fate != "DESTROY" for rule in known):
        return
    longest = max(known, key=lambda rule: rule.ends(_A_DAY))
    for form, schema in package.forms.items():
        for field in read_form(schema).fields:
            try:
                rule = read_retention(field.retention)
            except RetentionUnread:
                continue  # the form's own lint tells it
            if rule is not None and (rule.fate != "DESTROY" or rule.ends(_A_DAY) > longest.ends(_A_DAY)):
                told = f"The case goes after '{longest.text}' with everything in it."
                yield _unread(f"field '{field.key}' of the form '{form}'", field.retention, told)


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
