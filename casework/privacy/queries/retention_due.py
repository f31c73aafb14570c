"""Tells what the rules of retention ask for: which cases' time is over, since when, and what follows (docs/law/archives.md#retention)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import exists, func, not_, select, true

from casework.privacy.approvals import Approvals, held_cases
from casework.privacy.rules_in_force import RulesOfProcess, bound_of_tree, decisive, latest_end, rules_in_force
from casework.privacy.tables import Erasure, HandoverCase, RetentionApproval
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.retention import Fate
from engine.persistence.tables.instances import ProcessInstance

#: cases of one answer
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class DueCase:
    """A case with all that it called, as its root."""

    case: UUID
    process: str
    #: of the process, for people
    name: str = ""
    #: of the register whose rule it is; empty: the rule of its process
    register: str = ""
    number: str | None
    rule: str
    #: the day on which its time was over, or will be
    due: date
    fate: Fate
    #: its destruction needs ANRI's approval too
    long: bool
    held: bool
    #: the approval by which it may go; empty where there is none
    basis: str
    #: what was approved; None: nothing yet
    approved: Fate | None = None
    #: all instances of the tree, the root last
    instances: tuple[UUID, ...]

    @property
    def may_go(self) -> bool:
        return self.approved == "DESTROY" and not self.held and bool(self.basis)

    @property
    def may_be_handed(self) -> bool:
        return self.approved == "ARCHIVE" and not self.held and bool(self.basis)


@dataclass(frozen=True, kw_only=True)
class RetentionDue(Query):
    """The oldest of each process first. `until`: the day that is asked about, today without it: what will be due is seen before it is.

    A tree counts from the end of its last case, by the longest rule of all that it called. What was erased is not told again, nor what is
    packed for the archive already.
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
        rules = rules_in_force(context)
        for process in sorted(rules):
            if rules[process].case is not None and (wanted is None or process in wanted):
                found += self._of_process(context, process, rules, until)
        return found

    def _of_process(self, context: QueryContext, process: str, rules: Mapping[str, RulesOfProcess], until: date) -> Iterator[DueCase]:
        own = rules[process].case
        assert own is not None
        root = ProcessInstance.__table__.alias("root")
        whole = select(func.max(ProcessInstance.ended_at)).where(ProcessInstance.root_id == root.c.id)
        over = whole.having(
            func.bool_and(ProcessInstance.status != "ACTIVE"),
            func.max(ProcessInstance.ended_at) <= bound_of_tree(context, rules, until),
        ).lateral("tree")
        # the root alone tells of most that their time is not over, by an index of those that are still here
        statement = (
            select(root.c.id, root.c.business_key, over.c[0].label("ended"))
            .join(over, true())
            .where(
                root.c.process_key == process,
                root.c.parent_id.is_(None),
                not_(root.c.erased),
                root.c.ended_at <= latest_end(own, until, context),
                ~exists().where(Erasure.instance_id == root.c.id),
                ~exists().where(HandoverCase.instance_id == root.c.id),
            )
            .order_by(root.c.ended_at)
            .limit(LIMIT)
        )
        rows = context.session.execute(statement).all()
        held, approvals = held_cases(context), Approvals(context, process, "CASE")
        parts: dict[UUID, list[tuple[UUID, str]]] = {}
        inside = select(ProcessInstance.root_id, ProcessInstance.id, ProcessInstance.process_key)
        inside = inside.where(ProcessInstance.root_id.in_([row.id for row in rows]))
        for tree, instance, key in context.session.execute(inside.order_by(ProcessInstance.parent_id.is_(None), ProcessInstance.id)):
            parts.setdefault(tree, []).append((instance, key))
        for row in rows:
            going = decisive(rules, [key for _instance, key in parts[row.id]], row.ended.astimezone(context.platform.zone).date())
            if going is None or going[1] > until:
                continue
            rule, due = going
            approval = approvals.of(due, rule.fate)
            yield DueCase(
                case=row.id,
                process=process,
                name=rules[process].name,
                register=rules[process].register,
                number=row.business_key,
                rule=rule.text,
                due=due,
                fate=rule.fate,
                long=rule.long,
                held=row.id in held,
                basis=approval.basis,
                approved=approval.fate,
                instances=tuple(instance for instance, _key in parts[row.id]),
            )
