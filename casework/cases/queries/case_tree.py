"""Reads the tree of a case and the cases that it called, with where each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, and_, any_, bindparam, case, func, not_, select

from casework.wording.facts import Fact, begin_facts
from engine.bpmn.codec import tokens_of, variables_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.core.tasks.reminding import Reminder, below_question, is_reminded_today, reminder_of, seat_above, seats_in, work_question
from engine.core.tasks.taking_back import may_take_back, message_of
from engine.identity.access import access_values, bound_may_do, bound_may_see, visible_instance
from engine.identity.actor_questions import of_actor
from engine.identity.position_holders import PositionWithHolder
from engine.model.actor import Actor
from engine.persistence.questions import Asked, Question
from engine.persistence.state_rows import WHOLE_STATE
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask
from engine.persistence.tables.receivers import ReceiverFinding

LIMIT = 1_000
CASE_COLUMNS = (
    ProcessInstance.id, ProcessInstance.definition_id, ProcessInstance.process_key, ProcessInstance.status,
    ProcessInstance.root_id, ProcessInstance.parent_id, ProcessInstance.facts, ProcessInstance.started_at, ProcessInstance.ended_at,
)  # fmt: skip
TASK_COLUMNS = (
    UserTask.id, UserTask.instance_id, UserTask.status, UserTask.properties, UserTask.read_at, UserTask.due_at, UserTask.reminded_at,
    UserTask.reminded_by, UserTask.reminded_position,
)  # fmt: skip


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
        return self.begin(context, visible_instance(context.session, context.actor, self.instance, context.now).root_id)()()

    def begin(self, context: QueryContext, root: UUID) -> Callable[[], Callable[[], Node]]:
        """Asks with the context's other questions. The function that it returns asks for names, whose function reads the answer.

        `root`: of the case, which the actor may see.
        """
        asked, actor, values = context.questions, context.actor, {"of_tree": root, **access_values(context.actor, context.now)}
        cases, tasks, unheard = (asked.ask(question(actor), **values) for question in (_cases, _tasks, _unheard))
        above = asked.ask(_WORKED, **values) if actor.seats else None
        below = asked.ask(_lying_below(actor), **values) if actor.oversees else None
        return lambda: self._tree(context, cases.rows, tasks.rows, {row[0] for row in unheard.rows}, above, below)

    def _tree(
        self, context: QueryContext, rows: Sequence[Any], tasks: Sequence[Any], unheard: set[UUID], above: Asked | None, below: Asked | None
    ) -> Callable[[], Node]:
        visible = {row.id: row for row in rows if row.seen}
        last = {task.instance_id: task for task in tasks}
        parents = {row.id: row.parent_id for row in rows}
        over = [row for row in rows if row.id in _over(parents, visible)]
        worked = seats_in(context, above.rows) if above else {}
        lying = {row[0] for row in below.rows} if below else set()
        remindable = {
            case: task.id
            for case, task in last.items()
            if case not in unheard and task.of_others and not is_reminded_today(context, task)
            and (seat_above(parents, worked, case) is not None or task.id in lying)
        }  # fmt: skip
        begun = {row.id: self._begin_node(context, row, last.get(row.id), unheard=row.id in unheard) for row in visible.values()}
        begun_over = {row.id: found for row in over if (found := self._begin_node_over(context, row)) is not None}
        hidden = _hidden_branches(parents, visible)

        def read() -> Node:
            return _joined(
                {
                    **{key: replace(node(), hidden=hidden[key], to_remind=remindable.get(key)) for key, node in begun.items()},
                    **{key: found for key, node in begun_over.items() if (found := node()) is not None},
                },
                parents,
                rows[0].root_id,
                self.instance,
            )

        return read

    def _begin_node_over(self, context: QueryContext, row: Any) -> Callable[[], Node | None] | None:
        """Who asked for what in a case over the reader's own: an instruction goes down with those that it was given by."""
        loaded = context.platform.definitions.get(context.session, row.definition_id)
        if not loaded.manifest.case(row.process_key).tree:
            return None
        begun = self._begin_node(context, row, None, unheard=False)

        def read() -> Node | None:
            full = begun()
            return replace(full, open=False, status="") if full.what is not None or full.note else None

        return read

    def _begin_node(self, context: QueryContext, row: Any, task: Any | None, *, unheard: bool) -> Callable[[], Node]:
        loaded = context.platform.definitions.get(context.session, row.definition_id)
        case = loaded.manifest.case(row.process_key)
        facts = begin_facts(context, loaded, row.root_id, row.facts, [name for name in case.tree if name != case.document])
        still_open = task is not None and task.status == "OPEN"
        due = task.due_at if task is not None else None

        def read() -> Node:
            found = {fact.name: fact for fact in facts()}
            who = found.get(case.tree_who)
            return Node(
                instance=row.id,
                process=row.process_key,
                who=who.value if who and isinstance(who.value, PositionWithHolder) else None,
                what=found.get(case.tree_what),
                note=str(row.facts.get(case.tree_note) or ""),
                status=_status(row, loaded, task if still_open else None),
                read_at=task.read_at if task is not None else None,
                to_take_back=_to_take_back(context, row, task if still_open else None),
                reminded=reminder_of(context.session, task) if still_open and task is not None else None,
                due_at=due,
                late=bool(still_open and due and due < context.now),
                unheard=unheard,
                started_at=row.started_at,
                ended_at=row.ended_at,
                texts=loaded.texts,
                hidden=0,
            )

        return read


