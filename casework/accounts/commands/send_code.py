"""Creates a sign-in code of six digits for an address. The page sends it; its reader holds the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import func, select

from casework.accounts.addresses import CHANNELS, CODE_LASTS, MOST_A_DAY, Address, address_index, code_index, new_digits
from casework.accounts.tables import SignInCode
from casework.records.public_numbers import hash_token, new_token
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


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
        if self.channel not in CHANNELS or not 3 <= len(self.address) <= 254:
            raise InvalidState("Expected an e-mail address or a telephone number, but it is neither.")
        session, vault = context.session, context.platform.vault
        index = address_index(vault, Address(channel=self.channel, address=self.address))
        since = context.now - timedelta(days=1)
        sent = select(func.count()).select_from(SignInCode).where(SignInCode.address_index == index, SignInCode.created_at > since)
        if session.scalars(sent).one() >= MOST_A_DAY:
            return {}
        token, digits = new_token(), new_digits()
        row = SignInCode(
            id=context.new_id(),
            token_hash=hash_token(token),
            channel=self.channel,
            sealed=vault.seal(self.address),
            address_index=index,
            code_index=code_index(vault, token, digits),
            created_at=context.now,
            expires_at=context.now + CODE_LASTS,
        )
        session.add(row)
        return {"token": token, "code": digits}
