"""Tools that rooms above the engine give to handlers of packages: numbers and registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from engine.core.engine import Engine
from engine.sdk import Numbers, Registers


class JobTools:
    """Tools without a room behind them: a handler that asks for a number or an entry fails (LookupError)."""

    def numbers(self, engine: Engine, package: str, job: str) -> Numbers:
        return _Unkept()

    def registers(self, engine: Engine, package: str, instance: UUID) -> Registers:
        return _Unkept()


class _Unkept:
    def reserve(self, series: str, scope: str) -> int:
        raise LookupError("this platform keeps no numbers")

    def matching(self, register: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        raise LookupError("this platform keeps no registers")
