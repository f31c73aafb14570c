"""Reads the messages between applicant and office; the applicant sees the unit, an officer the person too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from casework.notices.tables import CaseMessage
from casework.subjects.masks import mask_numbers_in
from engine.core.context import QueryContext
from engine.persistence.questions import Question
from engine.persistence.tables.identity import Person, Position, Unit


@dataclass(frozen=True, kw_only=True)
class MessageView:
    #: whether the applicant wrote it
    applicant: bool
    #: of an officer: the unit; and the person, for officers only
    unit: str
    person: str
    text: str
    at: datetime
    #: of the applicant: nobody has answered yet
    waits: bool


_MESSAGES = Question(
    select(
        CaseMessage.person_id,
        CaseMessage.text,
        CaseMessage.written_at,
        CaseMessage.answered_at,
        Unit.name.label("unit"),
        Person.name.label("person"),
    )
    .outerjoin(Position, Position.id == CaseMessage.position_id)
    .outerjoin(Unit, Unit.id == Position.unit_id)
    .outerjoin(Person, Person.id == CaseMessage.person_id)
    .where(CaseMessage.instance_id == bindparam("of_root", type_=Uuid()))
    .order_by(CaseMessage.written_at, CaseMessage.id)
)


def begin_messages(context: QueryContext, case: UUID, *, names: bool) -> Callable[[], list[MessageView]]:
    """Asks with the context's other questions; the function that it returns reads the messages, the oldest first."""
    asked = context.questions.ask(_MESSAGES, of_root=case)
    return lambda: [
        MessageView(
            applicant=row.person_id is None, unit=row.unit or "", person=(row.person or "") if names else "",
            text=mask_numbers_in(row.text), at=row.written_at, waits=row.person_id is None and row.answered_at is None,
        )
        for row in asked.rows
    ]  # fmt: skip
