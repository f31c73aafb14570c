"""A query: one question, one file; it only reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from engine.core.context import QueryContext


@dataclass(frozen=True, kw_only=True)
class Query(ABC):
    permission: ClassVar[str]

    @abstractmethod
    def run(self, context: QueryContext) -> Any:
        """Reads the answer from the database as the actor may see it; changes nothing."""
