"""Finds the application that a lost PIN belongs to, by its number and an address that its applicant gave or has proved."""

from __future__ import annotations

from sqlalchemy import select

from casework.accounts.addresses import Address, addresses_of
from casework.applications.contact import contact_of
from casework.applications.tables import Application
from casework.records.public_numbers import as_public_number
from engine.core.context import CommandContext
from forms.identifiers import phone


def application_at(context: CommandContext, number: str, address: Address, *, lock: bool = False) -> Application | None:
    """Returns None alike for an unknown number and for an address that is not of its applicant."""
    statement = select(Application).where(Application.number == as_public_number(number))
    row = context.session.scalars(statement.with_for_update() if lock else statement).first()
    if row is None:
        return None
    vault = context.platform.vault
    known = [Address(channel=channel, address=_plain(channel, given)) for channel, given in contact_of(vault, row).items()]
    if row.person_id:
        known += addresses_of(context.session, vault, row.person_id)
    return row if address in known else None


def _plain(channel: str, address: str) -> str:
    return address.strip().lower() if channel == "email" else (phone(address) or address)
