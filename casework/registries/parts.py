"""What the composition root gives to lookups in registers of other institutions."""

from __future__ import annotations

from dataclasses import dataclass

from casework.registries.ports import Registries


@dataclass(frozen=True, kw_only=True)
class RegistryParts:
    registries: Registries
