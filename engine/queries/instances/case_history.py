"""The history of a case and of the cases that it called, newest first, in people's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.reassign_task import MESSAGE_MOVED, TASK_MOVED
from engine.core.tasks.reminding import TASK_REMINDED
from engine.identity.access import may_see, visible_instance
from engine.model.actor import title_in_seat
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.identity import Holding, Person, Position
from engine.persistence.tables.instances import ProcessInstance, UserTask

#: elements whose end people want to know of; gateways and tables are for the operator
_LISTED_KINDS = ("userTask", "manualTask", "startEvent", "endEvent", "serviceTask", "sendTask", "intermediateCatchEvent")
LIMIT = 200
#: a server whose clock was set back wrote things down before their time
CLOCK_SET_BACK = timedelta(days=1)
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
        instance = visible_instance(context.session, context.actor, self.instance, context.now)
        family, begun = family_of(context, instance)
        rows = context.session.execute(
            select(HistoryEvent, ProcessInstance.definition_id, Person.name, Position.title, _kind_of_seat().label("kind"))
            .join(ProcessInstance, ProcessInstance.id == HistoryEvent.instance_id)
            .outerjoin(Person, Person.id == HistoryEvent.person_id)
            .outerjoin(Position, Position.id == HistoryEvent.position_id)
            .where(
                HistoryEvent.instance_id.in_(family),
                HistoryEvent.at >= begun,
                may_see(context.actor, HistoryEvent.instance_id, context.now),
                HistoryEvent.event.in_(("ELEMENT_COMPLETED", TASK_MOVED, TASK_REMINDED, MESSAGE_MOVED, CASE_CANCELLED)),
            )
            .order_by(HistoryEvent.id.desc())
            .limit(LIMIT * 4)
        ).all()
        answered = self._answers(context, [event for event, *_others in rows])
        forms = {task.id: task.form_key or "" for task in context.session.scalars(_tasks_of(rows))}
        found = []
        posts = _posts(context, [event for event, *_rest in rows])
        for event, definition, person, title, kind in rows:
            loaded = context.platform.definitions.get(context.session, definition)
            if event.event in (CASE_CANCELLED, MESSAGE_MOVED):
                found.append(
                    HistoryRow(
                        at=event.at,
                        process=loaded.key,
                        person=person or "",
                        title=title_in_seat(title, kind or "") if title else "",
                        texts=loaded.texts,
                        definition=definition,
                        cancelled=event.event == CASE_CANCELLED,
                        withdrawn=event.data.get("withdrawn") is True,
                        messages_moved=event.event == MESSAGE_MOVED,
                        moved_to=_moved_to(event, posts),
                        reason=str(event.data.get("reason") or ""),
                    )
                )
                continue
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
                    title=title_in_seat(title or "", kind or "") if human and title else "",
                    texts=loaded.texts,
                    definition=definition,
                    form=forms.get(UUID(event.token), "") if element.kind == "userTask" else "",
                    answers=answered.get((event.token, event.at), {}) if element.kind == "userTask" else {},
                    moved_to=_moved_to(event, posts),
                    reminded=event.event == TASK_REMINDED,
                    moved_why=str(event.data.get("why") or "") if event.event == TASK_MOVED else "",
                    reason=str(event.data.get("reason") or "") if event.event == TASK_MOVED else "",
                )
            )
        return found[:LIMIT]

    def _answers(self, context: QueryContext, events: Sequence[HistoryEvent]) -> dict[tuple[str, datetime], dict[str, Any]]:
        """What was written in the same turn by the token that completed: a person's answers, and their mappings."""
        written = select(HistoryEvent).where(
            HistoryEvent.instance_id.in_({event.instance_id for event in events}),
            HistoryEvent.event == "VARIABLE_SET",
            HistoryEvent.token.in_({event.token for event in events}),
            # the months before and after are not looked at
            HistoryEvent.at.in_({event.at for event in events}),
        )
        found: dict[tuple[str, datetime], dict[str, Any]] = {}
        for event in context.session.scalars(written.order_by(HistoryEvent.id)) if events else ():
            if "name" in event.data:  # what the law has erased holds nothing
                found.setdefault((event.token, event.at), {})[event.data["name"]] = event.data.get("value")
        return found


def family_of(context: QueryContext, instance: ProcessInstance) -> tuple[list[UUID], datetime]:
    """Returns the case and those that it called, and from when on their history lies: older months are not looked at.

    Named one by one, for the database plans a look-up of each; for a set that it has yet to find it would read the whole history.
    """
    rows = context.session.execute(
        select(ProcessInstance.id, ProcessInstance.parent_id)
        .where(ProcessInstance.root_id == instance.root_id)
        .order_by(ProcessInstance.started_at, ProcessInstance.id)
    ).all()
    children: dict[UUID | None, list[UUID]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row.id)
    family = [instance.id]
    for member in family:
        family += children.get(member, [])
    return family, instance.started_at - CLOCK_SET_BACK


def _kind_of_seat() -> ScalarSelect[str | None]:
    """How the person held the position at that time; a Plh. comes before what else they hold."""
    held = select(Holding.kind).where(
        Holding.person_id == HistoryEvent.person_id,
        Holding.position_id == HistoryEvent.position_id,
        Holding.valid_from <= HistoryEvent.at,
        or_(Holding.valid_to.is_(None), Holding.valid_to > HistoryEvent.at),
    )
    return held.order_by(Holding.kind.desc()).limit(1).correlate(HistoryEvent).scalar_subquery()


def _tasks_of(rows: Sequence[Any]) -> Select[UserTask]:
    tokens = {UUID(event.token) for event, *_others in rows if _is_id(event.token)}
    return select(UserTask).where(UserTask.id.in_(tokens))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _moved_to(event: HistoryEvent, posts: Mapping[str, str]) -> str:
    return ", ".join(posts[post] for post in event.data.get("to", []) if post in posts)


def _posts(context: QueryContext, events: Sequence[HistoryEvent]) -> dict[str, str]:
    """Returns the titles of the positions to which tasks were moved."""
    moved = (TASK_MOVED, TASK_REMINDED, MESSAGE_MOVED)
    named = {post for event in events if event.event in moved for post in event.data.get("to", []) if post}
    rows = context.session.execute(select(Position.id, Position.title).where(Position.id.in_([UUID(post) for post in named])))
    return {str(identifier): title for identifier, title in rows}
