"""The history of a case for officers: what was decided, by whom in which seat, what came back and why, what failed, was paid, written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, func, select

from casework.applications.application_form import CaseApplication, application_of
from casework.notices.case_messages import MessageView, begin_messages
from casework.payments.bill_views import BillView, begin_bills
from casework.subjects.masks import mask_numbers_in
from casework.wording.declared_fields import declared_field
from casework.wording.facts import Fact, begin_facts
from casework.wording.returned_field import ReturnedField
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import access_values, bound_may_see, visible_instance
from engine.identity.actor_questions import of_actor
from engine.model.actor import Actor
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import Incident, ProcessInstance
from engine.queries.instances.case_history import HistoryLine, HistoryRow, begin_history


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer in the history: `key` of its label in the package's texts, and the label that its form holds."""

    key: str
    label: str
    fact: Fact


@dataclass(frozen=True, kw_only=True)
class Happening(HistoryLine):
    """`kind`: step, incident, repair, bill, paid, expired, message. Words of a message stand in `text`, of a bill in it and `bill`."""

    kind: str
    #: of a step, with their labels
    answers: Sequence[Told] = ()
    text: str = ""
    bill: BillView | None = None


@dataclass(frozen=True, kw_only=True)
class CaseHappenings(Query):
    """Of the case and of the cases that it called, the newest first, as far as the actor may see them. Raises NotFound."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> list[Happening]:
        return begin_happenings(context, visible_instance(context.session, context.actor, self.instance, context.now))()


def begin_happenings(context: QueryContext, instance: ProcessInstance) -> Callable[[], list[Happening]]:
    """Asks with the context's other questions; the function that it returns reads the answer. `instance`: one that the actor may see."""
    values = {"of_instance": instance.id, **access_values(context.actor, context.now)}
    history, incidents = begin_history(context, instance.id), context.questions.ask(_incidents_of(context.actor), **values)
    whole = instance.id == instance.root_id
    bills = begin_bills(context, instance.id, instance.ended_at) if whole else list
    messages = begin_messages(context, instance.id, names=True) if whole else list

    def read() -> list[Happening]:
        found = [*_steps(context, instance, history()), *_incidents(context, incidents.rows), *_bills(bills()), *_messages(messages())]
        # sorted is stable: what happened in one turn keeps its order
        return sorted(found, key=lambda happening: happening.at, reverse=True)

    return read


def _steps(context: QueryContext, instance: ProcessInstance, rows: Sequence[HistoryRow]) -> Iterator[Happening]:
    # positions among the answers of all steps are asked for with one statement
    begun = [_begin_told(context, instance.root_id, row) if row.form and row.answers else None for row in rows]
    for row, told in zip(rows, begun, strict=True):
        yield Happening(kind="step", answers=told() if told else (), **row.line() | {"reason": mask_numbers_in(row.reason)})


def _begin_told(context: QueryContext, root: UUID, row: HistoryRow) -> Callable[[], list[Told]]:
    """The answers in the order of the form that asked for them."""
    loaded = context.platform.definitions.get(context.session, row.definition)
    components = loaded.forms.get(row.form, {}).get("components", [])
    names = [str(item["key"]) for item in components if item.get("key") in row.answers]
    facts = begin_facts(context, loaded, root, row.answers, names, form=row.form)
    return lambda: [
        Told(
            key=f"{row.form}.{fact.name}.label",
            label=declared_field(loaded, fact.name, row.form).label,
            fact=_named_returns(fact, application_of(context, root)) if fact.type == "returns" else fact,
        )
        for fact in facts()
    ]


def _named_returns(fact: Fact, application: CaseApplication | None) -> Fact:
    """Gives returned fields their labels, which the application's own form knows."""
    items = [item for item in (fact.value if isinstance(fact.value, list) else []) if isinstance(item, Mapping)]
    return Fact(name=fact.name, type=fact.type, value=[_returned(item, application) for item in items])


def _returned(item: Mapping[str, Any], application: CaseApplication | None) -> ReturnedField:
    name = str(item.get("field"))
    labels = {}
    if application is not None:
        own = next((str(field.get("label", name)) for field in application.fields if field["key"] == name), name)
        key = f"{application.form.get('id')}.{name}.label"
        labels = {language: texts.get(key, own) for language, texts in application.loaded.texts.items()} or {"id": own}
    return ReturnedField(labels=labels or {"id": name}, reason=str(item.get("reason") or ""), note=str(item.get("note") or ""))


@of_actor
def _incidents_of(actor: Actor) -> Select[*tuple[Any, ...]]:
    family = select(ProcessInstance.id).where(ProcessInstance.id == bindparam("of_instance", type_=Uuid())).cte(recursive=True)
    family = family.union(select(ProcessInstance.id).join(family, ProcessInstance.parent_id == family.c.id))
    columns = (Incident.element_id, Incident.raised_at, Incident.resolved_at, ProcessInstance.definition_id, Person.name.label("person"))
    return (
        select(*columns)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .outerjoin(Person, Person.id == Incident.resolved_by)
        .where(
            Incident.instance_id == any_(func.array(select(family.c.id).scalar_subquery(), type_=ARRAY(Uuid()))),
            bound_may_see(actor, Incident.instance_id),
        )
    )


def _incidents(context: QueryContext, rows: Sequence[Any]) -> Iterator[Happening]:
    """What stopped, and who put it right. The cause in the machine's words is for operators."""
    for incident in rows:
        loaded = context.platform.definitions.get(context.session, incident.definition_id)
        element = loaded.definition.process.elements.get(incident.element_id)
        raised = Happening(
            at=incident.raised_at,
            kind="incident",
            process=loaded.key,
            element=incident.element_id,
            name=element.name if element else "",
            texts=loaded.texts,
        )
        yield raised
        if incident.resolved_at is not None:
            yield replace(raised, at=incident.resolved_at, kind="repair", person=incident.person or "")


def _bills(bills: Sequence[BillView]) -> Iterator[Happening]:
    for bill in bills:
        yield Happening(at=bill.since, kind="bill", bill=bill, text=bill.description)
        if bill.paid_at is not None:
            yield Happening(at=bill.paid_at, kind="paid", bill=bill, text=bill.description)
        elif bill.status == "EXPIRED":
            yield Happening(at=bill.expires_at, kind="expired", bill=bill, text=bill.description)


def _messages(messages: Sequence[MessageView]) -> Iterator[Happening]:
    for message in messages:
        yield Happening(at=message.at, kind="message", person=message.person, title=message.unit, text=message.text)
