"""Stores how an applicant is reached: channel and address, encrypted."""

from __future__ import annotations

import json

from casework.applications.tables import Application
from engine.model.ports import Vault


def sealed_contact(vault: Vault, contact: dict[str, str]) -> bytes | None:
    return vault.seal(json.dumps(contact, ensure_ascii=False)) if contact else None


def contact_of(vault: Vault, row: Application) -> dict[str, str]:
    """Returns channel -> address, for each that the applicant gave."""
    return dict(json.loads(vault.open(row.contact))) if row.contact else {}
