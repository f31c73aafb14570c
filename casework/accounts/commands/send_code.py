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
    """Answers `token` and `code`, alike for an address with an account and without; `until`: how long the code is good.

    After many codes today `sent_at` stands in place of `code`: nothing is to be sent, the code of that moment is still good.

    `address`: an e-mail address in lower case, or a telephone number as +62…
    """

    permission: ClassVar[str] = "system"

    channel: str
    address: str

    def payload(self) -> dict[str, Any]:
        return {"channel": self.channel}

    def run(self, context: CommandContext) -> Answer:
        return new_code_row(context, Address(channel=self.channel, address=self.address)).as_answer()
