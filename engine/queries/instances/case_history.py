"""The history of a case and of the cases that it called, newest first, in people's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.reassign_task import TASK_MOVED
from engine.identity.access import may_see, visible_instance
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import ProcessInstance

#: elements whose end people want to know of; gateways and tables are for the operator
_LISTED_KINDS = ("userTask", "manualTask", "startEvent", "endEvent", "serviceTask", "sendTask", "intermediateCatchEvent")
LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    at: datetime
    process: str
    element: str
    name: str
    person: str
    title: str
    texts: Mapping[str, Mapping[str, str]]
    #: of a task that was given to somebody else: the post, and why (successor: the organisation has changed), in an operator's words
    moved_to: str = ""
    moved_why: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseHistory(Query):
    """Events of the case and of its descendants, as far as the actor may see them. Raises NotFound."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> list[HistoryRow]:
        instance = visible_instance(context.session, context.actor, self.instance, context.now)
        family = select(ProcessInstance.id).where(ProcessInstance.id == instance.id).cte(recursive=True)
        family = family.union(select(ProcessInstance.id).join(family, ProcessInstance.parent_id == family.c.id))
        rows = context.session.execute(
            select(HistoryEvent, ProcessInstance.definition_id, Person.name, Position.title)
            .join(ProcessInstance, ProcessInstance.id == HistoryEvent.instance_id)
            .outerjoin(Person, Person.id == HistoryEvent.person_id)
            .outerjoin(Position, Position.id == HistoryEvent.position_id)
            .where(
                HistoryEvent.instance_id.in_(select(family.c.id)),
                may_see(context.actor, HistoryEvent.instance_id, context.now),
                HistoryEvent.event.in_(("ELEMENT_COMPLETED", TASK_MOVED)),
            )
            .order_by(HistoryEvent.id.desc())
            .limit(LIMIT * 4)
        ).all()
        found = []
        posts = _posts(context, [event for event, *_rest in rows])
        for event, definition, person, title in rows:
            loaded = context.platform.definitions.get(context.session, definition)
            element = loaded.definition.process.elements.get(event.element_id)
            if element is None or element.kind not in _LISTED_KINDS or (element.kind in ("startEvent", "endEvent") and not element.name):
                continue
            # the machine's steps are nobody's: the turn's person only caused them
            human = element.kind in ("userTask", "manualTask", "startEvent")
            found.append(
                HistoryRow(
                    at=event.at,
                    process=loaded.key,
                    element=event.element_id,
                    name=element.name,
                    person=(person or "") if human else "",
                    title=(title or "") if human else "",
                    texts=loaded.texts,
                    moved_to=", ".join(posts[post] for post in event.data.get("to", []) if post in posts),
                    moved_why=str(event.data.get("why") or "") if event.event == TASK_MOVED else "",
                    reason=str(event.data.get("reason") or "") if event.event == TASK_MOVED else "",
                )
            )
        return found[:LIMIT]


def _posts(context: QueryContext, events: Sequence[HistoryEvent]) -> dict[str, str]:
    """Returns the titles of the positions to which tasks were moved."""
    named = {post for event in events if event.event == TASK_MOVED for post in event.data.get("to", []) if post}
    rows = context.session.execute(select(Position.id, Position.title).where(Position.id.in_([UUID(post) for post in named])))
    return {str(identifier): title for identifier, title in rows}
