"""The approvals by which cases of a process, or parts of them, may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.privacy.rules_in_force import APPROVED_BY
from casework.privacy.tables import LegalHold, RetentionApproval
from engine.core.context import QueryContext
from engine.model.retention import Fate


@dataclass(frozen=True)
class Approval:
    basis: str = ""
    #: what was approved; empty: nothing
    fate: Fate | None = None


NONE_YET = Approval()


class Approvals:
    """Of one process and one kind of part, read once."""

    def __init__(self, context: QueryContext, process: str, part: str) -> None:
        wanted = (RetentionApproval.process_key == process, RetentionApproval.part == part)
        statement = select(RetentionApproval).where(*wanted).order_by(RetentionApproval.approved_at.desc())
        self._rows: Sequence[RetentionApproval] = context.session.scalars(statement).all()

    def of(self, due: date, fate: Fate) -> Approval:
        """The newest that speaks of this day and of what may follow."""
        fits = (row for row in self._rows if due <= row.due_until and row.fate in APPROVED_BY[fate])
        return next((Approval(row.basis, row.fate) for row in fits), NONE_YET)  # type: ignore[arg-type]


def held_cases(context: QueryContext) -> set[UUID]:
    """The roots of trees that are held."""
    return set(context.session.scalars(select(LegalHold.instance_id).where(LegalHold.lifted_at.is_(None))))
