"""Reads text answers, of one line and of several."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import regex

from forms.field_type import Asked, Speaker
from forms.identifier_types import IDENTIFIERS
from forms.identifier_types import SENTENCES as OF_IDENTIFIERS
from forms.question import AnswerRejected, Question, single
from forms.texts import Text

#: characters of a text against which an analyst's pattern is tried
MATCHED = 500
#: seconds
MATCHING = 0.25
#: what nobody sees and nobody means, also where it was pasted along; joiners (U+200C, U+200D) belong to scripts and to emoji
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

TOO_LONG = Text(
    id="{label}: paling banyak {limit} huruf; sekarang {length}.",
    en="{label}: at most {limit} characters; now {length}.",
)
SENTENCES = {
    "NOT_TEXT": Text(id="{label}: isi dengan teks.", en="{label}: write a text."),
    "TOO_LONG": TOO_LONG,
    "TOO_SHORT": Text(
        id="{label}: paling sedikit {limit} huruf; sekarang {length}.",
        en="{label}: at least {limit} characters; now {length}.",
    ),
    "PATTERN": Text(
        id="{label}: tulisannya tidak seperti yang diminta. Periksa huruf dan angkanya.",
        en="{label}: it is not written as asked. Check each character.",
    ),
    **OF_IDENTIFIERS,
}


def text_of(value: Any) -> str | None:
    """Returns the sent text, without control characters and surrounding space."""
    value = single(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise AnswerRejected("NOT_TEXT")
    return _CONTROL.sub("", unicodedata.normalize("NFC", value)).replace("\r\n", "\n").strip()


def fitting(question: Question, text: str, *, longest: int) -> str:
    """Returns the text, if it fits the field's rules; an identifier in its stored form. `longest`: where the field has no limit."""
    longest = int(question.limit("maxLength") or longest)
    shortest = int(question.limit("minLength") or 0)
    if len(text) > longest:
        raise AnswerRejected("TOO_LONG", limit=longest, length=len(text))
    if len(text) < shortest:
        raise AnswerRejected("TOO_SHORT", limit=shortest, length=len(text))
    if question.field.identifier:
        return IDENTIFIERS[question.field.identifier].read(text)
    pattern = question.rules.get("pattern")
    if pattern and not _matches(str(pattern), text[:MATCHED]):
        raise AnswerRejected("PATTERN")
    return text


def summarise_text(value: Any, asked: Asked, speaker: Speaker) -> str:
    """An identifier as people read it, other texts as they are."""
    identifier = IDENTIFIERS.get(asked.identifier)
    return identifier.words(str(value)) if identifier else str(value)


def _matches(pattern: str, text: str) -> bool:
    """Matches an analyst's pattern; one that would take too long matches nothing, an unreadable one from an expression everything."""
    try:
        return regex.fullmatch(pattern, text, timeout=MATCHING) is not None
    except TimeoutError:
        return False
    except regex.error:
        return True
