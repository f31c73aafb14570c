"""Gives handlers of packages the numbers and registers that their process.toml declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from casework.records.commands.reserve_number import ReserveNumber
from casework.records.manifest import registers
from casework.records.manifest import series as number_series
from casework.records.queries.matching_entries import MatchingEntries
from engine.core.engine import Engine
from engine.jobs.job_tools import JobTools
from engine.model.actor import SYSTEM
from engine.sdk import Numbers, Registers


class RecordTools(JobTools):
    def numbers(self, engine: Engine, package: str, job: str) -> Numbers:
        return _Numbers(engine, package, job)

    def registers(self, engine: Engine, package: str, instance: UUID) -> Registers:
        return _Registers(engine, package, instance)


def _declared(engine: Engine, package: str, kind: str, key: str) -> None:
    """Refuses a series or register that process.toml does not declare, for it would have no rules. Raises LookupError."""
    found = engine.platform.packages.get(package)
    manifest = found.manifest if found else None
    declared = (registers if kind == "registers" else number_series)(manifest) if manifest else ()
    known = [item.key for item in declared]
    if key not in known:
        raise LookupError(f"process.toml of '{package}' declares no '{key}' among its {kind}")


class _Numbers:
    def __init__(self, engine: Engine, package: str, job: str) -> None:
        self.engine = engine
        self.package = package
        self.job = job

    def reserve(self, series: str, scope: str) -> int:
        _declared(self.engine, self.package, "series", series)
        command = ReserveNumber(series=f"{self.package}.{series}", scope=scope, reserved_for=self.job)
        return int(self.engine.execute(command, actor=SYSTEM)["number"])


class _Registers:
    def __init__(self, engine: Engine, package: str, instance: UUID) -> None:
        self.engine = engine
        self.package = package
        self.instance = instance

    def matching(self, register: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        _declared(self.engine, self.package, "registers", register)
        query = MatchingEntries(register=f"{self.package}.{register}", values=list(values.values()), except_instance=self.instance)
        found: Sequence[Mapping[str, Any]] = self.engine.ask(query, actor=SYSTEM)
        return found
