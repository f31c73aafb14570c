"""A query: one question, one file; it only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from engine.core.context import QueryContext


@dataclass(frozen=True, kw_only=True)
class Query:
    permission: ClassVar[str]

    def run(self, context: QueryContext) -> Any:
        raise NotImplementedError
