"""Lists what nobody can act on now, grouped by the post for which it waits, for operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.receivers.operators import open_findings
from engine.core.receivers.place_names import place_names
from engine.persistence.tables.instances import Incident
from engine.persistence.tables.receivers import ReceiverFinding

#: counts above this are shown as "99+"
MOST = 100
#: groups of one page
LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class ReceiverGroup:
    """What waits for one post and for one reason. `finding`: one of them, by which the group is opened."""

    finding: UUID
    kind: str
    reason: str
    #: the post's name; empty where nobody was named
    place: str
    count: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class OpenReceivers(Query):
    """Lists the groups, those that have waited longest first."""

    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> list[ReceiverGroup]:
        finding = ReceiverFinding
        columns = (finding.kind, finding.reason, finding.position_id, finding.unit_id, finding.role)
        # PostgreSQL has no least of uuids before 18: any of the group will do
        one: Any = func.array_agg(finding.id)[1]
        statement = open_findings(*columns, func.count(), func.min(finding.since), one)
        rows = context.session.execute(statement.group_by(*columns).order_by(func.min(finding.since)).limit(LIMIT)).all()
        names = place_names(context, [(row[2], row[3], row[4]) for row in rows])
        return [
            ReceiverGroup(
                finding=identifier, kind=kind, reason=reason, place=names[position, unit, role], count=count, since=since
            )
            for kind, reason, position, unit, role, count, since, identifier in rows
        ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OpenTrouble(Query):
    """Counts open incidents and findings for the menu, each up to MOST."""

    permission: ClassVar[str] = "operate"

    def run(self, context: QueryContext) -> tuple[int, int]:
        stopped = select(Incident.id).where(Incident.resolved_at.is_(None)).limit(MOST).subquery()
        unheard = open_findings(ReceiverFinding.id).limit(MOST).subquery()
        counts = [context.session.execute(select(func.count()).select_from(rows)).scalar_one() for rows in (stopped, unheard)]
        return counts[0], counts[1]
