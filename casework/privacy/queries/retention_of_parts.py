"""Tells which fields and documents go before their case does, by rules of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, not_, select, true
from sqlalchemy.orm import aliased

from casework.documents.tables import Document, DocumentVersion, IssuedDocument
from casework.privacy.approvals import Approvals, held_cases
from casework.privacy.rules_in_force import RulesOfProcess, decisive, latest_end, rules_in_force
from casework.privacy.tables import Erasure, HandoverCase, PartErasure, RetentionApproval
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.retention import RetentionRule, RetentionUnread, read_retention
from engine.persistence.tables.instances import ProcessInstance

Part = Literal["FIELD", "DOCUMENT"]
#: rows for one rule of one process
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class DuePart:
    """`names`: fields, or documents by their ids, of one instance, that go by one rule. `shown`: their names for people."""

    part: Part
    process: str
    #: of the process, for people
    name: str = ""
    instance: UUID
    #: the root case
    case: UUID
    number: str | None
    names: tuple[str, ...]
    shown: tuple[str, ...]
    rule: str
    due: date
    long: bool
    held: bool
    basis: str
    #: other instances of the tree that may hold copies under the same names, with those that they do not ask for themselves
    copies: tuple[tuple[UUID, tuple[str, ...]], ...] = ()

    @property
    def may_go(self) -> bool:
        return bool(self.basis) and not self.held

    def document(self, name: str) -> UUID:
        return UUID(name)


@dataclass(frozen=True, kw_only=True)
class RetentionOfParts(Query):
    """The oldest first. `until` and `approved` as of RetentionDue. What goes together with its case is told there alone."""

    permission: ClassVar[str] = "operate"

    until: date | None = None
    approved: bool = False

    def run(self, context: QueryContext) -> list[DuePart]:
        until = self.until or context.today
        parts = select(RetentionApproval.process_key, RetentionApproval.part).where(RetentionApproval.part != "CASE")
        wanted = {tuple(row) for row in context.session.execute(parts)} if self.approved else None
        if wanted == set():
            return []
        rules, held = rules_in_force(context), held_cases(context)
        found: list[DuePart] = []
        for process in sorted(rules):
            for part, of in KINDS:
                if wanted is None or (process, part) in wanted:
                    approvals = Approvals(context, process, part)
                    for due in of(context, process, rules, until):
                        basis = approvals.of(due["due"], "DESTROY").basis
                        said: dict[str, Any] = {"name": rules[process].name, "held": due["case"] in held, "basis": basis}
                        found.append(DuePart(part=part, process=process, **said, **due))
        return sorted(found, key=lambda due: (due.process, due.part, due.due, str(due.case)))


def _ended_trees() -> FromClause:
    """The tree of an instance of which nothing goes on, beside that instance: nothing is asked of trees whose instance is not due."""
    member = aliased(ProcessInstance)
    return (
        select(
            func.max(member.ended_at).label("ended"),
            func.array_agg(func.distinct(member.process_key)).label("processes"),
        )
        .where(member.root_id == ProcessInstance.root_id)
        .having(func.bool_and(member.status != "ACTIVE"))
        .correlate(ProcessInstance)
        .lateral("trees")
    )


def _due(process: str, until: datetime) -> list[ColumnElement[bool]]:
    """Instances of a process that had ended by then, and are neither erased nor packed for the archive, by an index of these."""
    return [
        ProcessInstance.process_key == process,
        ProcessInstance.ended_at <= until,
        not_(ProcessInstance.erased),
        ~exists().where(Erasure.instance_id == ProcessInstance.root_id),
        ~exists().where(HandoverCase.instance_id == ProcessInstance.root_id),
    ]


def _fields(context: QueryContext, process: str, rules: Mapping[str, RulesOfProcess], until: date) -> Iterator[dict[str, Any]]:
    groups: dict[str, list[str]] = {}
    for name, rule in rules[process].fields.items():
        groups.setdefault(rule.text, []).append(name)
    for names in groups.values():
        rule = rules[process].fields[names[0]]
        done = select(func.count()).where(
            PartErasure.instance_id == ProcessInstance.id, PartErasure.part == "FIELD", PartErasure.name.in_(names)
        )
        trees, bound = _ended_trees(), latest_end(rule, until, context)
        statement = (
            select(ProcessInstance.id, ProcessInstance.root_id.label("root"), trees.c.ended, trees.c.processes)
            .join(trees, true())
            .where(
                *_due(process, bound),
                trees.c.ended <= bound,
                done.scalar_subquery() < len(names),
            )
            .order_by(trees.c.ended)
            .limit(LIMIT)
        )
        for row in context.session.execute(statement).all():
            if (due := _before_its_case(context, rules, rule, row, until)) is not None:
                known = (PartErasure.instance_id == row.id, PartErasure.part == "FIELD")
                erased = set(context.session.scalars(select(PartErasure.name).where(*known)))
                left = tuple(sorted(set(names) - erased))
                yield {
                    **due,
                    "instance": row.id,
                    "names": left,
                    "shown": tuple(rules[process].asked[name] for name in left),
                    "copies": _copies(context, rules, row, left),
                }


def _copies(
    context: QueryContext, rules: Mapping[str, RulesOfProcess], row: Any, names: tuple[str, ...]
) -> tuple[tuple[UUID, tuple[str, ...]], ...]:
    others = select(ProcessInstance.id, ProcessInstance.process_key)
    others = others.where(ProcessInstance.root_id == row.root, ProcessInstance.id != row.id).order_by(ProcessInstance.id)
    found = []
    for instance, key in context.session.execute(others):
        asked = rules[key].asked if key in rules else {}
        if left := tuple(name for name in names if name not in asked):
            found.append((instance, left))
    return tuple(found)


def _documents(context: QueryContext, process: str, rules: Mapping[str, RulesOfProcess], until: date) -> Iterator[dict[str, Any]]:
    for condition, rule in _rules_of_files(context, process, rules[process]):
        trees, bound = _ended_trees(), latest_end(rule, until, context)
        stored = exists().where(DocumentVersion.document_id == Document.id)
        issued = exists().where(IssuedDocument.document_id == Document.id)
        statement = (
            select(
                Document.id.label("document"),
                Document.title,
                ProcessInstance.id,
                ProcessInstance.root_id.label("root"),
                trees.c.ended,
                trees.c.processes,
            )
            .join(ProcessInstance, ProcessInstance.id == Document.instance_id)
            .join(trees, true())
            .where(*_due(process, bound), condition, stored, ~issued, trees.c.ended <= bound)
            .order_by(trees.c.ended, Document.id)
            .limit(LIMIT)
        )
        for row in context.session.execute(statement).all():
            if (due := _before_its_case(context, rules, rule, row, until)) is not None:
                yield {**due, "instance": row.id, "names": (str(row.document),), "shown": (row.title,)}


def _rules_of_files(context: QueryContext, process: str, own: RulesOfProcess) -> Iterator[tuple[ColumnElement[bool], RetentionRule]]:
    """By the field in the newest version; of a document that no known field names, by the rule that was stored with it."""
    for name, rule in own.files.items():
        yield Document.field == name, rule
    unknown = Document.field.not_in(list(own.asked))
    texts = select(Document.retention).join(ProcessInstance, ProcessInstance.id == Document.instance_id)
    texts = texts.where(ProcessInstance.process_key == process, Document.retention != "", unknown).distinct()
    for text in context.session.scalars(texts).all():
        try:
            stored = read_retention(text)
        except RetentionUnread:
            continue
        if stored is not None and stored.fate == "DESTROY":
            yield and_(Document.retention == text, unknown), stored


def _before_its_case(
    context: QueryContext, rules: Mapping[str, RulesOfProcess], rule: RetentionRule, row: Any, until: date
) -> dict[str, Any] | None:
    """What is told of a part; None where its time is not over, or its case goes with it or before."""
    ended = row.ended.astimezone(context.platform.zone).date()
    due = rule.ends(ended)
    root = context.session.execute(
        select(ProcessInstance.business_key, ProcessInstance.process_key).where(ProcessInstance.id == row.root)
    ).one()
    own = rules.get(root.process_key, RulesOfProcess())
    going = decisive(rules, list(row.processes), ended) if own.case is not None else None
    if due > until or (going is not None and going[0].fate == "DESTROY" and going[1] <= due):
        return None
    return {"case": row.root, "number": root.business_key, "rule": rule.text, "due": due, "long": rule.long}


#: a kind of part -> what finds those whose time is over
KINDS: tuple[tuple[Part, Callable[[QueryContext, str, Mapping[str, RulesOfProcess], date], Iterator[dict[str, Any]]]], ...] = (
    ("FIELD", _fields),
    ("DOCUMENT", _documents),
)
