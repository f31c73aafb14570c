"""Prints a text of the regency in the reader's language."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from casework.regency.public_information import PublicText
from webui.i18n import language


def plain_text(text: PublicText, **values: Any) -> str:
    """Returns it with `{name}` filled from `values`, for papers."""
    found = text.en if language() == "en" and text.en else text.id
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", str(value))
    return found


def public_text(text: PublicText, **values: Any) -> str | Markup:
    """Returns it for a page: what has no English is marked as Indonesian for screen readers."""
    found = plain_text(text, **values)
    return Markup('<span lang="id">{}</span>').format(found) if language() == "en" and not text.en else found
