"""Prints a text of the regency in the reader's language."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from casework.regency.public_information import PublicText
from webui.i18n import language


def public_text(text: PublicText, **values: Any) -> str | Markup:
    """Returns it with `{name}` filled from `values`; what has no English is marked as Indonesian for screen readers."""
    english = language() == "en"
    found = text.en if english and text.en else text.id
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", str(value))
    return Markup('<span lang="id">{}</span>').format(found) if english and not text.en else found
