"""Lists a case's sensitive answers, masked: enough to compare, too little to copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from casework.subjects.masks import mask_number
from casework.subjects.tables import SubjectValue
from engine.core.context import QueryContext
from engine.persistence.questions import Question
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class MaskedValueView:
    id: UUID
    field: str
    masked: str
    #: of the process that was applied for, whose form names the field
    texts: Mapping[str, Mapping[str, str]]


_VALUES = Question(
    select(SubjectValue.id, SubjectValue.field, SubjectValue.sealed, ProcessInstance.definition_id)
    .join(ProcessInstance, ProcessInstance.id == SubjectValue.instance_id)
    .where(SubjectValue.instance_id == bindparam("of_root", type_=Uuid()))
    .order_by(SubjectValue.kept_at)
)


def begin_masked_values(context: QueryContext, case: UUID) -> Callable[[], list[MaskedValueView]]:
    """Asks with the context's other questions; the function that it returns reads the newest answer of each field."""
    asked = context.questions.ask(_VALUES, of_root=case)
    return lambda: _masked(context, asked.rows)


def _masked(context: QueryContext, rows: Sequence[Any]) -> list[MaskedValueView]:
    newest = {row.field: row for row in rows}
    if not newest:
        return []
    vault = context.platform.vault
    texts = context.platform.definitions.get(context.session, rows[0].definition_id).texts
    return [MaskedValueView(id=row.id, field=name, masked=mask_number(vault.open(row.sealed)), texts=texts) for name, row in newest.items()]
