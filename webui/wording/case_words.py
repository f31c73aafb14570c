"""Says a page's own sentences with a package's words for its case and its applicant: a complaint is no application.

A package gives the words in its locale, as `case.PROCESS` and `applicant.PROCESS`. The platform's sentences say "permohonan" and "pemohon",
which are replaced before any value is filled in: what people wrote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import g, has_request_context

#: language -> the platform's own word -> whose word takes its place
_OWN = {"id": {"permohonan": "case", "pemohon": "applicant"}, "en": {"application": "case", "applicant": "applicant"}}
_FINDS = {
    "id": re.compile(r"()\b(permohonan|pemohon)()\b", re.IGNORECASE),
    "en": re.compile(r"(\ban? )?\b(application|applicant)(s?)\b", re.IGNORECASE),
}
Texts = Mapping[str, Mapping[str, str]]


def speak_of(view: Any) -> Any:
    """Lets the rest of this request speak of the case that a view shows, if it shows one; returns the view."""
    shown = getattr(view, "case", view)
    texts, service = getattr(shown, "texts", None), getattr(shown, "service", None)
    process = getattr(service, "process", None) or getattr(shown, "process", None)
    if isinstance(texts, Mapping) and isinstance(process, str) and has_request_context():
        g.case_words = case_words(texts, process)
    return view


def case_words(texts: Texts, process: str) -> dict[str, dict[str, str]]:
    """Returns language -> the platform's word -> the package's; nothing for a package without words of its own."""
    return {
        language: {own: word for own, kind in words.items() if (word := texts.get(language, {}).get(f"{kind}.{process}"))}
        for language, words in _OWN.items()
    }


def say(sentence: str, language: str) -> str:
    """Returns the sentence with the words of the case that this request speaks of."""
    words: Mapping[str, str] = g.get("case_words", {}).get(language, {}) if has_request_context() else {}
    return replace_words(sentence, words, language) if words else sentence


def replace_words(sentence: str, words: Mapping[str, str], language: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        article, own, plural = found.groups()
        word = words.get(own.lower())
        if word is None:
            return found.group()
        if article:
            article = ("An " if word[0] in "aeiou" else "A ") if article[0].isupper() else ("an " if word[0] in "aeiou" else "a ")
        return (article or "") + (word[0].upper() + word[1:] if own[0].isupper() else word) + plural

    return _FINDS[language].sub(replaced, sentence)
