"""Finds rows of the audit by the number of a case, by who acted and by the day, for operators: nothing of what the commands carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, or_, select

from engine.core.audit.chain import PLATFORM_CHAIN
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.patterns import containing
from engine.persistence.tables.history import AuditRecord
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import ProcessInstance

#: rows of one page; cases and people that a text may mean
PAGE, MOST_MEANT = 30, 200
#: without a day or a number the newest rows are looked through, not all the years
LOOKED_THROUGH = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class FoundAuditRow:
    """`case`: None where the command concerned no case; then `process` is empty."""

    case: UUID | None
    number: int
    at: datetime
    command: str
    #: empty: the platform itself
    person: str
    position: str
    process: str
    business_key: str | None
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class AuditSearchView:
    rows: Sequence[FoundAuditRow]
    page: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class AuditSearch(Query):
    """`number`: a part of a case's number; `person`: a part of a name; `day`: in the regency's zone. The newest row comes first."""

    permission: ClassVar[str] = "operate"

    number: str = ""
    person: str = ""
    day: date | None = None
    page: int = 1

    def run(self, context: QueryContext) -> AuditSearchView:
        columns: tuple[Any, ...] = (AuditRecord, Person.name, Position.title, ProcessInstance)
        statement = (
            select(*columns)
            .outerjoin(Person, Person.id == AuditRecord.person_id)
            .outerjoin(Position, Position.id == AuditRecord.position_id)
            .outerjoin(ProcessInstance, ProcessInstance.id == AuditRecord.instance_id)
            .where(or_(ProcessInstance.id.is_not(None), AuditRecord.instance_id == PLATFORM_CHAIN))
        )
        rows = context.session.execute(
            self._narrow(context, statement)
            .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
            .offset((self.page - 1) * PAGE)
            .limit(PAGE + 1)
        ).all()
        return AuditSearchView(
            rows=[
                FoundAuditRow(
                    case=row.instance_id if case else None,
                    number=row.number,
                    at=row.at,
                    command=row.command,
                    person=person or "",
                    position=title or "",
                    process=case.process_key if case else "",
                    business_key=case.business_key if case else None,
                    texts=context.platform.definitions.get(context.session, case.definition_id).texts if case else {},
                )
                for row, person, title, case in rows[:PAGE]
            ],
            page=self.page,
            more=len(rows) > PAGE,
        )

    def _narrow(self, context: QueryContext, statement: Select[Any]) -> Select[Any]:
        if self.number:
            meant = select(ProcessInstance.id).where(ProcessInstance.business_key.ilike(containing(self.number))).limit(MOST_MEANT)
            statement = statement.where(AuditRecord.instance_id.in_(context.session.scalars(meant).all()))
        if self.person:
            named = select(Person.id).where(Person.name.ilike(containing(self.person))).limit(MOST_MEANT)
            statement = statement.where(AuditRecord.person_id.in_(context.session.scalars(named).all()))
        if self.day:
            begins = datetime.combine(self.day, time.min, context.platform.zone)
            statement = statement.where(AuditRecord.at >= begins, AuditRecord.at < begins + timedelta(days=1))
        elif not self.number:
            statement = statement.where(AuditRecord.at > context.now - LOOKED_THROUGH)
        return statement
