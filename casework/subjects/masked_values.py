"""Lists a case's sensitive answers, masked: enough to compare, too little to copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.subjects.masks import mask_number
from casework.subjects.tables import SubjectValue
from engine.core.context import QueryContext
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class MaskedValueView:
    id: UUID
    field: str
    masked: str
    #: of the process that was applied for, whose form names the field
    texts: Mapping[str, Mapping[str, str]]


def begin_masked_values(context: QueryContext, case: UUID) -> Callable[[], list[MaskedValueView]]:
    """Asks with the context's other questions; the function that it returns reads the newest answer of each field."""
    value = SubjectValue
    question = select(value.id, value.field, value.sealed, ProcessInstance.definition_id).where(value.instance_id == case)
    asked = context.questions.ask(question.join(ProcessInstance, ProcessInstance.id == value.instance_id).order_by(value.kept_at))
    return lambda: _masked(context, asked.rows)


def _masked(context: QueryContext, rows: Sequence[Any]) -> list[MaskedValueView]:
    newest = {row.field: row for row in rows}
    if not newest:
        return []
    vault = context.platform.vault
    texts = context.platform.definitions.get(context.session, rows[0].definition_id).texts
    return [MaskedValueView(id=row.id, field=name, masked=mask_number(vault.open(row.sealed)), texts=texts) for name, row in newest.items()]
