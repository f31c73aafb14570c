"""Tells whether mails for an address are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.mail.tables import OfficialAddress
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class AcceptedAddress(Query):
    """`address`: as read_address gives it. Answers whether it is a unit's open official address."""

    permission: ClassVar[str] = "system"

    address: str

    def run(self, context: QueryContext) -> bool:
        held = select(OfficialAddress.id).where(OfficialAddress.address == self.address, OfficialAddress.closed_at.is_(None))
        return context.session.scalars(held).first() is not None
