"""The history of a case and of the cases that it called, newest first, in people's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, ScalarSelect, Select, Text, Uuid, any_, bindparam, cast, func, or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.reassign_task import MESSAGE_MOVED, TASK_MOVED
from engine.core.tasks.reminding import TASK_REMINDED
from engine.identity.access import access_values, bound_may_see, visible_instance
from engine.identity.actor_questions import of_actor
from engine.model.actor import Actor, title_in_seat
from engine.persistence.tables.cold import EveryEvent
from engine.persistence.tables.identity import Holding, Person, Position
from engine.persistence.tables.instances import ProcessInstance, UserTask

#: elements whose end people want to know of; gateways and tables are for the operator
_LISTED_KINDS = ("userTask", "manualTask", "startEvent", "endEvent", "serviceTask", "sendTask", "intermediateCatchEvent")
LIMIT = 200
#: the event of a case that was stopped before its end; its data say whether it was withdrawn
CASE_CANCELLED = "CASE_CANCELLED"


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One thing that happened in a case. A step is named by `process`, `element` and `name`; `person` is empty where nobody did it."""

    at: datetime
    process: str = ""
    element: str = ""
    name: str = ""
    person: str = ""
    #: of the seat, as whoever filled it then: with Plh. or Plt.
    title: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: of a task that was given to somebody else: the post, and why (successor: the organisation has changed), in an operator's words
    moved_to: str = ""
    moved_why: str = ""
    #: somebody above reminded of the step: `moved_to` are those who have it
    reminded: bool = False
    #: not a task was given, but messages that wait for an answer
    messages_moved: bool = False
    reason: str = ""
    #: the case was stopped: by an operator, or withdrawn by whom it is for
    cancelled: bool = False
    withdrawn: bool = False

    def line(self) -> dict[str, Any]:
        """The fields of a line alone, for a line that says more."""
        return {item.name: getattr(self, item.name) for item in fields(HistoryLine)}


@dataclass(frozen=True, kw_only=True)
class HistoryRow(HistoryLine):
    definition: UUID
    #: of a person's step: its form, and what was answered there
    form: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaseHistory(Query):
    """Events of the case and of its descendants, as far as the actor may see them. Raises NotFound."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> list[HistoryRow]:
        return begin_history(context, visible_instance(context.session, context.actor, self.instance, context.now).id)()


def begin_history(context: QueryContext, case: UUID) -> Callable[[], list[HistoryRow]]:
    """Asks with the context's other questions; the function that it returns reads the answer. `case`: one that the actor may see."""
    values = {"of_instance": case, **access_values(context.actor, context.now)}
    events, written = context.questions.ask(_events(context.actor), **values), context.questions.ask(_written(context.actor), **values)

    def read() -> list[HistoryRow]:
        answered = _answers(written.rows)
        posts = _posts(context, events.rows)
        return [row for event in events.rows if (row := _row(context, event, answered, posts)) is not None][:LIMIT]

    return read


def _family(actor: Actor) -> Sequence[ColumnElement[bool]]:
    """Selects events of the case and of its descendants, as far as the actor may see them."""
    family = select(ProcessInstance.id).where(ProcessInstance.id == bindparam("of_instance", type_=Uuid())).cte(recursive=True)
    family = family.union(select(ProcessInstance.id).join(family, ProcessInstance.parent_id == family.c.id))
    # as one array: a look-up of each. Of a set that it cannot count the database would think it large, and read the whole history
    members = func.array(select(family.c.id).scalar_subquery(), type_=ARRAY(Uuid()))
    return EveryEvent.instance_id == any_(members), bound_may_see(actor, EveryEvent.instance_id)


@of_actor
def _events(actor: Actor) -> Select[*tuple[Any, ...]]:
    of_task = select(UserTask.form_key).where(UserTask.instance_id == EveryEvent.instance_id, cast(UserTask.id, Text) == EveryEvent.token)
    return (
        select(
            EveryEvent,
            ProcessInstance.definition_id,
            Person.name.label("person"),
            Position.title.label("title"),
            _kind_of_seat().label("kind"),
            of_task.limit(1).correlate(EveryEvent).scalar_subquery().label("form"),
        )
        .join(ProcessInstance, ProcessInstance.id == EveryEvent.instance_id)
        .outerjoin(Person, Person.id == EveryEvent.person_id)
        .outerjoin(Position, Position.id == EveryEvent.position_id)
        .where(
            *_family(actor),
            EveryEvent.event.in_(("ELEMENT_COMPLETED", TASK_MOVED, TASK_REMINDED, MESSAGE_MOVED, CASE_CANCELLED)),
        )
        .order_by(EveryEvent.id.desc())
        .limit(LIMIT * 4)
    )


