"""The parts of lookups, which the composition root gives."""

from __future__ import annotations

from dataclasses import dataclass

from casework.registries.ports import Registries


@dataclass(frozen=True, kw_only=True)
class RegistryParts:
    registries: Registries
