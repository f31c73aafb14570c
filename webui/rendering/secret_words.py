"""Finds the label of a masked value: that of its field in the form of its package."""

from __future__ import annotations

from casework.subjects.masked_values import MaskedValueView
from webui.i18n import words


def secret_words(secret: MaskedValueView) -> str:
    """Returns the label of the fact of this name, else any form's label for it, else its key."""
    ending = f".{secret.field}.label"
    labels = [key for key in secret.texts.get("id", {}) if key.endswith(ending)]
    return words(secret.texts, f"fact.{secret.field}") or (words(secret.texts, labels[0]) if labels else secret.field)