@of_actor
def _written(actor: Actor) -> Select[*tuple[Any, ...]]:
    columns = (EveryEvent.token, EveryEvent.at, EveryEvent.data)
    return select(*columns).where(*_family(actor), EveryEvent.event == "VARIABLE_SET").order_by(EveryEvent.id)


def _answers(written: Sequence[Any]) -> dict[tuple[str, datetime], dict[str, Any]]:
    """What was written in the same turn by the token that completed: a person's answers, and their mappings."""
    found: dict[tuple[str, datetime], dict[str, Any]] = {}
    for event in written:
        if "name" in event.data:  # what the law has erased holds nothing
            found.setdefault((event.token, event.at), {})[event.data["name"]] = event.data.get("value")
    return found


def _row(
    context: QueryContext, event: Any, answered: Mapping[tuple[str, datetime], dict[str, Any]], posts: Mapping[str, str]
) -> HistoryRow | None:
    """Returns None for an event that is the machine's alone."""
    loaded = context.platform.definitions.get(context.session, event.definition_id)
    of_seat = title_in_seat(event.title, event.kind or "") if event.title else ""
    if event.event in (CASE_CANCELLED, MESSAGE_MOVED):
        return HistoryRow(
            at=event.at,
            process=loaded.key,
            person=event.person or "",
            title=of_seat,
            texts=loaded.texts,
            definition=event.definition_id,
            cancelled=event.event == CASE_CANCELLED,
            withdrawn=event.data.get("withdrawn") is True,
            messages_moved=event.event == MESSAGE_MOVED,
            moved_to=_moved_to(event, posts),
            reason=str(event.data.get("reason") or ""),
        )
    element = loaded.definition.process.elements.get(event.element_id)
    if element is None or element.kind not in _LISTED_KINDS or (element.kind in ("startEvent", "endEvent") and not element.name):
        return None
    # the machine's steps are nobody's: the turn's person only caused them
    human, moved = element.kind in ("userTask", "manualTask", "startEvent"), event.event == TASK_MOVED
    return HistoryRow(
        at=event.at,
        process=loaded.key,
        element=event.element_id,
        name=element.name,
        person=(event.person or "") if human else "",
        title=of_seat if human else "",
        texts=loaded.texts,
        definition=event.definition_id,
        form=event.form or "" if element.kind == "userTask" else "",
        answers=answered.get((event.token, event.at), {}) if element.kind == "userTask" else {},
        moved_to=_moved_to(event, posts),
        reminded=event.event == TASK_REMINDED,
        moved_why=str(event.data.get("why") or "") if moved else "",
        reason=str(event.data.get("reason") or "") if moved else "",
    )


def _kind_of_seat() -> ScalarSelect[str | None]:
    """How the person held the position at that time; a Plh. comes before what else they hold."""
    held = select(Holding.kind).where(
        Holding.person_id == EveryEvent.person_id,
        Holding.position_id == EveryEvent.position_id,
        Holding.valid_from <= EveryEvent.at,
        or_(Holding.valid_to.is_(None), Holding.valid_to > EveryEvent.at),
    )
    return held.order_by(Holding.kind.desc()).limit(1).correlate(EveryEvent).scalar_subquery()


def _moved_to(event: Any, posts: Mapping[str, str]) -> str:
    return ", ".join(posts[post] for post in event.data.get("to", []) if post in posts)


def _posts(context: QueryContext, events: Sequence[Any]) -> dict[str, str]:
    """Returns the titles of the positions to which tasks were moved."""
    moved = (TASK_MOVED, TASK_REMINDED, MESSAGE_MOVED)
    named = {post for event in events if event.event in moved for post in event.data.get("to", []) if post}
    if not named:
        return {}
    rows = context.session.execute(select(Position.id, Position.title).where(Position.id.in_([UUID(post) for post in named])))
    return {str(identifier): title for identifier, title in rows}
