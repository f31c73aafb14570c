"""Whether a case is held: by its root, so that a called case is held with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from casework.privacy.tables import LegalHold
from engine.core.context import QueryContext
from engine.persistence.questions import Question, Questions

_REASON = Question(
    select(LegalHold.reason).where(LegalHold.instance_id == bindparam("of_root", type_=Uuid()), LegalHold.lifted_at.is_(None))
)


def begin_hold_reason(questions: Questions, root: UUID) -> Callable[[], str | None]:
    """Asks with other questions why nothing of the case is erased; the function that it returns reads the answer."""
    asked = questions.ask(_REASON, of_root=root)
    return lambda: asked.value


def standing_hold(context: QueryContext, root: UUID) -> LegalHold | None:
    statement = select(LegalHold).where(LegalHold.instance_id == root, LegalHold.lifted_at.is_(None))
    return context.session.scalars(statement.execution_options(populate_existing=True)).first()
