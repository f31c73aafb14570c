"""Opens an official e-mail address of a unit: from now on mails to it are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.mail.addresses import read_address
from casework.mail.errors import AddressRejected
from casework.mail.tables import OfficialAddress
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.assignment import unit_named
from engine.model.stored_text import name_problem

#: the message with which a process begins that takes mails of an office
MESSAGE = "mail-received"


@dataclass(frozen=True, kw_only=True)
class OpenAddress(Command):
    """`unit`: id or code; `message`: a process that begins with it gets the mails. An address that was closed is opened again.

    Answers its id. Raises AddressRejected, whose details name the part that is wrong.
    """

    permission: ClassVar[str] = "operate"

    address: str
    unit: str
    message: str = MESSAGE

    def run(self, context: CommandContext) -> Answer:
        address, message = read_address(self.address), self.message.strip()
        if address is None:
            raise AddressRejected("Expected an e-mail address, but the text is none.", part="address")
        unit = None if name_problem(self.unit) else unit_named(context.session, self.unit.strip(), context.today)
        if unit is None or (unit.valid_to is not None and unit.valid_to <= context.today):
            raise AddressRejected("Expected a unit of today, but none has this code.", part="unit")
        if not message or name_problem(message):
            raise AddressRejected("Expected the name of a message, but it is none.", part="message")
        row = context.session.scalars(select(OfficialAddress).where(OfficialAddress.address == address).with_for_update()).first()
        if row is not None and row.closed_at is None:
            raise AddressRejected("Expected an address that is not open yet, but it is.", part="taken")
        if row is None:
            row = OfficialAddress(id=context.new_id(), address=address)
            context.session.add(row)
        row.unit_id, row.message, row.closed_at = unit.id, message, None
        row.opened_at, row.opened_by = context.now, context.actor.person
        context.audit_platform()
        return {"address": str(row.id)}
