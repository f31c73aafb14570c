"""Seals the hours of the audit that are over, as one head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import text

from engine.core.audit.heads import last_head, measure, next_window
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState
from engine.persistence.tables.history import AuditHead


@dataclass(frozen=True, kw_only=True)
class SealHead(Command):
    """Answers {"made": number of heads}: none where no hour is over. Raises InvalidState without a key."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        sealer = context.platform.sealer
        if sealer is None:
            raise InvalidState("Expected a key for seals (ALUR_SEAL_KEY), but there is none.")
        context.session.execute(text("select pg_advisory_xact_lock(hashtext('alur seal'))"))
        window = next_window(context.session, context.now)
        if window is None:
            return {"made": 0}
        previous = last_head(context.session)
        head = AuditHead(number=previous.number + 1 if previous else 1, since=window[0], until=window[1])
        head.rows, head.chains, head.digest = measure(context.session, head, previous)
        head.all_rows = (previous.all_rows if previous else 0) + head.rows
        head.key, head.signature, head.sealed_at = sealer.key, sealer.sign(head.digest), context.now
        context.session.add(head)
        return {"made": 1}