_FAMILY = ProcessInstance.root_id == bindparam("of_tree", type_=Uuid())


def _array(cases: Select[UUID]) -> ColumnElement[Any]:
    """As one array: of a set that it cannot count the database would think it large, and look at all that there is."""
    return any_(func.array(cases.scalar_subquery(), type_=ARRAY(Uuid())))


def _shown(actor: Actor) -> ColumnElement[Any]:
    return _array(select(ProcessInstance.id).where(_FAMILY, bound_may_see(actor, ProcessInstance.id)))


@of_actor
def _cases(actor: Actor) -> Select[*tuple[Any, ...]]:
    # where an ended one stood nobody reads
    whole_state = case((ProcessInstance.status == "ACTIVE", WHOLE_STATE)).label("whole_state")
    columns = (*CASE_COLUMNS, bound_may_see(actor, ProcessInstance.id).label("seen"), whole_state)
    return select(*columns).where(_FAMILY).order_by(ProcessInstance.started_at, ProcessInstance.id).limit(LIMIT)


@of_actor
def _tasks(actor: Actor) -> Select[*tuple[Any, ...]]:
    named = select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id).limit(1).scalar_subquery().is_not(None)
    others = and_(UserTask.status == "OPEN", named, not_(bound_may_do(actor))).label("of_others")
    return select(*TASK_COLUMNS, others).where(UserTask.instance_id == _shown(actor)).order_by(UserTask.created_at)


@of_actor
def _unheard(actor: Actor) -> Select[*tuple[Any, ...]]:
    finding = ReceiverFinding
    return select(finding.instance_id).where(finding.instance_id == _shown(actor), finding.closed_at.is_(None))


@of_actor
def _lying_below(actor: Actor) -> Select[*tuple[Any, ...]]:
    return below_question(UserTask.instance_id == _shown(actor))


_WORKED = Question(work_question(CaseAccess.instance_id == _array(select(ProcessInstance.id).where(_FAMILY))))


def _joined(nodes: dict[UUID, Node], parents: Mapping[UUID, UUID | None], root: UUID, start: UUID) -> Node:
    for identifier in nodes:
        ancestor = _nearest(parents, nodes, identifier)
        if ancestor is not None:
            nodes[ancestor].children.append(nodes[identifier])
    return nodes.get(root) or nodes[start]


def _to_take_back(context: QueryContext, instance: Any, task: Any | None) -> UUID | None:
    if task is None or task.read_at is not None or not message_of(task):
        return None
    return task.id if may_take_back(context.actor, task, variables_of(instance.whole_state)) else None


def _status(instance: Any, loaded: Loaded, task: Any | None) -> str:
    if instance.status != "ACTIVE":
        return str(instance.status)
    properties: list[Mapping[str, Any]] = [task.properties] if task else []
    if task and task.read_at is None and task.properties.get("status_unread"):
        return str(task.properties["status_unread"])
    elements = loaded.definition.process.elements
    properties += [elements[element].properties for _token, element, _parked in tokens_of(instance.whole_state) if element in elements]
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
