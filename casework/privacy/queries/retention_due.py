"""Tells what the rules of retention ask for: which cases' time is over, since when, and what follows (docs/law/archives.md#retention)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from casework.privacy.tables import Erasure, LegalHold, RetentionApproval
from casework.records.manifest import retention_rule
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.retention import Fate, RetentionRule
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance

#: cases of one answer
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class DueCase:
    """A case with all that it called, as its root."""

    case: UUID
    process: str
    number: str | None
    rule: str
    #: the day on which its time was over, or will be
    due: date
    fate: Fate
    #: its destruction needs ANRI's approval too
    long: bool
    held: bool
    #: the approval by which it may be destroyed; empty where there is none
    basis: str
    #: all instances of the tree, the root last
    instances: tuple[UUID, ...]

    @property
    def may_go(self) -> bool:
        return self.fate == "DESTROY" and not self.held and bool(self.basis)


@dataclass(frozen=True, kw_only=True)
class RetentionDue(Query):
    """The oldest of each process first. `until`: the day that is asked about, today without it: what will be due is seen before it is.

    A tree counts from the end of its last case; what was erased is not told again.
    """

    permission: ClassVar[str] = "operate"

    until: date | None = None
    #: only of processes with an approval: the clock's rounds look at nothing else
    approved: bool = False

    def run(self, context: QueryContext) -> list[DueCase]:
        until = self.until or context.today
        found: list[DueCase] = []
        wanted = set(context.session.scalars(select(RetentionApproval.process_key))) if self.approved else None
        if wanted == set():
            return []
        for process, rule in sorted(rules_in_force(context).items()):
            if wanted is None or process in wanted:
                found += self._of_process(context, process, rule, until)
        return found

    def _of_process(self, context: QueryContext, process: str, rule: RetentionRule, until: date) -> Iterator[DueCase]:
        root = ProcessInstance.__table__.alias("root")
        statement = (
            select(root.c.id, root.c.business_key, func.max(ProcessInstance.ended_at).label("ended"))
            .join(ProcessInstance, ProcessInstance.root_id == root.c.id)
            .where(root.c.process_key == process, root.c.parent_id.is_(None), root.c.id.not_in(select(Erasure.instance_id)))
            .group_by(root.c.id, root.c.business_key)
            .having(func.bool_and(ProcessInstance.status != "ACTIVE"), func.max(ProcessInstance.ended_at) <= _latest(rule, until, context))
            .order_by(func.max(ProcessInstance.ended_at))
            .limit(LIMIT)
        )
        rows = context.session.execute(statement).all()
        held = set(context.session.scalars(select(LegalHold.instance_id).where(LegalHold.lifted_at.is_(None))))
        approved = context.session.execute(
            select(RetentionApproval.due_until, RetentionApproval.basis).where(RetentionApproval.process_key == process)
        ).all()
        parts: dict[UUID, list[UUID]] = {}
        inside = select(ProcessInstance.root_id, ProcessInstance.id).where(ProcessInstance.root_id.in_([row.id for row in rows]))
        for tree, instance in context.session.execute(inside.order_by(ProcessInstance.parent_id.is_(None), ProcessInstance.id)):
            parts.setdefault(tree, []).append(instance)
        for row in rows:
            due = rule.ends(row.ended.astimezone(context.platform.zone).date())
            if due <= until:
                yield DueCase(
                    case=row.id,
                    process=process,
                    number=row.business_key,
                    rule=rule.text,
                    due=due,
                    fate=rule.fate,
                    long=rule.long,
                    held=row.id in held,
                    basis=next((basis for up_to, basis in approved if due <= up_to), ""),
                    instances=tuple(parts[row.id]),
                )


def rules_in_force(context: QueryContext) -> dict[str, RetentionRule]:
    """The rule of each process by its newest version: the schedule as it stands today also counts for older cases."""
    every = select(ProcessDefinition.key, ProcessDefinition.id).order_by(ProcessDefinition.version)
    newest = {row.key: row.id for row in context.session.execute(every)}
    rules = {}
    for key, definition in newest.items():
        rule = retention_rule(context.platform.definitions.get(context.session, definition).manifest, key)
        if rule is not None:
            rules[key] = rule
    return rules


def _latest(rule: RetentionRule, until: date, context: QueryContext) -> datetime:
    """No case that ended later can be due: a bound for the database, months counted short."""
    years, months = divmod(rule.months, 12)
    year, month = until.year - years, until.month - months
    if month < 1:
        year, month = year - 1, month + 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return datetime.combine(following, datetime.min.time(), context.platform.zone)
