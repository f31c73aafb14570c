"""Finds accounts of citizens by their address, and checks the codes that were sent to an address."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.tables import AccountAddress, SignInCode
from casework.records.public_numbers import hash_token, typed_digits
from casework.services.service import Service
from engine.core.context import QueryContext
from engine.model.errors import InvalidState, NotFound
from engine.model.ports import Vault
from engine.persistence.tables.identity import Person

#: a code is good this long, and so is what it proved
CODE_LASTS = timedelta(minutes=10)
DIGITS, TRIES = 6, 3
#: codes that are sent to one address in a day at once; after them one an hour, which counts in every browser that asked for one:
#: a telephone must not ring all night because somebody plays with the page, and its owner is never kept out
MOST_A_DAY = 20
#: how long those later codes are good: there is always one to use, or one is sent
SLOW_CODE_LASTS = timedelta(hours=1)
#: a code with less time left is not pointed to any more: nobody finds and types it so fast
ENOUGH_TIME = timedelta(minutes=2)
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class Address:
    channel: str
    address: str


def address_index(vault: Vault, address: Address) -> bytes:
    return vault.index(f"account {address.channel} {address.address}")


def account_name(text: str) -> str:
    """Returns the name as it is stored. Raises InvalidState for an empty or overlong one."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidState(f"Expected a name of 1 to {LONGEST_NAME} characters, but it has {len(name)}.")
    return name


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_index(vault: Vault, code: UUID, digits: str) -> bytes:
    """`code`: the id of its row."""
    return vault.index(f"code of {code} {digits}")


def sent_code(session: Session, token: str, now: datetime) -> SignInCode:
    """Returns the code's row, locked. Raises NotFound for an unknown token, an expired code and a used one."""
    row = session.scalars(select(SignInCode).where(SignInCode.token_hash == hash_token(token)).with_for_update()).first()
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise NotFound("Expected a code that was sent a moment ago, but there is none.")
    return row


def try_digits(session: Session, vault: Vault, row: SignInCode, digits: str, now: datetime) -> bool:
    """Counts the try and compares the digits; a right code stays right until it expires. Raises NotFound where it was used meanwhile."""
    if row.proved_at is not None:
        return True
    if row.tries >= TRIES:
        return False
    row.tries += 1
    sent = row if row.code_of is None else session.get_one(SignInCode, row.code_of, with_for_update=True)
    if sent.used_at is not None:
        raise NotFound("Expected a code that is good, but another browser has used it.")
    if not hmac.compare_digest(sent.code_index, code_index(vault, sent.id, typed_digits(digits))):
        return False
    row.proved_at, row.expires_at = now, now + CODE_LASTS
    if sent is not row:
        sent.used_at = now
    return True


def holder_of(session: Session, index: bytes) -> UUID | None:
    """Returns the person whose account has this address."""
    return session.scalars(select(AccountAddress.person_id).where(AccountAddress.address_index == index)).first()


def addresses_of(session: Session, vault: Vault, person: UUID) -> list[Address]:
    rows = session.scalars(select(AccountAddress).where(AccountAddress.person_id == person).order_by(AccountAddress.channel))
    return [Address(channel=row.channel, address=vault.open(row.sealed)) for row in rows]


def known_answers(context: QueryContext, person: UUID | None, service: Service) -> dict[str, str]:
    """Returns the account's answers, not to be asked again (WCAG 2.2, 3.3.7: docs/law/service-standard.md#access-for-everybody)."""
    if person is None:
        return {}
    row = context.session.get_one(Person, person)
    fields = {"email": service.contact_email, "phone": service.contact_phone}
    known = {fields[item.channel]: item.address for item in addresses_of(context.session, context.platform.vault, person)}
    known[service.contact_name] = row.name
    return {field: value for field, value in known.items() if field}


def store_address(session: Session, row: SignInCode, person: UUID, identifier: UUID, now: datetime) -> None:
    """Stores a proved address for the person, in place of an earlier one of the same channel."""
    old = session.scalars(select(AccountAddress).where(AccountAddress.person_id == person, AccountAddress.channel == row.channel)).first()
    found = old or AccountAddress(id=identifier, person_id=person, channel=row.channel)
    found.sealed, found.address_index, found.proved_at = row.sealed, row.address_index, now
    session.add(found)
    row.used_at = now


CHANNELS = ("email", "phone")
