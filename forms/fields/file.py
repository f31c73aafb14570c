"""Files: the ids of documents that were uploaded before; the engine checks whose they are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from forms.fields.base import Question, Wrong, reads

MAX_FILES = 20


@reads("filepicker")
def read_files(question: Question, value: Any) -> str | list[str] | None:
    identifiers = [str(item) for item in (value if isinstance(value, list) else [value]) if item not in (None, "")]
    try:
        identifiers = list(dict.fromkeys(str(UUID(item)) for item in identifiers))
    except ValueError:
        raise Wrong("FILE_UNKNOWN") from None
    if len(identifiers) > (MAX_FILES if question.field.multiple else 1):
        raise Wrong("TOO_MANY_FILES", limit=MAX_FILES if question.field.multiple else 1)
    if not identifiers:
        return None
    return identifiers if question.field.multiple else identifiers[0]
