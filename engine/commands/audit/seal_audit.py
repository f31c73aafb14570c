"""Seals a day of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import text

from engine.core.audit.seals import digest_of, last_digest, unsealed_days
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState
from engine.persistence.tables.history import AuditSeal


@dataclass(frozen=True, kw_only=True)
class SealAudit(Command):
    """Seals days in their order. Raises InvalidState for a day that is not over, is sealed, or is not the next."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    day: date

    def run(self, context: CommandContext) -> Answer:
        sealer = context.platform.sealer
        if sealer is None:
            raise InvalidState("Expected a key for seals (ALUR_SEAL_KEY), but there is none.")
        context.session.execute(text("select pg_advisory_xact_lock(hashtext('alur seal'))"))
        due = unsealed_days(context.session, context.now, context.platform.zone)
        if not due or due[0] != self.day:
            raise InvalidState(f"Expected the next day to be sealed, but {self.day} is not.")
        rows, digest = digest_of(context.session, self.day, context.platform.zone, last_digest(context.session, self.day))
        seal = AuditSeal(day=self.day, rows=rows, digest=digest, key=sealer.key, signature=sealer.sign(digest), sealed_at=context.now)
        context.session.add(seal)
        return {"day": self.day.isoformat(), "rows": rows}
