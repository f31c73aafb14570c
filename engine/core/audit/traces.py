"""Finds cases that were taken away before their day was sealed, by what they have left behind.

Each case begins with a row of the audit, each of its turns ends with one, and more than one table names it. Whoever takes away every
trace of a case on the day on which it began is seen by its seal only if the day is sealed by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from engine.core.audit.chain import PLATFORM_CHAIN
from engine.persistence.tables.cold import EveryEvent, EveryPayload
from engine.persistence.tables.history import AuditRecord, CommandKey
from engine.persistence.tables.instances import ProcessInstance

#: how the names of commands begin that erase what earlier rows of their case carried; the database knows it too (alur_erase_payloads)
ERASING = "Erase"


@dataclass(frozen=True)
class Altered:
    """`instance` and `number` name the row; a day whose seal does not fit has neither."""

    message: str
    instance: UUID | None = None
    number: int | None = None
    day: date | None = None


def verify_traces(session: Session) -> Iterator[Altered]:
    """Cases without audit, and traces of cases and of commands that are gone."""
    for instance in session.scalars(_without_audit()):
        yield Altered(f"the audit of {instance} is missing: not one row is there", instance=instance, number=1)
    gone: dict[str, str] = {}
    for place, statement in _naming().items():
        for name in session.scalars(statement):
            gone.setdefault(str(name), place)
    for name, place in sorted(gone.items()):
        yield Altered(f"the case {name} is gone: {place} names it", instance=UUID(name))
    for instance, number in session.execute(_payloads_alone()):
        yield Altered(f"row {number} of the audit of {instance} is gone: what it carried is there", instance=instance, number=number)
    yield from verify_payloads(session)
    for instance in session.scalars(_history_behind_audit()):
        yield Altered(f"the last rows of the audit of {instance} are gone: its history goes on after them", instance=instance)


def verify_payloads(session: Session, instance: UUID | None = None) -> Iterator[Altered]:
    """What rows carried and is gone, without a later row of the same chain that says that it was erased. `instance`: of this case only."""
    erasure = aliased(AuditRecord)
    carried = exists().where(EveryPayload.instance_id == AuditRecord.instance_id, EveryPayload.number == AuditRecord.number)
    erased = exists().where(
        erasure.instance_id == AuditRecord.instance_id, erasure.number > AuditRecord.number, erasure.command.like(ERASING + "%")
    )
    lost = select(AuditRecord.instance_id, AuditRecord.number).where(~carried, ~erased)
    if instance is not None:
        lost = lost.where(AuditRecord.instance_id == instance)
    for case, number in session.execute(lost.order_by(AuditRecord.instance_id, AuditRecord.number)):
        yield Altered(f"what row {number} of the audit of {case} carried is gone, and no erasure is recorded", instance=case, number=number)


def _without_audit() -> Select[UUID]:
    audited = exists().where(AuditRecord.instance_id == ProcessInstance.id)
    return select(ProcessInstance.id).where(~audited).order_by(ProcessInstance.id)


def _naming() -> dict[str, Select[UUID] | Select[str]]:
    """Where a case is named without the database itself holding that it is there."""
    case = aliased(ProcessInstance)
    record, payload = AuditRecord.instance_id, EveryPayload.instance_id
    audited = select(record).where(record != PLATFORM_CHAIN, ~exists().where(case.id == record)).distinct()
    carried = select(payload).where(payload != PLATFORM_CHAIN, ~exists().where(case.id == payload)).distinct()
    roots = select(ProcessInstance.root_id).where(~exists().where(case.id == ProcessInstance.root_id)).distinct()
    answered = CommandKey.result["instance"].astext
    begun = select(answered).where(answered.is_not(None), ~exists().where(func.cast(case.id, answered.type) == answered)).distinct()
    return {"its audit": audited, "what a command carried": carried, "a case that it called": roots, "the key of a command": begun}


def _payloads_alone() -> Select[UUID, int]:
    """A row may stay without what it carried, which the law's erasure takes; the other way round it was taken away."""
    row = exists().where(AuditRecord.instance_id == EveryPayload.instance_id, AuditRecord.number == EveryPayload.number)
    some = exists().where(AuditRecord.instance_id == EveryPayload.instance_id)
    statement = select(EveryPayload.instance_id, EveryPayload.number).where(~row, some)
    return statement.order_by(EveryPayload.instance_id, EveryPayload.number)


def _history_behind_audit() -> Select[UUID]:
    """A turn writes its history and its row of the audit at the same moment."""
    told = select(EveryEvent.instance_id, func.max(EveryEvent.at).label("at")).group_by(EveryEvent.instance_id).subquery()
    proven = select(AuditRecord.instance_id, func.max(AuditRecord.at).label("at")).group_by(AuditRecord.instance_id).subquery()
    joined = select(told.c.instance_id).join(proven, proven.c.instance_id == told.c.instance_id)
    return joined.where(told.c.at > proven.c.at).order_by(told.c.instance_id)
