"""Lists a case's sensitive answers, masked: enough to compare, too little to copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


def masked_values_of(context: QueryContext, case: UUID) -> list[MaskedValueView]:
    """Returns the newest answer of each field."""
    rows = context.session.scalars(select(SubjectValue).where(SubjectValue.instance_id == case).order_by(SubjectValue.kept_at))
    newest = {row.field: row for row in rows}
    if not newest:
        return []
    vault, instance = context.platform.vault, context.session.get_one(ProcessInstance, case)
    texts = context.platform.definitions.get(context.session, instance.definition_id).texts
    return [MaskedValueView(id=row.id, field=name, masked=mask_number(vault.open(row.sealed)), texts=texts) for name, row in newest.items()]
