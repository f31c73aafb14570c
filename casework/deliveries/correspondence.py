"""What a case has sent, where it came from, what it answers and what answers it, for the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from casework.deliveries.manifest import answered_by
from casework.deliveries.tables import CaseAnswer, Delivery
from engine.core.context import QueryContext
from engine.identity.access import may_see
from engine.persistence.tables.definitions import PackageState, ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class CaseLink:
    """Another case, as far as the reader may see it: its number and title are empty for who may not."""

    instance: UUID
    number: str
    title: str
    visible: bool


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """`state`: waiting, sent, arrived, refused (by its address) or returned; `case`: the one at the other end."""

    recipient: str
    channel: str
    address: str
    state: str
    at: datetime
    case: CaseLink | None


@dataclass(frozen=True, kw_only=True)
class AnswerOffer:
    """A process that answers this case, and that the reader may start."""

    process: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Correspondence:
    sent: list[DeliveryView] = field(default_factory=list)
    came_from: CaseLink | None = None
    answers: list[CaseLink] = field(default_factory=list)
    answered: list[CaseLink] = field(default_factory=list)
    offers: list[AnswerOffer] = field(default_factory=list)


def begin_correspondence(context: QueryContext, instance: ProcessInstance) -> Callable[[], Correspondence]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    root, ask = instance.root_id, context.questions.ask
    seen = _seen(context)
    sent = ask(
        select(*_SENT, *seen)
        .outerjoin(ProcessInstance, ProcessInstance.id == Delivery.arrived_in)
        .where(Delivery.instance_id == root)
        .order_by(Delivery.created_at, Delivery.id)
    )
    origin = ask(select(*seen).join(Delivery, Delivery.instance_id == ProcessInstance.id).where(Delivery.arrived_in == root))
    answers = ask(_linked(seen, CaseAnswer.instance_id, CaseAnswer.answered_id == root))
    answered = ask(_linked(seen, CaseAnswer.answered_id, CaseAnswer.instance_id == root))
    newest = ask(_newest())

    def read() -> Correspondence:
        return Correspondence(
            sent=[_delivery(row) for row in sent.rows],
            came_from=next(map(_link, origin.rows), None),
            answers=[_link(row) for row in answers.rows],
            answered=[_link(row) for row in answered.rows],
            offers=list(_offers(context, instance.process_key, [row.id for row in newest.rows])),
        )

    return read


_SENT: tuple[Any, ...] = (
    Delivery.recipient, Delivery.channel, Delivery.address, Delivery.created_at.label("made_at"),
    Delivery.sent_at, Delivery.arrived_at, Delivery.failed,
)  # fmt: skip


def _seen(context: QueryContext) -> tuple[ColumnElement[Any], ...]:
    """The columns of another case, and whether the actor may open it."""
    case = ProcessInstance
    opened = may_see(context.actor, case.id, context.now).label("visible")
    return case.id.label("case_id"), case.business_key.label("number"), case.title.label("case_title"), opened


def _linked(seen: tuple[ColumnElement[Any], ...], other: Any, own: ColumnElement[bool]) -> Select[Any]:
    return select(*seen).join(CaseAnswer, other == ProcessInstance.id).where(own).order_by(CaseAnswer.created_at)


def _newest() -> Select[Any]:
    """The newest version of each process whose package is enabled."""
    definition = ProcessDefinition
    newest = select(definition.key, func.max(definition.version).label("version")).group_by(definition.key).subquery()
    same = (newest.c.key == definition.key) & (newest.c.version == definition.version)
    enabled = select(definition.id).join(newest, same).join(PackageState, PackageState.key == definition.package)
    return enabled.where(PackageState.enabled).order_by(definition.name)


def _offers(context: QueryContext, process: str, newest: list[UUID]) -> Any:
    roles = {seat.role for seat in context.actor.seats}
    for identifier in newest:
        loaded = context.platform.definitions.get(context.session, identifier)
        rule = answered_by(loaded.manifest, loaded.key, process)
        if rule is not None and roles & set(loaded.manifest.case(loaded.key).start_roles):
            yield AnswerOffer(process=rule.process, label=rule.label)


def _link(row: Any) -> CaseLink:
    if not row.visible:
        return CaseLink(instance=row.case_id, number="", title="", visible=False)
    return CaseLink(instance=row.case_id, number=row.number or "", title=row.case_title, visible=True)


def _delivery(row: Any) -> DeliveryView:
    state = row.failed if row.failed else "arrived" if row.arrived_at else "sent" if row.sent_at else "waiting"
    at = row.arrived_at or row.sent_at or row.made_at
    # whoever sent it reads the number under which it was entered, though not the case itself
    case = CaseLink(instance=row.case_id, number=row.number or "", title="", visible=bool(row.visible)) if row.case_id else None
    return DeliveryView(recipient=row.recipient, channel=row.channel, address=row.address or "", state=state, at=at, case=case)
