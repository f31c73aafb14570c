"""Tables of bills, of the bank's messages about them, and of the daily comparison of both."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class Bill(Base):
    """An amount that an applicant owes, once. `status` alone says whether it is paid; only the bank's report or the time changes it."""

    __tablename__ = "bill"
    __table_args__ = (Index("ix_bill_due", "expires_at", postgresql_where=text("status = 'OPEN'")),)

    id: Mapped[Key]
    #: the case that was applied for
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    description: Mapped[str]
    #: whole rupiahs
    amount: Mapped[Decimal] = mapped_column(Numeric(15, 0))
    #: virtual account number, and the text of the QRIS code
    va: Mapped[str] = mapped_column(unique=True)
    qris: Mapped[str]
    status: Mapped[str]  # OPEN, PAID, EXPIRED
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    bank_reference: Mapped[str | None] = mapped_column(unique=True)


class BankMessage(Base):
    """A report of the bank as it came, each reference once, with our verdict."""

    __tablename__ = "bank_message"

    #: the bank's own number of the payment
    reference: Mapped[str] = mapped_column(primary_key=True)
    va: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Numeric(15, 0))
    paid_at: Mapped[datetime]
    received_at: Mapped[datetime]
    bill_id: Mapped[UUID | None] = mapped_column(ForeignKey("bill.id"))
    #: BOOKED, PART (counted together with a later one); DOUBLE, LATE, WRONG_AMOUNT, UNKNOWN: money that somebody must look after
    verdict: Mapped[str]
    #: callback, statement
    source: Mapped[str]
    #: by whom it was looked after where it was not booked, and how
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_note: Mapped[str | None]


class Refund(Base):
    """Money that goes back to whoever paid it: a whole payment that no bill took, or what a bill was paid too much."""

    __tablename__ = "refund"

    reference: Mapped[str] = mapped_column(ForeignKey("bank_message.reference"), primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(15, 0))
    created_at: Mapped[datetime]
    #: sealed: the payer's bank, account number and name; masked once the money has gone back
    account: Mapped[bytes | None]
    paid_at: Mapped[datetime | None]
    #: the number of the transfer
    transfer: Mapped[str] = mapped_column(server_default=text("''"))


class Reconciliation(Base):
    """The comparison of a day of the bank's statement with our books."""

    __tablename__ = "reconciliation"

    day: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    #: lists of references: agreed, booked_now, missing_at_bank, to_be_looked_after
    result: Mapped[dict[str, Any]]
