"""The port of lookups: the registries of other institutions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A question to another institution's registry, with its reason (after X-Road: who asks, for which case, what for, by which law)."""

    registry: str
    data: Mapping[str, Any]
    purpose: str
    basis: str
    case: str
    #: the same question asked again has the same id
    request: UUID


class Registries(Protocol):
    def look_up(self, lookup: Lookup) -> Mapping[str, Any]:
        """Raises RegistryAway."""
