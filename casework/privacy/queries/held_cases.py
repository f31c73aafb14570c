"""Lists the cases that are held, and finds a case by its number, for who places and lifts holds; nothing of what a case says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import or_, select

from casework.applications.tables import Application
from casework.privacy.tables import LegalHold
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class HeldCase:
    case: UUID
    process: str
    number: str | None
    reason: str
    placed_at: datetime
    placed_by: str


@dataclass(frozen=True, kw_only=True)
class HeldCases(Query):
    """The newest holds first."""

    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> list[HeldCase]:
        statement = (
            select(LegalHold, ProcessInstance.process_key, ProcessInstance.business_key, Application.number, Person.name)
            .join(ProcessInstance, ProcessInstance.id == LegalHold.instance_id)
            .outerjoin(Application, Application.instance_id == ProcessInstance.id)
            .outerjoin(Person, Person.id == LegalHold.placed_by)
            .where(LegalHold.lifted_at.is_(None))
            .order_by(LegalHold.placed_at.desc())
        )
        return [
            HeldCase(
                case=hold.instance_id,
                process=process,
                number=number or public,
                reason=hold.reason,
                placed_at=hold.placed_at,
                placed_by=person or "",
            )
            for hold, process, number, public, person in context.session.execute(statement)
        ]


@dataclass(frozen=True, kw_only=True)
class CaseOfNumber(Query):
    """The root case with this number, as its pages print it, or with this id. Raises NotFound, InvalidState where several bear it."""

    permission: ClassVar[str] = "operate"

    number: str

    def run(self, context: QueryContext) -> UUID:
        wanted = " ".join(self.number.split())
        same = or_(ProcessInstance.business_key.ilike(_literally(wanted)), Application.number.ilike(_literally(wanted)))
        with suppress(ValueError):
            same = ProcessInstance.id == UUID(wanted)
        statement = select(ProcessInstance.root_id).outerjoin(Application, Application.instance_id == ProcessInstance.id)
        found = set(context.session.scalars(statement.where(same).limit(50)))
        if not found:
            raise NotFound("Expected the number of a case, but no case bears it.")
        if len(found) > 1:
            raise InvalidState("Expected the number of one case, but several bear it.")
        return found.pop()


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
