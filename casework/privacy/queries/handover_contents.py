"""Reads what a case hands to the archive: what describes it, its history, its line of the register, and its files.

What stands sealed (a NIK) is handed over masked: a package lies in the store of files as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.documents.tables import Document, DocumentVersion
from casework.records.tables import RegisterEntry
from casework.subjects.subject_data import mask_references
from casework.wording.declared_fields import declared_field
from engine.bpmn.codec import variables_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.persistence.state_rows import stored_state
from engine.persistence.tables.cold import EveryEvent
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import ProcessInstance

#: events that tell what happened, for who reads the case in a hundred years
TOLD = ("ELEMENT_COMPLETED", "VARIABLE_SET", "TASK_MOVED", "MESSAGE_MOVED", "CASE_CANCELLED")


@dataclass(frozen=True, kw_only=True)
class HandedFile:
    sha256: str
    #: beside which it stands: the document's id and the number of the version
    document: UUID
    version: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class HandedCase:
    case: UUID
    metadata: dict[str, Any]
    files: tuple[HandedFile, ...]


@dataclass(frozen=True, kw_only=True)
class HandoverContents(Query):
    """Of the tree of this root case."""

    permission: ClassVar[str] = "system"

    case: UUID

    def run(self, context: QueryContext) -> HandedCase:
        tree = select(ProcessInstance).where(ProcessInstance.root_id == self.case).order_by(ProcessInstance.started_at, ProcessInstance.id)
        instances = context.session.scalars(tree).all()
        files = self._files(context, [instance.id for instance in instances])
        described = [_described(context, instance) for instance in instances]
        listed = [
            {"document": str(file.document), "version": file.version, "name": file.name, "media_type": file.media_type,
             "size": file.size, "sha256": file.sha256}
            for file in files
        ]  # fmt: skip
        return HandedCase(case=self.case, metadata={"format": "alur-handover-1", "cases": described, "documents": listed}, files=files)

    def _files(self, context: QueryContext, instances: list[UUID]) -> tuple[HandedFile, ...]:
        statement = (
            select(DocumentVersion)
            .join(Document, Document.id == DocumentVersion.document_id)
            .where(Document.instance_id.in_(instances))
            .order_by(Document.created_at, Document.id, DocumentVersion.number)
        )
        return tuple(
            HandedFile(
                sha256=row.sha256,
                document=row.document_id,
                version=row.number,
                name=row.file_name,
                media_type=row.media_type,
                size=row.size,
            )
            for row in context.session.scalars(statement)
        )


def _described(context: QueryContext, instance: ProcessInstance) -> dict[str, Any]:
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    entry = context.session.scalars(select(RegisterEntry).where(RegisterEntry.instance_id == instance.id)).first()
    variables = mask_references(context, instance.root_id, variables_of(stored_state(context.session, instance)))
    position = context.session.get(Position, instance.started_position) if instance.started_position else None
    return {
        "id": str(instance.id),
        "called_by": str(instance.parent_id) if instance.parent_id else None,
        "process": {"key": loaded.key, "name": loaded.definition.process.name, "version": loaded.version, "package": loaded.package},
        "number": instance.business_key,
        "title": instance.title,
        "status": instance.status,
        "confidential": instance.confidential,
        "restricted": instance.restricted,
        "started": instance.started_at.isoformat(),
        "started_by": position.title if position else None,
        "ended": instance.ended_at.isoformat() if instance.ended_at else None,
        "register": {"name": entry.register, "fields": entry.fields} if entry else None,
        "values": [
            {"name": name, "label": declared_field(loaded, name).label or name, "value": value} for name, value in sorted(variables.items())
        ],
        "history": _history(context, instance, loaded),
    }


def _history(context: QueryContext, instance: ProcessInstance, loaded: Loaded) -> list[dict[str, Any]]:
    statement = (
        select(EveryEvent, Person.name, Position.title)
        .outerjoin(Person, Person.id == EveryEvent.person_id)
        .outerjoin(Position, Position.id == EveryEvent.position_id)
        .where(EveryEvent.instance_id == instance.id, EveryEvent.event.in_(TOLD))
        .order_by(EveryEvent.id)
    )
    told = []
    for event, person, title in context.session.execute(statement):
        element = loaded.definition.process.elements.get(event.element_id)
        told.append(
            {
                "at": event.at.isoformat(), "event": event.event, "element": event.element_id, "name": element.name if element else "",
                "person": person, "position": title, "data": mask_references(context, instance.root_id, event.data),
            }
        )  # fmt: skip
    return told
