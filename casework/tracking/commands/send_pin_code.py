"""Creates a code for somebody who has lost the PIN of a case and holds an address of its applicant. The page sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import Address
from casework.accounts.new_code import new_code_row
from casework.tracking.pin_recovery import application_at
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class SendPinCode(Command):
    """Answers as SendCode does, and `fits`: whether number and address belong together. Where they do not, `code` is mostly left out.

    The page says and does the same in both cases: what is sent tells the holder of the address alone.
    Raises InvalidState for what is no address.
    """

    permission: ClassVar[str] = "system"

    number: str
    channel: str
    address: str

    def payload(self) -> dict[str, Any]:
        return {"number": self.number[:40], "channel": self.channel}

    def run(self, context: CommandContext) -> Answer:
        address = Address(channel=self.channel, address=self.address)
        fits = application_at(context, self.number, address) is not None
        return {**new_code_row(context, address, digits_fit=fits).as_answer(), "fits": fits}
