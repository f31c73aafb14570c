"""Gives a case a new PIN, for whoever has proved an address of its applicant. The old one opens nothing any more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import TRIES, Address, sent_code, try_digits
from casework.records.public_numbers import PIN_DIGITS, make_case_pass, pin_index
from casework.tracking.pin_recovery import application_at
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class RenewPin(Command):
    """Answers {"left": tries} for wrong digits, else {"pin", "pass"}. Raises NotFound where the code's time is over, or it was used.

    `token`: of SendPinCode for this number. A code that signs in proves the same address, and is as good.
    """

    permission: ClassVar[str] = "system"

    token: str
    code: str
    number: str

    def payload(self) -> dict[str, Any]:
        return {"number": self.number[:40]}

    def run(self, context: CommandContext) -> Answer:
        vault = context.platform.vault
        sent = sent_code(context.session, self.token, context.now)
        if not try_digits(context.session, vault, sent, self.code, context.now):
            return {"left": TRIES - sent.tries}
        address = Address(channel=sent.channel, address=vault.open(sent.sealed))
        found = application_at(context, self.number, address)
        if found is None:
            raise NotFound("Expected an application of this number whose applicant has this address, but there is none.")
        instance = lock_instance(context, found.instance_id)
        row = application_at(context, self.number, address, lock=True)
        if row is None:
            raise NotFound("Expected an application of this number whose applicant has this address, but there is none any more.")
        sent.used_at = context.now
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        row.pin_index, row.tries = pin_index(vault, row.number, pin), 0
        context.audit(instance)
        return {"pin": pin, "pass": make_case_pass(vault, row.instance_id)}
