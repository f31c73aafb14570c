"""Reads the tree of a case and the cases that it called, with where each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.wording.facts import Fact, facts_of
from engine.bpmn.codec import tokens_of, variables_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.core.tasks.reminding import Reminder, reminder_of, tasks_to_remind_of
from engine.core.tasks.taking_back import may_take_back, message_of
from engine.identity.access import may_see, visible_instance
from engine.identity.position_holders import PositionWithHolder
from engine.persistence.state_rows import whole_state
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.persistence.tables.receivers import ReceiverFinding

LIMIT = 1_000


@dataclass(frozen=True, kw_only=True)
class Node:
    """`status` is the package's own word (the property `status` of the element where the case stands), or COMPLETED and its like."""

    instance: UUID
    process: str
    who: PositionWithHolder | None
    what: Fact | None
    note: str
    status: str
    read_at: datetime | None
    #: the open task that the reader gave and may take back until it is read
    to_take_back: UUID | None
    #: the open task of which the reader may remind today
    to_remind: UUID | None = None
    #: the last reminder of the open task
    reminded: Reminder | None = None
    due_at: datetime | None
    late: bool
    #: nobody can act on it now: the post is vacant, or its holder away without a Plh.
    unheard: bool
    started_at: datetime
    ended_at: datetime | None
    texts: Mapping[str, Mapping[str, str]]
    #: children that the actor may not see
    hidden: int
    #: False: the reader works below it, and reads who asked for what there, and nothing else
    open: bool = True
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CaseTree(Query):
    """The whole tree around a case, from the root case, and who asked for what over what the actor may see. Raises NotFound."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> Node:
        session = context.session
        start = visible_instance(session, context.actor, self.instance, context.now)
        seen = may_see(context.actor, ProcessInstance.id, context.now)
        rows = session.execute(
            select(ProcessInstance, seen.label("seen"))
            .where(ProcessInstance.root_id == start.root_id)
            .order_by(ProcessInstance.started_at, ProcessInstance.id)
            .limit(LIMIT)
        ).all()
        visible = {row[0].id: row[0] for row in rows if row.seen}
        tasks: dict[UUID, UserTask] = {}
        for task in session.scalars(select(UserTask).where(UserTask.instance_id.in_(list(visible))).order_by(UserTask.created_at)):
            tasks[task.instance_id] = task
        found = select(ReceiverFinding.instance_id).where(
            ReceiverFinding.instance_id.in_(list(visible)), ReceiverFinding.closed_at.is_(None)
        )
        unheard = set(session.scalars(found))
        parents = {row[0].id: row[0].parent_id for row in rows}
        over = {row[0].id: row[0] for row in rows if row[0].id in _over(parents, visible)}
        nodes_over = {identifier: node for identifier, row in over.items() if (node := self._node_over(context, row)) is not None}
        parents_shown = {**visible, **nodes_over}
        above = {identifier: _nearest(parents, parents_shown, identifier) for identifier in parents_shown}
        hidden = _hidden_branches(parents, visible)
        heard = [task for task in tasks.values() if task.instance_id not in unheard]
        to_remind = {task.instance_id: task.id for task in tasks_to_remind_of(context, heard, parents)}
        nodes = {
            instance.id: replace(
                self._node(context, instance, tasks.get(instance.id), hidden[instance.id], unheard=instance.id in unheard),
                to_remind=to_remind.get(instance.id),
            )
            for instance in visible.values()
        } | nodes_over
        for identifier, ancestor in above.items():
            if ancestor is not None:
                nodes[ancestor].children.append(nodes[identifier])
        return nodes.get(start.root_id) or nodes[start.id]

    def _node_over(self, context: QueryContext, instance: ProcessInstance) -> Node | None:
        """Who asked for what in a case over the reader's own: an instruction goes down with those that it was given by."""
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        if not loaded.manifest.case(instance.process_key).tree:
            return None
        full = self._node(context, instance, None, 0, unheard=False)
        return replace(full, open=False, status="") if full.what is not None or full.note else None

    def _node(self, context: QueryContext, instance: ProcessInstance, task: UserTask | None, hidden: int, *, unheard: bool) -> Node:
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        case = loaded.manifest.case(instance.process_key)
        found = {
            fact.name: fact
            for fact in facts_of(context, loaded, instance.root_id, instance.facts, [name for name in case.tree if name != case.document])
        }
        who = found.get(case.tree_who)
        still_open = task is not None and task.status == "OPEN"
        due = task.due_at if task is not None else None
        return Node(
            instance=instance.id,
            process=instance.process_key,
            who=who.value if who and isinstance(who.value, PositionWithHolder) else None,
            what=found.get(case.tree_what),
            note=str(instance.facts.get(case.tree_note) or ""),
            status=_status(context, instance, loaded, task if still_open else None),
            read_at=task.read_at if task is not None else None,
            to_take_back=_to_take_back(context, instance, task if still_open else None),
            reminded=reminder_of(context.session, task) if still_open and task is not None else None,
            due_at=due,
            late=bool(still_open and due and due < context.now),
            unheard=unheard,
            started_at=instance.started_at,
            ended_at=instance.ended_at,
            texts=loaded.texts,
            hidden=hidden,
        )


def _to_take_back(context: QueryContext, instance: ProcessInstance, task: UserTask | None) -> UUID | None:
    if task is None or task.read_at is not None or not message_of(task):
        return None
    return task.id if may_take_back(context.actor, task, variables_of(instance.state)) else None


def _status(context: QueryContext, instance: ProcessInstance, loaded: Loaded, task: UserTask | None) -> str:
    if instance.status != "ACTIVE":
        return instance.status
    properties: list[Mapping[str, Any]] = [task.properties] if task else []
    if task and task.read_at is None and task.properties.get("status_unread"):
        return str(task.properties["status_unread"])
    elements = loaded.definition.process.elements
    properties += [
        elements[element].properties
        for _token, element, _parked in tokens_of(whole_state(context.session, instance))
        if element in elements
    ]
    return next((str(item["status"]) for item in properties if item.get("status")), "ACTIVE")


def _over(parents: Mapping[UUID, UUID | None], visible: Container[UUID]) -> set[UUID]:
    """Returns the cases over a shown one that are not shown themselves."""
    found: set[UUID] = set()
    for identifier in parents:
        above = parents[identifier] if identifier in visible else None
        while above is not None:
            if above not in visible:
                found.add(above)
            above = parents.get(above)
    return found


def _nearest(parents: Mapping[UUID, UUID | None], visible: Container[UUID], identifier: UUID) -> UUID | None:
    """Returns the nearest ancestor that is shown, for a reader who sees a branch but not all above it."""
    above = parents.get(identifier)
    while above is not None and above not in visible:
        above = parents.get(above)
    return above


def _hidden_branches(parents: Mapping[UUID, UUID | None], visible: Container[UUID]) -> Counter[UUID]:
    """Counts, for each shown case, the branches below it in which nothing is shown."""
    leading: set[UUID] = set()  # hidden ones with something shown below
    for identifier in parents:
        above = parents[identifier] if identifier in visible else None
        while above is not None and above not in visible:
            leading.add(above)
            above = parents.get(above)
    return Counter(
        ancestor
        for identifier, above in parents.items()
        if identifier not in visible
        and identifier not in leading
        and (above in visible or above in leading)
        and (ancestor := _nearest(parents, visible, identifier)) is not None
    )
