"""Erases the personal content of an ended case; its audit stays whole (UU 27/2022, articles 43 and 44).

The rule: docs/law/personal-data.md#erasure-and-destruction
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert

from casework.applications.tables import Application, ApplicationDraft
from casework.deliveries.tables import Delivery
from casework.documents.tables import Document, DocumentVersion, IssuedDocument
from casework.mail.tables import ReceivedMail, ReturnedMail
from casework.notices.tables import CaseMessage, Notice
from casework.payments.tables import BankMessage, Bill, Refund
from casework.privacy.holds import standing_hold
from casework.privacy.tables import Erasure
from casework.records.tables import RegisterEntry
from casework.subjects.tables import SubjectValue
from engine.bpmn.codec import without_variables
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import BufferedMessage, Incident, Job, ProcessInstance, UserTask
from engine.persistence.tables.migrations import MigrationItem


@dataclass(frozen=True, kw_only=True)
class EraseCase(Command):
    """`basis`: the reason for the audit (the approval, or the request); `rule`: that of retention, where one is due.

    Erases one instance of a tree; the erasure of its root is recorded. Raises NotFound, InvalidState where it goes on or is held.
    """

    permission: ClassVar[str] = "administer"
    repeatable: ClassVar[bool] = True

    instance: UUID
    basis: str
    rule: str = ""

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        if instance.status == "ACTIVE":
            raise InvalidState("Expected a case that has ended, but it is still active.")
        if (hold := standing_hold(context, instance.root_id)) is not None:
            raise InvalidState(f"Expected a case without a legal hold, but it is held: {hold.reason}")
        session = context.session
        instance.state = without_variables(instance.state)
        instance.facts, instance.title, instance.erased = {}, "", True
        session.execute(update(UserTask).where(UserTask.instance_id == instance.id).values(properties={}))
        session.execute(update(Job).where(Job.instance_id == instance.id).values(variables={}, headers={}, error=None))
        session.execute(update(BufferedMessage).where(BufferedMessage.delivered_to == instance.id).values(variables={}))
        session.execute(update(Incident).where(Incident.instance_id == instance.id).values(message=""))
        self._applicant(context, instance.id)
        self._records(context, instance.id, instance.business_key or "")
        before = {"state_before": None, "waits_before": None}
        session.execute(update(MigrationItem).where(MigrationItem.instance_id == instance.id).values(before))
        if instance.parent_id is None:
            self._record(context, instance)
        erased = session.execute(text("select alur_erase_history(:case)"), {"case": instance.id}).scalar()
        # first the record of it: the database takes what commands carried from a case whose last row says that it was erased, and no other
        context.audit(instance)
        session.flush()
        session.execute(text("select alur_erase_payloads(:case)"), {"case": instance.id})
        return {"instance": str(instance.id), "history": erased}

    def _record(self, context: CommandContext, instance: ProcessInstance) -> None:
        values = {"process_key": instance.process_key, "rule": self.rule, "basis": self.basis}
        done = {"erased_at": context.now, "erased_by": context.actor.person}
        context.session.execute(insert(Erasure).values(instance_id=instance.id, **values, **done).on_conflict_do_nothing())

    def _records(self, context: CommandContext, case: UUID, number: str) -> None:
        """Erases documents and the line of the register, which is found by its number alone. What was issued can still be verified by
        its code and hash, without its file; the files themselves are swept as nothing names them any more."""
        session = context.session
        documents = select(Document.id).where(Document.instance_id == case)
        issued = select(IssuedDocument.document_id)
        session.execute(delete(DocumentVersion).where(DocumentVersion.document_id.in_(documents)))
        session.execute(delete(Document).where(Document.instance_id == case, Document.id.not_in(issued)))
        session.execute(update(Document).where(Document.instance_id == case).values(title=""))
        gone: dict[str, Any] = {"title": "", "fields": {}, "search_text": number, "match_key": None}
        session.execute(update(RegisterEntry).where(RegisterEntry.instance_id == case).values(gone))

    def _applicant(self, context: CommandContext, case: UUID) -> None:
        """Erases the data that the applicant gave beside the case's own variables."""
        session = context.session
        for table in (CaseMessage, Notice, SubjectValue):
            session.execute(delete(table).where(table.instance_id == case))
        forgotten = {"sender": "", "subject": "", "envelope_from": "", "content_id": None}
        session.execute(update(ReceivedMail).where(ReceivedMail.instance_id == case).values(forgotten))
        tree = select(ProcessInstance.id).where(ProcessInstance.root_id == case)
        session.execute(delete(ReturnedMail).where(ReturnedMail.instance_id.in_(tree)))
        session.execute(update(Delivery).where(Delivery.instance_id == case).values(recipient="", address=None, documents=[]))
        session.execute(update(Application).where(Application.instance_id == case).values(contact=None))
        payments = select(BankMessage.reference).join(Bill, Bill.id == BankMessage.bill_id).where(Bill.instance_id == case)
        session.execute(update(Refund).where(Refund.reference.in_(payments)).values(account=None))
        steps = select(UserTask.id).where(UserTask.instance_id == case)
        session.execute(delete(ApplicationDraft).where((ApplicationDraft.instance_id == case) | ApplicationDraft.task_id.in_(steps)))
