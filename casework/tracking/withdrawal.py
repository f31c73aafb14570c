"""Says whether the applicant of a case may still withdraw it: its service says until which stage."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import exists, select

from casework.documents.tables import IssuedDocument
from casework.milestones.tables import Milestone
from casework.payments.tables import Bill
from casework.services.service import Service
from engine.core.context import QueryContext


def may_withdraw(context: QueryContext, case: UUID, service: Service) -> bool:
    """`case`: one that goes on. Not once a bill is paid or a document signed: then somebody relied on it."""
    return begin_may_withdraw(context, case, service)()


def begin_may_withdraw(context: QueryContext, case: UUID, service: Service) -> Callable[[], bool]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    reached = select(Milestone.stage).where(Milestone.instance_id == case).order_by(Milestone.reached_at.desc(), Milestone.id)
    stage = context.questions.ask(reached.limit(1))
    paid = exists().where(Bill.instance_id == case, Bill.status == "PAID")
    signed = exists().where(IssuedDocument.instance_id == case, IssuedDocument.signed_at.is_not(None))
    relied = context.questions.ask(select((paid | signed).label("relied")))
    first = service.stages[0].key if service.stages else ""
    return lambda: service.lets_withdraw(stage.value or first) and not relied.value
