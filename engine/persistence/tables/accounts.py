"""Accounts of citizens: the addresses by which they sign in, the codes that prove them, and who has looked at their cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class AccountAddress(Base):
    """An e-mail address or a telephone number that a citizen has proved to hold. Sealed; the index finds it."""

    __tablename__ = "account_address"
    __table_args__ = (UniqueConstraint("person_id", "channel"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    channel: Mapped[str]  # email, phone
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_index: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    proved_at: Mapped[datetime]


class SignInCode(Base):
    """Six digits that were sent to an address. Who holds the token, in a cookie, may try a few times; the digits stand nowhere."""

    __tablename__ = "sign_in_code"
    __table_args__ = (Index(None, "address_index", "created_at"), Index(None, "expires_at"))

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_index: Mapped[bytes] = mapped_column(LargeBinary)
    code_index: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    #: the digits were right
    proved_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class CaseLook(Base):
    """Somebody who works for the regency opened a citizen's case; once an hour for each person and kind."""

    __tablename__ = "case_look"
    __table_args__ = (
        UniqueConstraint("instance_id", "person_id", "kind", "hour", "reason"),
        Index(None, "instance_id", "looked_at"),
    )

    id: Mapped[Key]
    #: the case that was applied for
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: the seat in which they looked; None: they hold none
    position_id: Mapped[UUID | None]
    kind: Mapped[str]  # case, task, file, reveal
    #: what was given as the reason; empty where the seat's work is the reason
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    hour: Mapped[datetime]
    looked_at: Mapped[datetime]
