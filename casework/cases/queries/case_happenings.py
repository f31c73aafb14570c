"""The history of a case for officers: what was decided, by whom in which seat, what came back and why, what failed, was paid, written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.application_form import CaseApplication, application_of
from casework.notices.case_messages import messages_of
from casework.payments.bill_views import BillView, bills_of
from casework.subjects.masks import mask_numbers_in
from casework.wording.declared_fields import declared_field
from casework.wording.facts import Fact, facts_of
from casework.wording.returned_field import ReturnedField
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see, visible_instance
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import Incident, ProcessInstance
from engine.queries.instances.case_history import CaseHistory, HistoryLine, HistoryRow


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
        instance = visible_instance(context.session, context.actor, self.instance, context.now)
        rows: list[HistoryRow] = CaseHistory(instance=instance.id).run(context)
        found = [*_steps(context, instance, rows), *_incidents(context, instance)]
        if instance.id == instance.root_id:
            found += [*_bills(context, instance), *_messages(context, instance)]
        # sorted is stable: what happened in one turn keeps its order
        return sorted(found, key=lambda happening: happening.at, reverse=True)


def _steps(context: QueryContext, instance: ProcessInstance, rows: Sequence[HistoryRow]) -> Iterator[Happening]:
    application = application_of(context, instance.root_id)
    for row in rows:
        told = _told(context, instance.root_id, row, application) if row.form and row.answers else ()
        yield Happening(kind="step", answers=told, **row.line() | {"reason": mask_numbers_in(row.reason)})


def _told(context: QueryContext, root: UUID, row: HistoryRow, application: CaseApplication | None) -> list[Told]:
    """The answers in the order of the form that asked for them."""
    loaded = context.platform.definitions.get(context.session, row.definition)
    components = loaded.forms.get(row.form, {}).get("components", [])
    names = [str(item["key"]) for item in components if item.get("key") in row.answers]
    facts = facts_of(context, loaded, root, row.answers, names, form=row.form)
    return [
        Told(
            key=f"{row.form}.{fact.name}.label",
            label=declared_field(loaded, fact.name, row.form).label,
            fact=_named_returns(fact, application) if fact.type == "returns" else fact,
        )
        for fact in facts
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


def _incidents(context: QueryContext, instance: ProcessInstance) -> Iterator[Happening]:
    """What stopped, and who put it right. The cause in the machine's words is for operators."""
    family = select(ProcessInstance.id).where(ProcessInstance.id == instance.id).cte(recursive=True)
    family = family.union(select(ProcessInstance.id).join(family, ProcessInstance.parent_id == family.c.id))
    statement = (
        select(Incident, ProcessInstance.definition_id, Person.name)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .outerjoin(Person, Person.id == Incident.resolved_by)
        .where(Incident.instance_id.in_(select(family.c.id)), may_see(context.actor, Incident.instance_id, context.now))
    )
    for incident, definition, person in context.session.execute(statement):
        loaded = context.platform.definitions.get(context.session, definition)
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
            yield replace(raised, at=incident.resolved_at, kind="repair", person=person or "")


def _bills(context: QueryContext, instance: ProcessInstance) -> Iterator[Happening]:
    for bill in bills_of(context, instance.id):
        yield Happening(at=bill.since, kind="bill", bill=bill, text=bill.description)
        if bill.paid_at is not None:
            yield Happening(at=bill.paid_at, kind="paid", bill=bill, text=bill.description)
        elif bill.status == "EXPIRED":
            yield Happening(at=bill.expires_at, kind="expired", bill=bill, text=bill.description)


def _messages(context: QueryContext, instance: ProcessInstance) -> Iterator[Happening]:
    for message in messages_of(context, instance.id, names=True):
        yield Happening(at=message.at, kind="message", person=message.person, title=message.unit, text=message.text)
