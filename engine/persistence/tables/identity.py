"""Tables of the organisation: units, positions, people, holdings, absences, sessions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class Unit(Base):
    """An agency or a part of one. A renamed or merged unit ends and names its successor."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))


class Position(Base):
    """A post. Tasks go to positions, never to persons."""

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("code"), Index(None, "unit_id", "role"))

    id: Mapped[Key]
    code: Mapped[str]
    title: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]
    superior_id: Mapped[UUID | None] = mapped_column(ForeignKey("position.id"), index=True)
    #: the holder's permissions on the platform itself: operate, administer, design, treasury
    permissions: Mapped[list[Any]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("position.id"))


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("email"),)

    id: Mapped[Key]
    name: Mapped[str]
    #: of an employee; people outside have theirs, proved, in account_address
    email: Mapped[str | None]
    phone: Mapped[str | None]
    nip: Mapped[str | None]
    #: of a civil servant, with the grade, as a document prints it: Pembina Tingkat I (IV/b)
    rank: Mapped[str | None]
    #: the NIK, sealed; the index finds a person by it
    nik_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    nik_index: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    language: Mapped[str]
    #: when somebody outside opened an account; None: an employee, who signs in with a password
    registered_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    #: the last time step that was used: a code is good once
    totp_step: Mapped[int | None]
    disabled_at: Mapped[datetime | None]


class Holding(Base):
    """A person's holding of a position: DEFINITIF, PLT (the post is vacant) or PLH (the holder is away)."""

    __tablename__ = "holding"
    __table_args__ = (Index(None, "person_id"), Index(None, "position_id"))

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    kind: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    decree: Mapped[str]
    #: on a page of operators; None: by the import of the organisation
    appointed_by: Mapped[UUID | None]
    appointed_at: Mapped[datetime | None]
    #: of a Plt. or Plh.: when the superior was told that it began, and that it ended
    told_at: Mapped[datetime | None]
    end_told_at: Mapped[datetime | None]


class Absence(Base):
    __tablename__ = "absence"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    reason: Mapped[str]


class WebSession(Base):
    """A signed-in browser. The row's key is a hash: nobody can sign in with what the table holds."""

    __tablename__ = "web_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: the last fresh proof: password or TOTP
    proved_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    agent: Mapped[str]


class KeptForm(Base):
    """A form that was sent after its session had ended. Sealed; shown to its sender in the same browser only, and never carried out."""

    __tablename__ = "kept_form"
    __table_args__ = (Index(None, "browser_hash", "person_id"), Index(None, "expires_at"))

    id: Mapped[Key]
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes]
    kept_at: Mapped[datetime]
    expires_at: Mapped[datetime]
