"""Verifies the audit: every chain, every seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.connectors.seal import signature_holds
from engine.core.audit.anchor import Anchor
from engine.core.audit.chain import verify
from engine.core.audit.heads import verify_heads
from engine.core.audit.seals import verify_all
from engine.core.audit.traces import Altered, verify_payloads
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.history import AuditRecord
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class VerifyAudit(Query):
    """Answers the altered rows; empty: none. `instance`: only the chain of this case. Raises NotFound for an unknown case.

    `anchor`: what stands outside the database; without it the key of this process's own settings is trusted, and no other.
    """

    permission: ClassVar[str] = "system"

    instance: UUID | None = None
    anchor: Anchor | None = None

    def run(self, context: QueryContext) -> list[Altered]:
        if self.instance is None:
            sealer = context.platform.sealer
            anchor = self.anchor or Anchor(keys=(sealer.key,) if sealer else ())
            # whether the newest are there is asked where the clock is known to run
            now = context.now if self.anchor else None
            found = list(verify_all(context.session, context.platform.zone, anchor, signature_holds, now))
            return [*found, *verify_heads(context.session, now, anchor, signature_holds)]
        if context.session.scalar(select(AuditRecord.id).where(AuditRecord.instance_id == self.instance).limit(1)) is None:
            if context.session.get(ProcessInstance, self.instance) is None:
                raise NotFound("Expected a case, but there is none under this id.")
            # an empty chain has no row that could differ, and every case begins with one
            return [Altered(f"the audit of {self.instance} is missing: not one row is there", instance=self.instance, number=1)]
        number = verify(context.session, self.instance)
        if number is None:
            return list(verify_payloads(context.session, self.instance))
        return [Altered(f"the audit of {self.instance} was altered at row {number}", instance=self.instance, number=number)]
