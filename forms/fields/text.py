"""Text in one line or several, with its identifiers."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import regex

from forms.fields.base import Question, Wrong, reads, single
from forms.identifiers import IDENTIFIERS

MAX_LENGTH = 20_000
MAX_LINE = 500
#: seconds
MATCHING = 0.25
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@reads("textfield", "textarea")
def read_text(question: Question, value: Any) -> str | None:
    value = single(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Wrong("NOT_TEXT")
    text = _CONTROL.sub("", unicodedata.normalize("NFC", value)).replace("\r\n", "\n").strip()
    if question.field.type == "textfield":
        text = " ".join(text.split())
    if not text:
        return None
    longest = int(question.limit("maxLength") or (MAX_LINE if question.field.type == "textfield" else MAX_LENGTH))
    shortest = int(question.limit("minLength") or 0)
    if len(text) > longest:
        raise Wrong("TOO_LONG", limit=longest, length=len(text))
    if len(text) < shortest:
        raise Wrong("TOO_SHORT", limit=shortest, length=len(text))
    identifier = question.field.identifier
    if identifier:
        found = IDENTIFIERS[identifier](text)
        if found is None:
            raise Wrong(f"BAD_{identifier.upper()}")
        return found
    pattern = question.rules.get("pattern")
    if pattern and not _matches(str(pattern), text[:MAX_LINE]):
        raise Wrong("PATTERN")
    return text


def _matches(pattern: str, text: str) -> bool:
    """Analysts write patterns; one that would take for ever matches nothing, one that an expression gave and cannot be read, everything."""
    try:
        return regex.fullmatch(pattern, text, timeout=MATCHING) is not None
    except TimeoutError:
        return False
    except regex.error:
        return True
