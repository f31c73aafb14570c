"""Tells browsers what they may fill in about their own user (WCAG 2.2, 1.3.5), by HTML's `autocomplete` tokens."""

from __future__ import annotations

from forms.form import Field
from forms.identifier_types import AUTOFILL, IDENTIFIERS


def autofill_of(field: Field) -> str:
    """Returns the token; empty where the field is not about whoever fills it in. The schema's `properties.autocomplete` decides first."""
    own = str(field.component.get("properties", {}).get("autocomplete", ""))
    if own == "off":
        return ""
    identifier = IDENTIFIERS.get(field.identifier)
    return own if own in AUTOFILL else (identifier.autocomplete if identifier else None) or ""
