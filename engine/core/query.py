"""A query: one question, one file; it only reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from engine.core.context import QueryContext
    from engine.core.platform import Platform


@dataclass(frozen=True, kw_only=True)
class Query(ABC):
    permission: ClassVar[str]

    @abstractmethod
    def run(self, context: QueryContext) -> Any:
        """Reads the answer from the database as the actor may see it; changes nothing."""


class Opening(ABC):
    """A query with which a page begins: its statement reads the time, too, at which all the page's questions are answered."""

    @abstractmethod
    def open(self, session: Session, platform: Platform, now: datetime | None) -> tuple[Any, datetime]:
        """Returns the answer and its time; `now` None: that of the database."""
