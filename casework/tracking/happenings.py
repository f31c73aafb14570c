"""Tells an applicant all that has happened in a case: stages, returns and replies, decisions, money, messages, documents, its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.applications.applicant_tasks import FOR_APPLICANT, returns_of
from casework.notices.case_messages import MessageView
from casework.payments.bill_views import BillView
from casework.services.service import Service, Stage
from casework.subjects.masks import mask_numbers_in
from casework.wording.facts import Fact, facts_of
from casework.wording.package_texts import Texts
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.queries.instances.case_history import CASE_CANCELLED

NO_TEXTS: Texts = {}
#: answers of a step that are read again: more would be a case's whole life
MOST_DECISIONS = 50


@dataclass(frozen=True, kw_only=True)
class TrackedEvent:
    """`kind`: stage, asked, replied, decision, bill, paid, expired, misfit, written, read, withdrawn, stopped.

    `step` is the key of a step's name in `texts`, `name` the name in its diagram; `unit` of the organisation did it.
    """

    at: datetime
    kind: str
    stage: Stage | None = None
    step: str = ""
    name: str = ""
    #: of a step that asks for answers again: how many
    count: int = 0
    texts: Texts
    unit: str = ""
    text: str = ""
    fact: Fact | None = None
    bill: BillView | None = None
    #: of a payment that did not fit: its reference, to find it among the bill's payments
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The end of a case before its diagram's: `withdrawn` by its applicant, or stopped by an operator."""

    at: datetime
    reason: str
    withdrawn: bool


def stop_of(context: QueryContext, case: UUID) -> Stop | None:
    statement = select(HistoryEvent).where(HistoryEvent.instance_id == case, HistoryEvent.event == CASE_CANCELLED)
    found = context.session.scalars(statement.order_by(HistoryEvent.id.desc()).limit(1)).first()
    if found is None:
        return None
    return Stop(at=found.at, reason=mask_numbers_in(str(found.data.get("reason") or "")), withdrawn=found.data.get("withdrawn") is True)


def happenings(
    context: QueryContext,
    case: UUID,
    loaded: Loaded,
    service: Service,
    stages: Sequence[tuple[datetime, Stage]],
    bills: Sequence[BillView],
    messages: Sequence[MessageView],
) -> list[TrackedEvent]:
    """Returns the newest first; what happened at one time keeps this order."""
    found = [TrackedEvent(at=at, kind="stage", stage=stage, texts=loaded.texts) for at, stage in stages]
    found += [*_steps(context, case), *_decisions(context, case, loaded, service), *_money(bills)]
    for message in messages:
        found.append(
            TrackedEvent(
                at=message.at, kind="written" if message.applicant else "read", unit=message.unit, text=message.text, texts=NO_TEXTS
            )
        )
    if (stop := stop_of(context, case)) is not None:
        found.append(TrackedEvent(at=stop.at, kind="withdrawn" if stop.withdrawn else "stopped", text=stop.reason, texts=NO_TEXTS))
    return sorted(found, key=lambda event: event.at)[::-1]


def _steps(context: QueryContext, case: UUID) -> Iterator[TrackedEvent]:
    """What was asked of the applicant, and when it was answered."""
    statement = (
        select(UserTask, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .where(ProcessInstance.root_id == case, UserTask.properties.has_key(FOR_APPLICANT))
        .order_by(UserTask.created_at)
    )
    for task, instance in context.session.execute(statement):
        texts = context.platform.definitions.get(context.session, instance.definition_id).texts
        step, count = f"element.{instance.process_key}.{task.element_id}", len(returns_of(task))
        yield TrackedEvent(at=task.created_at, kind="asked", step=step, name=task.name, count=count, texts=texts)
        if task.status == "COMPLETED" and task.completed_at is not None:
            yield TrackedEvent(at=task.completed_at, kind="replied", step=step, name=task.name, count=count, texts=texts)


def _decisions(context: QueryContext, case: UUID, loaded: Loaded, service: Service) -> Iterator[TrackedEvent]:
    """What officers answered and their applicant may read; each once, also where a later step writes the same again."""
    statement = (
        select(HistoryEvent, Unit.name)
        .outerjoin(Position, Position.id == HistoryEvent.position_id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(
            HistoryEvent.instance_id == case,
            HistoryEvent.event == "VARIABLE_SET",
            HistoryEvent.data["name"].astext.in_(service.shown),
        )
        .order_by(HistoryEvent.id)
        .limit(MOST_DECISIONS)
    )
    last: dict[str, object] = {}
    for event, unit in context.session.execute(statement) if service.shown else ():
        name, value = str(event.data["name"]), event.data.get("value")
        if name in last and last[name] == value:
            continue
        last[name] = value
        for fact in facts_of(context, loaded, case, {name: value}, [name]):
            yield TrackedEvent(at=event.at, kind="decision", fact=fact, unit=unit or "", texts=loaded.texts)


def _money(bills: Sequence[BillView]) -> Iterator[TrackedEvent]:
    for bill in bills:
        yield TrackedEvent(at=bill.since, kind="bill", bill=bill, texts=NO_TEXTS)
        for payment in bill.payments:
            if payment.kind != "paid":
                yield TrackedEvent(at=payment.paid_at, kind="misfit", bill=bill, reference=payment.reference, texts=NO_TEXTS)
        if bill.paid_at is not None:
            yield TrackedEvent(at=bill.paid_at, kind="paid", bill=bill, texts=NO_TEXTS)
        elif bill.status == "EXPIRED":
            yield TrackedEvent(at=bill.expires_at, kind="expired", bill=bill, texts=NO_TEXTS)
