"""What a hidden answer is called: the label of its field in the form of its package."""

from __future__ import annotations

from engine.core.secrets_shown import SecretView
from engine.queries.case_detail import CaseView
from webui.i18n import words


def secret_words(case: CaseView, secret: SecretView) -> str:
    """By the fact of this name, else by any form's label for it, else its key."""
    ending = f".{secret.field}.label"
    labels = [key for key in case.texts.get("id", {}) if key.endswith(ending)]
    return words(case.texts, f"fact.{secret.field}") or (words(case.texts, labels[0]) if labels else secret.field)
