"""Whether a case is held: by its root, so that a called case is held with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from casework.privacy.tables import LegalHold
from engine.core.context import QueryContext
from engine.persistence.questions import Questions


def begin_hold_reason(questions: Questions, root: UUID) -> Callable[[], str | None]:
    """Asks with other questions why nothing of the case is erased; the function that it returns reads the answer."""
    asked = questions.ask(select(LegalHold.reason).where(LegalHold.instance_id == root, LegalHold.lifted_at.is_(None)))
    return lambda: asked.value


def standing_hold(context: QueryContext, root: UUID) -> LegalHold | None:
    statement = select(LegalHold).where(LegalHold.instance_id == root, LegalHold.lifted_at.is_(None))
    return context.session.scalars(statement.execution_options(populate_existing=True)).first()
