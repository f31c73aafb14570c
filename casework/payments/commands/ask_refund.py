"""Asks for money back that no bill took, and says to which account; asked by the applicant of the case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from casework.payments.refunds import LONGEST, PayerAccount, locked_payment, refund_of, seal_account
from casework.records.public_numbers import case_of_pass
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class AskRefund(Command):
    """Asked again before it is paid, it changes the account. A payment that is asked back no longer counts towards its bill.

    Raises NotFound for a payment of another case, InvalidState for one that nothing goes back of, and for an account that cannot be one.
    """

    permission: ClassVar[str] = "public"
    repeatable: ClassVar[bool] = True

    case_pass: str
    reference: str
    bank: str
    number: str
    holder: str

    def payload(self) -> dict[str, Any]:
        # the account stays out of the audit
        return {"reference": self.reference}

    def run(self, context: CommandContext) -> Answer:
        case = case_of_pass(context.platform.vault, self.case_pass)
        account = read_account(self.bank, self.number, self.holder)
        if account is None:
            raise InvalidState("Expected a bank, an account number of 5 to 34 digits, and its holder, but one of them is missing.")
        instance, bill, payment = locked_payment(context, self.reference)
        if bill.instance_id != case:
            raise NotFound("Expected a payment of this case, but it is of another one.")
        refund_of(context, payment).account = seal_account(context.platform.vault, account)
        context.audit(instance)
        return {"reference": self.reference}


def read_account(bank: str, number: str, holder: str) -> PayerAccount | None:
    """Returns None for what cannot be an account."""
    digits = re.sub(r"[\s.\-]", "", number)
    names = [" ".join(text.split()) for text in (bank, holder)]
    if not all(2 <= len(name) <= LONGEST for name in names) or not (digits.isascii() and digits.isdecimal() and 5 <= len(digits) <= 34):
        return None
    return PayerAccount(bank=names[0], number=digits, holder=names[1])
