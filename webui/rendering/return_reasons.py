"""Words the reason codes of returned fields in the reader's language."""

from __future__ import annotations

from engine.model.returns import REASONS
from forms.answers.return_reasons import RETURN_REASONS
from webui.i18n import text_in_language


def reason_words(code: str) -> tuple[str, str]:
    """Returns (the fault, the remedy)."""
    if code not in RETURN_REASONS:
        return code, ""
    fault, remedy = RETURN_REASONS[code]
    return text_in_language(fault), text_in_language(remedy)


def return_reasons() -> list[tuple[str, str]]:
    """Returns (code, words), in the order in which an officer chooses."""
    return [(code, reason_words(code)[0]) for code in REASONS]
