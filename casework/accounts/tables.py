"""Accounts of citizens: the addresses by which they sign in, and the codes that prove them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class AccountAddress(Base):
    """An e-mail address or telephone number that a citizen has proved. Encrypted; the index finds it."""

    __tablename__ = "account_address"
    __table_args__ = (UniqueConstraint("person_id", "channel"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    channel: Mapped[str]  # email, phone
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_index: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    proved_at: Mapped[datetime]


class SignInCode(Base):
    """Six digits that were sent to an address. The holder of the token (a cookie) has a few tries; only their keyed index is stored.

    After many codes in a day nothing more is sent for a while: `code_of` names the code that counts instead, which its receiver has. A code
    that is its own `code_of` was never sent: its message told something else.
    """

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
    code_of: Mapped[UUID | None] = mapped_column(ForeignKey("sign_in_code.id", ondelete="CASCADE"), index=True)
