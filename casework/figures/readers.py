"""Says who reads figures: whoever holds a position. An account of a citizen is signed in too, and finds nothing."""

from __future__ import annotations

from engine.core.context import QueryContext
from engine.model.actor import SYSTEM
from engine.model.errors import NotFound


def check_reader(context: QueryContext) -> None:
    """Raises NotFound, as for an address under which there is nothing."""
    if context.actor is not SYSTEM and not context.actor.seats:
        raise NotFound("Expected somebody who holds a position, but the reader holds none.")
