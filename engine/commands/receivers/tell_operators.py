"""Queues one mail to each operator about the incidents and findings that operators were not told of yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import TELL_OPERATORS, platform_job
from engine.core.receivers.operators import mail_is_due, open_findings, open_incidents, operators_with_mailbox
from engine.persistence.tables.instances import Incident, ProcessInstance
from engine.persistence.tables.receivers import OperatorMail, ReceiverFinding


@dataclass(frozen=True, kw_only=True)
class TellOperators(Command):
    """Answers how many operators get a mail: none where there is nothing new, or where no operator has a mailbox."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        if not mail_is_due(session, context.now):
            return {"mails": 0}
        operators = operators_with_mailbox(session, context.now)
        bearer = self._bearer(context)
        if not operators or bearer is None:
            return {"mails": 0}
        mail = OperatorMail(id=context.new_id(), created_at=context.now)
        session.add(mail)
        session.flush()
        for row, ended in ((Incident, Incident.resolved_at), (ReceiverFinding, ReceiverFinding.closed_at)):
            session.execute(update(row).where(ended.is_(None), row.told_in.is_(None)).values(told_in=mail.id))
        for person in operators:
            variables = {"mail": str(mail.id), "person": str(person.id)}
            platform_job(context, bearer, TELL_OPERATORS, key=f"{mail.id} {person.id}", variables=variables)
        return {"mails": len(operators)}

    def _bearer(self, context: CommandContext) -> ProcessInstance | None:
        """Returns a case that the mail's jobs stand with: one that it speaks of, else any."""
        for wanted in (open_incidents(Incident.instance_id), open_findings(ReceiverFinding.instance_id)):
            found = context.session.execute(wanted.limit(1)).scalar()
            if found is not None:
                return context.session.get_one(ProcessInstance, found)
        return context.session.scalars(select(ProcessInstance).limit(1)).first()
