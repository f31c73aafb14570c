"""Makes a code of six digits for an address, or points to the one that was sent last.

Whoever asks for many codes in somebody's name uses up none of theirs: after MOST_A_DAY messages the newest code counts for every browser
that asks, until it has ended or was used; then one more is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from casework.accounts.addresses import (
    CHANNELS,
    CODE_LASTS,
    ENOUGH_TIME,
    MOST_A_DAY,
    SLOW_CODE_LASTS,
    Address,
    address_index,
    code_index,
    new_digits,
)
from casework.accounts.tables import SignInCode
from casework.records.public_numbers import hash_token, new_token
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class NewCode:
    token: str
    #: empty where the message is to have none, or nothing is to be sent
    digits: str
    until: datetime
    #: nothing is to be sent: the code of this moment is still good
    sent_at: datetime | None

    def as_answer(self) -> dict[str, Any]:
        """Returns `token` and `until`, with `code` where digits are to be sent, with `sent_at` where nothing is."""
        answer = {"token": self.token, "until": self.until.isoformat()}
        if self.digits:
            answer["code"] = self.digits
        return {**answer, "sent_at": self.sent_at.isoformat()} if self.sent_at else answer


def new_code_row(context: CommandContext, address: Address, *, digits_fit: bool = True) -> NewCode:
    """Stores the code's keyed index. Raises InvalidState for what is no address.

    `digits_fit`: whether the message has the digits. Without them it has them only after many messages, when the next code that somebody
    asks for may have to be this one: so nobody who asks can tell one from the other by what is sent and what is not.
    """
    if address.channel not in CHANNELS or not 3 <= len(address.address) <= 254:
        raise InvalidState("Expected an e-mail address or a telephone number, but it is neither.")
    session, vault = context.session, context.platform.vault
    index = address_index(vault, address)
    sent = _sent_today(context, index)
    many = len(sent) >= MOST_A_DAY
    # the newest only: nobody looks for an earlier message
    newest = next((row for row in sent if row.code_of is None), None) if many else None
    usable = newest is not None and newest.used_at is None and newest.expires_at > context.now + ENOUGH_TIME
    last = newest if usable else None
    identifier, token, digits = context.new_id(), new_token(), new_digits()
    has_digits = last is None and (digits_fit or many)
    row = SignInCode(
        id=identifier,
        token_hash=hash_token(token),
        channel=address.channel,
        sealed=vault.seal(address.address),
        address_index=index,
        code_index=code_index(vault, identifier, digits),
        created_at=context.now,
        expires_at=last.expires_at if last else context.now + (SLOW_CODE_LASTS if many else CODE_LASTS),
        code_of=last.id if last else None if has_digits else identifier,
    )
    session.add(row)
    return NewCode(token=token, digits=digits if has_digits else "", until=row.expires_at, sent_at=last.created_at if last else None)


def _sent_today(context: CommandContext, index: bytes) -> Sequence[SignInCode]:
    """Returns the codes for which a message was sent to the address within a day, the newest first."""
    since = context.now - timedelta(days=1)
    with_message = or_(SignInCode.code_of.is_(None), SignInCode.code_of == SignInCode.id)
    mine = (SignInCode.address_index == index, SignInCode.created_at > since, with_message)
    return context.session.scalars(select(SignInCode).where(*mine).order_by(SignInCode.created_at.desc())).all()
