"""Verifies the audit: every chain, every seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.connectors.seal import signature_holds
from engine.core.audit.chain import verify
from engine.core.audit.seals import Altered, verify_all
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class VerifyAudit(Query):
    """`instance`: the chain of this case only. Answers what was altered; empty: nothing."""

    permission: ClassVar[str] = "system"

    instance: UUID | None = None

    def run(self, context: QueryContext) -> list[Altered]:
        if self.instance is None:
            return list(verify_all(context.session, context.platform.zone, signature_holds))
        number = verify(context.session, self.instance)
        if number is None:
            return []
        return [Altered(f"the audit of {self.instance} was altered at row {number}", instance=self.instance, number=number)]
