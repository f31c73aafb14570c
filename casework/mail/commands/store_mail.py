"""Stores a mail as it came, for each of its recipients, before its sender's server is told that we have it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from casework.mail.addresses import LONGEST_ADDRESS
from casework.mail.reasons import MAILS, RECEIVED
from casework.mail.tables import MailContent, OfficialAddress, ReceivedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.stored_text import make_storable

_MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\r\n]{1,250}>)[ \t]*\r?$")
LONGEST_HEADER_LOOKED_AT = 200_000


@dataclass(frozen=True, kw_only=True)
class StoreMail(Command):
    """`recipients`: addresses as read_address gives them; who is none of ours any more gets no row.

    The same mail sent again changes nothing. Answers how many rows are new.
    """

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    recipients: tuple[str, ...]
    #: the address from which the platform itself writes: reports of delivery come to it
    own_address: str
    envelope_from: str
    content: bytes

    def payload(self) -> dict[str, Any]:
        return {"recipients": len(self.recipients), "sha256": hashlib.sha256(self.content).hexdigest()}

    def run(self, context: CommandContext) -> Answer:
        statement = select(OfficialAddress.address, OfficialAddress.id)
        found = context.session.execute(statement.where(OfficialAddress.address.in_(self.recipients)))
        known = {row.address: row.id for row in found}
        message_id, identity = identify(self.content)
        wanted = [address for address in dict.fromkeys(self.recipients) if address in known or address == self.own_address]
        held = select(ReceivedMail.recipient).where(ReceivedMail.recipient.in_(wanted), ReceivedMail.identity == identity)
        new = set(wanted) - set(context.session.scalars(held))
        if not new:
            return {"stored": 0}
        content = MailContent(id=context.new_id(), content=self.content)
        context.session.add(content)
        context.session.flush()
        rows = [
            {
                "id": context.new_id(),
                "recipient": address,
                "address_id": known.get(address),
                "identity": identity,
                "message_id": message_id,
                "envelope_from": make_storable(self.envelope_from)[:LONGEST_ADDRESS],
                "content_id": content.id,
                "size": len(self.content),
                "received_at": context.now,
                "status": RECEIVED,
                "reason": "",
                "sender": "",
                "subject": "",
                "attempts": 0,
                "due_at": context.now,
            }
            for address in wanted
            if address in new
        ]
        # the same mail may come twice at one moment, through two servers
        statement_of_rows = insert(ReceivedMail).on_conflict_do_nothing().returning(ReceivedMail.id)
        stored = context.session.scalars(statement_of_rows, rows).all()
        context.new_jobs += [(MAILS, mail) for mail in stored]
        return {"stored": len(stored)}


def identify(content: bytes) -> tuple[str, bytes]:
    """Returns the Message-ID ("" where there is none) and a hash of it with the mail's text.

    Servers on the way add headers, so that those do not count. A Message-ID alone would let anybody who knows it hide a later mail.
    """
    cut = content.find(b"\r\n\r\n") if b"\r\n\r\n" in content else content.find(b"\n\n")
    head = content[: cut if cut >= 0 else len(content)]
    found = _MESSAGE_ID.search(head[:LONGEST_HEADER_LOOKED_AT])
    name = found.group(1) if found else b""
    text = content[len(head) :].strip().replace(b"\r\n", b"\n")
    digest = hashlib.sha256(name + b"\n" + hashlib.sha256(text if name else content.strip()).digest()).digest()
    return name.decode("ascii", "replace"), digest
