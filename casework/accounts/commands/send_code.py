"""Creates a sign-in code of six digits for an address. The page sends it; its reader holds the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import Address
from casework.accounts.new_code import new_code_row
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class SendCode(Command):
    """Answers `token` and `code`, alike for an address with an account and without, or {} after too many codes today.

    `address`: an e-mail address in lower case, or a telephone number as +62…
    """

    permission: ClassVar[str] = "system"

    channel: str
    address: str

    def payload(self) -> dict[str, Any]:
        return {"channel": self.channel}

    def run(self, context: CommandContext) -> Answer:
        made = new_code_row(context, Address(channel=self.channel, address=self.address))
        return {"token": made[0], "code": made[1]} if made else {}
