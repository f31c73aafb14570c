"""Erases the personal content of an ended case; its audit stays whole (UU 27/2022, articles 43 and 44).

The rule: docs/law/personal-data.md#erasure-and-destruction
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete, select, text, update

from casework.applications.tables import Application, ApplicationDraft
from casework.notices.tables import CaseMessage, Notice
from casework.payments.tables import BankMessage, Bill, Refund
from casework.subjects.tables import SubjectValue
from engine.bpmn.codec import without_variables
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState
from engine.persistence.tables.history import AuditPayload
from engine.persistence.tables.instances import BufferedMessage, Incident, Job, UserTask
from engine.persistence.tables.migrations import MigrationItem


@dataclass(frozen=True, kw_only=True)
class EraseCase(Command):
    """`basis`: the reason for the audit (the rule of retention, or the request). Raises NotFound, InvalidState where the case goes on."""

    permission: ClassVar[str] = "administer"
    repeatable: ClassVar[bool] = True

    instance: UUID
    basis: str

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        if instance.status == "ACTIVE":
            raise InvalidState("Expected a case that has ended, but it is still active.")
        session = context.session
        instance.state = without_variables(instance.state)
        instance.facts, instance.title = {}, ""
        session.execute(update(UserTask).where(UserTask.instance_id == instance.id).values(properties={}))
        session.execute(update(Job).where(Job.instance_id == instance.id).values(variables={}, headers={}, error=None))
        session.execute(update(BufferedMessage).where(BufferedMessage.delivered_to == instance.id).values(variables={}))
        session.execute(update(Incident).where(Incident.instance_id == instance.id).values(message=""))
        session.execute(delete(AuditPayload).where(AuditPayload.instance_id == instance.id))
        self._applicant(context, instance.id)
        before = {"state_before": None, "waits_before": None}
        session.execute(update(MigrationItem).where(MigrationItem.instance_id == instance.id).values(before))
        erased = session.execute(text("select alur_erase_history(:case)"), {"case": instance.id}).scalar()
        context.audit(instance)
        return {"instance": str(instance.id), "history": erased}

    def _applicant(self, context: CommandContext, case: UUID) -> None:
        """Erases the data that the applicant gave beside the case's own variables."""
        session = context.session
        for table in (CaseMessage, Notice, SubjectValue):
            session.execute(delete(table).where(table.instance_id == case))
        session.execute(update(Application).where(Application.instance_id == case).values(contact=None))
        payments = select(BankMessage.reference).join(Bill, Bill.id == BankMessage.bill_id).where(Bill.instance_id == case)
        session.execute(update(Refund).where(Refund.reference.in_(payments)).values(account=None))
        steps = select(UserTask.id).where(UserTask.instance_id == case)
        session.execute(delete(ApplicationDraft).where((ApplicationDraft.instance_id == case) | ApplicationDraft.task_id.in_(steps)))
