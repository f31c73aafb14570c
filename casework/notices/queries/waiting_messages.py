"""Lists the cases whose applicants wait for an answer from one of the actor's positions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from casework.notices.message_receivers import UNANSWERED
from casework.notices.tables import CaseMessage
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import BOUND_NOW, NAMED, may_do, may_see, named_values
from engine.identity.actor_questions import of_any_actor
from engine.model.actor import Actor
from engine.persistence.tables.instances import ProcessInstance, UserTask

#: of one page of the inbox
LIMIT = 20


@dataclass(frozen=True, kw_only=True)
class WaitingMessageView:
    case: UUID
    title: str
    business_key: str | None
    count: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class WaitingMessages(Query):
    """Answers the oldest first: messages given to a position of the actor, and those about a case in which they have an open step."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[WaitingMessageView]:
        return self.begin(context)()

    def begin(self, context: QueryContext) -> Callable[[], list[WaitingMessageView]]:
        """Asks with the context's other questions; the function that it returns reads the answer."""
        actor = context.actor
        if not actor.seats:
            return list
        asked = context.questions.ask(_waiting(actor), **named_values(actor, context.now))
        return lambda: [
            WaitingMessageView(case=identifier, title=title, business_key=number, count=count, since=since)
            for identifier, title, number, count, since in asked.rows
        ]


@of_any_actor
def _waiting(actor: Actor) -> Select[*tuple[Any, ...]]:
    case = ProcessInstance
    working = select(case.root_id).join(UserTask, UserTask.instance_id == case.id).where(UserTask.status == "OPEN", may_do(actor, NAMED))
    mine = or_(NAMED.held(CaseMessage.to_position_id), CaseMessage.instance_id.in_(working))
    columns = (case.id, case.title, case.business_key)
    return (
        select(*columns, func.count().label("messages"), func.min(CaseMessage.written_at).label("since"))
        .join(CaseMessage, CaseMessage.instance_id == case.id)
        .where(UNANSWERED, mine, may_see(actor, case.id, BOUND_NOW, NAMED))
        .group_by(*columns)
        .order_by(func.min(CaseMessage.written_at))
        .limit(LIMIT)
    )
