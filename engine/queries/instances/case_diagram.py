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
from engine.persistence.state_rows import whole_state
from engine.persistence.tables.cold import EveryEvent
from engine.persistence.tables.instances import Incident, ProcessInstance


@dataclass(frozen=True, kw_only=True)
class DiagramView:
    """`root`: the XML tree with the diagram interchange; the sets hold ids of elements."""

    title: str
    process: Process
    version: int
    root: Any
    active: frozenset[str]
    #: stand still with an incident, their own or one of a case that they called
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
        return diagram_of(context, visible_instance(context.session, context.actor, self.instance, context.now))


def diagram_of(context: QueryContext, instance: ProcessInstance) -> DiagramView:
    """Returns the diagram of a case, without asking who looks at it."""
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    tokens = tokens_of(whole_state(context.session, instance)) if instance.status == "ACTIVE" else []
    stopped = _stopped_tokens(context, instance) if tokens else set()
    done = context.session.scalars(
        select(EveryEvent.element_id).where(EveryEvent.instance_id == instance.id, EveryEvent.event == "ELEMENT_COMPLETED").distinct()
    )
    parked = frozenset(element for token, element, parked in tokens if parked or token in stopped)
    return DiagramView(
        title=instance.title,
        process=loaded.definition.process,
        version=loaded.version,
        root=loaded.diagram.root,
        active=frozenset(element for _token, element, _parked in tokens) - parked,
        parked=parked,
        done=frozenset(done),
        texts=loaded.texts,
    )


def _stopped_tokens(context: QueryContext, instance: ProcessInstance) -> set[str]:
    """Returns the tokens with an open incident: a job that failed for good leaves its token waiting, as if it still ran."""
    family = (
        select(Incident.instance_id, Incident.token)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .where(Incident.resolved_at.is_(None), ProcessInstance.root_id == instance.root_id)
    )
    found = context.session.execute(family).all()
    stopped = {str(token) for case, token in found if case == instance.id}
    # a call activity stands still where something does in the case that it called, however deep
    for case in {case for case, _token in found} - {instance.id}:
        child = context.session.get(ProcessInstance, case)
        while child is not None and child.parent_id not in (None, instance.id):
            child = context.session.get(ProcessInstance, child.parent_id)
        if child is not None and child.parent_id == instance.id:
            stopped.add(str(child.parent_token))
    return stopped
