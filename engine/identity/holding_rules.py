"""Checks a holding against the other holdings of its position: one holder, one Plt. for a vacant post, one Plh. for an absent holder.

The rule: docs/law/organisation.md#plt-and-plh
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from engine.persistence.tables.identity import Holding

KINDS = ("DEFINITIF", "PLT", "PLH")


def holding_problem(person: UUID, kind: str, start: datetime, end: datetime | None, others: Iterable[Holding]) -> str:
    """Returns the rule that a holding breaks beside the position's other holdings; empty where none is broken."""
    if kind not in KINDS:
        return f"the kind must be one of {', '.join(KINDS)}, but is '{kind}'"
    if end is not None and end <= start:
        return "'to' must be later than 'from'"
    if kind == "PLH" and end is None:
        return "a Plh. stands in for a time and needs a 'to'"
    beside = [item for item in others if _overlap(item, start, end)]
    if any(item.kind == kind for item in beside):
        return f"somebody else holds the position as {kind.title()} in this time"
    if {kind} | {item.kind for item in beside} >= {"DEFINITIF", "PLT"}:
        return "a Plt. fills a vacant post, but this one has a holder in this time"
    if kind == "PLH" and any(item.person_id == person for item in beside):
        return "nobody stands in for himself"
    return ""


def _overlap(other: Holding, start: datetime, end: datetime | None) -> bool:
    return (end is None or other.valid_from < end) and (other.valid_to is None or other.valid_to > start)
