"""Tells an applicant all that has happened in a case: stages, returns and replies, decisions, money, messages, documents, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.applications.applicant_tasks import returns_of
from casework.notices.case_messages import MessageView
from casework.payments.bill_views import BillView
from casework.services.service import Service, Stage
from casework.subjects.masks import mask_numbers_in
from casework.wording.facts import Fact, begin_facts
from casework.wording.package_texts import Texts
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.persistence.tables.cold import EveryEvent
from engine.persistence.tables.identity import Position, Unit
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


def begin_stop(context: QueryContext, case: UUID) -> Callable[[], Stop | None]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    statement = select(EveryEvent.at, EveryEvent.data).where(EveryEvent.instance_id == case, EveryEvent.event == CASE_CANCELLED)
    asked = context.questions.ask(statement.order_by(EveryEvent.id.desc()).limit(1))

    def read() -> Stop | None:
        found = asked.first
        if found is None:
            return None
        reason = mask_numbers_in(str(found.data.get("reason") or ""))
        return Stop(at=found.at, reason=reason, withdrawn=found.data.get("withdrawn") is True)

    return read


def happenings(
    context: QueryContext,
    loaded: Loaded,
    stages: Sequence[tuple[datetime, Stage]],
    steps: Sequence[Any],
    decisions: Sequence[TrackedEvent],
    bills: Sequence[BillView],
    messages: Sequence[MessageView],
    stop: Stop | None,
) -> list[TrackedEvent]:
    """Returns the newest first; what happened at one time keeps this order. `steps`: rows of `steps_for_applicant`."""
    found = [TrackedEvent(at=at, kind="stage", stage=stage, texts=loaded.texts) for at, stage in stages]
    found += [*_steps(context, steps), *decisions, *_money(bills)]
    for message in messages:
        found.append(
            TrackedEvent(
                at=message.at, kind="written" if message.applicant else "read", unit=message.unit, text=message.text, texts=NO_TEXTS
            )
        )
    if stop is not None:
        found.append(TrackedEvent(at=stop.at, kind="withdrawn" if stop.withdrawn else "stopped", text=stop.reason, texts=NO_TEXTS))
    return sorted(found, key=lambda event: event.at)[::-1]


def _steps(context: QueryContext, steps: Sequence[Any]) -> Iterator[TrackedEvent]:
    """What was asked of the applicant, and when it was answered."""
    for row in steps:
        texts = context.platform.definitions.get(context.session, row.definition_id).texts
        step, count = f"element.{row.process_key}.{row.element_id}", len(returns_of(row))
        yield TrackedEvent(at=row.created_at, kind="asked", step=step, name=row.name, count=count, texts=texts)
        if row.status == "COMPLETED" and row.completed_at is not None:
            yield TrackedEvent(at=row.completed_at, kind="replied", step=step, name=row.name, count=count, texts=texts)


def begin_decisions(context: QueryContext, case: UUID, loaded: Loaded, service: Service) -> Callable[[], Callable[[], list[TrackedEvent]]]:
    """What officers answered and their applicant may read; each once, also where a later step writes the same again.

    Asks with the context's other questions. The function that it returns asks for names, whose function reads the answer.
    """
    statement = (
        select(EveryEvent.at, EveryEvent.data, Unit.name.label("unit"))
        .outerjoin(Position, Position.id == EveryEvent.position_id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(
            EveryEvent.instance_id == case,
            EveryEvent.event == "VARIABLE_SET",
            EveryEvent.data["name"].astext.in_(service.shown),
        )
        .order_by(EveryEvent.id)
        .limit(MOST_DECISIONS)
    )
    asked = context.questions.ask(statement) if service.shown else None

    def begin() -> Callable[[], list[TrackedEvent]]:
        last: dict[str, object] = {}
        begun = []
        for event in asked.rows if asked else ():
            name, value = str(event.data["name"]), event.data.get("value")
            if name not in last or last[name] != value:
                last[name] = value
                begun.append((event, begin_facts(context, loaded, case, {name: value}, [name])))
        return lambda: [
            TrackedEvent(at=event.at, kind="decision", fact=fact, unit=event.unit or "", texts=loaded.texts)
            for event, facts in begun
            for fact in facts()
        ]

    return begin


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
