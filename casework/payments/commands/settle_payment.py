"""Records how an unbooked payment was settled: paid back, passed on, or found not to exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.payments.refunds import COUNTED
from casework.payments.tables import BankMessage, Bill
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound

SHORTEST, LONGEST = 10, 500


@dataclass(frozen=True, kw_only=True)
class SettlePayment(Command):
    """Raises NotFound, and InvalidState for an empty note and for a payment that is settled."""

    permission: ClassVar[str] = "treasury"
    stored_name: ClassVar[str] = "SettleMoney"

    reference: str
    note: str

    def run(self, context: CommandContext) -> Answer:
        note = " ".join(self.note.split())
        if not SHORTEST <= len(note) <= LONGEST:
            raise InvalidState(f"Expected a note of {SHORTEST} to {LONGEST} characters, but it has {len(note)}.")
        known = context.session.get(BankMessage, self.reference)
        if known is None:
            raise NotFound("Expected a payment that the bank told of, but there is none of this reference.")
        bill = context.session.get(Bill, known.bill_id) if known.bill_id else None
        # the instance first, as every command does
        instance = lock_instance(context, bill.instance_id) if bill else None
        row = context.session.get_one(BankMessage, self.reference, with_for_update=True, populate_existing=True)
        if row.settled_at is not None or row.verdict == COUNTED:
            raise InvalidState("Expected a payment that nobody has looked after yet, but somebody has.")
        row.settled_at, row.settled_by, row.settled_note = context.now, context.actor.person, note
        if instance is not None:
            context.audit(instance)
        return {"reference": self.reference}
