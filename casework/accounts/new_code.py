"""Makes a code of six digits for an address, as long as not too many were sent there today."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from casework.accounts.addresses import CHANNELS, CODE_LASTS, MOST_A_DAY, Address, address_index, code_index, new_digits
from casework.accounts.tables import SignInCode
from casework.records.public_numbers import hash_token, new_token
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


def new_code_row(context: CommandContext, address: Address) -> tuple[str, str] | None:
    """Stores the code's keyed index and returns its token and its digits; None after too many today. Raises InvalidState."""
    if address.channel not in CHANNELS or not 3 <= len(address.address) <= 254:
        raise InvalidState("Expected an e-mail address or a telephone number, but it is neither.")
    session, vault = context.session, context.platform.vault
    index = address_index(vault, address)
    since = context.now - timedelta(days=1)
    sent = select(func.count()).select_from(SignInCode).where(SignInCode.address_index == index, SignInCode.created_at > since)
    if session.scalars(sent).one() >= MOST_A_DAY:
        return None
    token, digits = new_token(), new_digits()
    session.add(
        SignInCode(
            id=context.new_id(),
            token_hash=hash_token(token),
            channel=address.channel,
            sealed=vault.seal(address.address),
            address_index=index,
            code_index=code_index(vault, token, digits),
            created_at=context.now,
            expires_at=context.now + CODE_LASTS,
        )
    )
    return token, digits
