"""Ticks of what an applicant must send once more: a field of the application, a reason code, and the officer's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model.returns import LONGEST_NOTE, NEED_NOTE, REASONS
from forms.fields.base import Question, Wrong, reads


@reads("alur-returns")
def read_returns(question: Question, value: Any) -> list[dict[str, str]] | None:
    """A list of `{field, reason, note}`, in the order of the application's fields, each once."""
    given = {str(item.get("field")): item for item in (value if isinstance(value, list) else []) if isinstance(item, Mapping)}
    offered = {option.value: option.label for option in question.options}
    if any(name not in offered for name in given):
        raise Wrong("NOT_OFFERED")
    return [_one(given[name], label) for name, label in offered.items() if name in given] or None


def _one(item: Mapping[str, Any], label: str) -> dict[str, str]:
    field, reason, note = (str(item.get(part) or "").strip() for part in ("field", "reason", "note"))
    if reason not in REASONS:
        raise Wrong("RETURN_REASON", what=label)
    if reason in NEED_NOTE and not note:
        raise Wrong("RETURN_NOTE", what=label)
    if len(note) > LONGEST_NOTE:
        raise Wrong("TOO_LONG", limit=LONGEST_NOTE, length=len(note))
    return {"field": field, "reason": reason, "note": note}
