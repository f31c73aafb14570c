"""Reads the messages between applicant and office; the applicant sees the unit, an officer the person too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.notices.tables import CaseMessage
from casework.subjects.masks import mask_numbers_in
from engine.core.context import QueryContext
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


def messages_of(context: QueryContext, case: UUID, *, names: bool) -> list[MessageView]:
    """Returns the messages, the oldest first."""
    statement = (
        select(CaseMessage, Unit.name, Person.name)
        .outerjoin(Position, Position.id == CaseMessage.position_id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .outerjoin(Person, Person.id == CaseMessage.person_id)
        .where(CaseMessage.instance_id == case)
        .order_by(CaseMessage.written_at, CaseMessage.id)
    )
    return [
        MessageView(
            applicant=message.person_id is None, unit=unit or "", person=(person or "") if names else "",
            text=mask_numbers_in(message.text), at=message.written_at, waits=message.person_id is None and message.answered_at is None,
        )
        for message, unit, person in context.session.execute(statement)
    ]  # fmt: skip
