"""Whether every bill has somebody who looks after its money today: who may take it, and give it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from casework.payments.tables import BankMessage, Bill, Refund
from engine.core.context import CommandContext, QueryContext
from engine.identity.assignment import Candidate
from engine.identity.receivers import Missing, explain_missing, filled_positions
from engine.persistence.tables.identity import Holding, Position

BILL = "bill"
#: what a position must have whose holder looks after money
TREASURY = "treasury"


class BillReceivers:
    """A bill that is open, whose money was not booked, or of which something goes back, waits for a treasurer."""

    kind = BILL

    def follow(self, context: CommandContext) -> None:
        """Nothing moves: a bill names no position, but whoever may look after money."""

    def unheard(self, context: QueryContext) -> Select[Any]:
        treasurer = exists(filled_positions(context.now).where(Position.permissions.contains([TREASURY])).with_only_columns(Holding.id))
        left_over = (BankMessage.settled_at.is_(None), BankMessage.verdict.not_in(("BOOKED", "PART")))
        unbooked = exists().where(BankMessage.bill_id == Bill.id, *left_over)
        going_back = exists().where(BankMessage.bill_id == Bill.id, Refund.reference == BankMessage.reference, Refund.paid_at.is_(None))
        columns: tuple[Any, ...] = (Bill.id.label("subject"), Bill.instance_id)
        return select(*columns).where(or_(Bill.status == "OPEN", unbooked, going_back), ~treasurer)

    def explain(self, context: QueryContext, subject: UUID) -> Missing:
        bill = context.session.get_one(Bill, subject)
        treasurers = select(Position.id).where(Position.permissions.contains([TREASURY]))
        posts = context.session.scalars(treasurers.order_by(Position.valid_to.desc().nulls_first(), Position.code)).all()
        missing = explain_missing(context.session, [Candidate(position=post) for post in posts], context.now)
        since = max(filter(None, (missing.since, bill.created_at)))
        return Missing(reason=missing.reason, candidate=missing.candidate, since=since)
