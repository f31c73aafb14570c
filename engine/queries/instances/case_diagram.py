"""The diagram of a case with the places of its tokens, for drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.codec import tokens_of
from engine.bpmn.elements import Process
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import visible_instance
from engine.persistence.tables.history import HistoryEvent


@dataclass(frozen=True, kw_only=True)
class DiagramView:
    """`root`: the XML tree with the diagram interchange; the sets hold ids of elements."""

    title: str
    process: Process
    version: int
    root: Any
    active: frozenset[str]
    parked: frozenset[str]
    done: frozenset[str]
    texts: Mapping[str, Mapping[str, str]]
    #: flows that tokens went along, where that is told
    taken: frozenset[str] = frozenset()
    #: elements and flows that differ from another state: id -> added, removed, changed
    marked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaseDiagram(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> DiagramView:
        instance = visible_instance(context.session, context.actor, self.instance, context.now)
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        tokens = tokens_of(instance.state) if instance.status == "ACTIVE" else []
        done = context.session.scalars(
            select(HistoryEvent.element_id)
            .where(HistoryEvent.instance_id == instance.id, HistoryEvent.event == "ELEMENT_COMPLETED")
            .distinct()
        )
        return DiagramView(
            title=instance.title,
            process=loaded.definition.process,
            version=loaded.version,
            root=loaded.diagram.root,
            active=frozenset(element for _token, element, parked in tokens if not parked),
            parked=frozenset(element for _token, element, parked in tokens if parked),
            done=frozenset(done),
            texts=loaded.texts,
        )
