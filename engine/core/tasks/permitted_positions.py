"""The positions that a decision table permits: its rules name a role and a reach, seen from the position that acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.dmn.decision import DecisionFailed
from engine.identity.receivers import filled_positions
from engine.identity.seats import holders, in_force
from engine.model.errors import InvalidState
from engine.model.ports import Option
from engine.persistence.tables.identity import Holding, Position, Unit
from engine.persistence.tables.instances import RecentChoice

#: how many of the last choices are offered first
MAX_RECENT = 6
#: reaches that a rule may name: every unit, the same unit, units directly below, all below, or those whose superior is the position
REACHES = frozenset({"all", "unit", "children", "subtree", "subordinates"})


def permitted_positions(
    context: QueryContext, loaded: Loaded, component: Mapping[str, Any], variables: Mapping[str, Any], position: UUID | None
) -> list[Option]:
    """The options of a field that offers positions. Raises InvalidState where its table is missing or gives something else."""
    decision = loaded.decisions.get(component.get("decision", ""))
    own = context.session.get(Position, position) if position else None
    if decision is None or own is None:
        return []
    unit = context.session.get_one(Unit, own.unit_id)
    seen = {**variables, "role": own.role, "unit": unit.code, "kind": unit.kind, "field": component["key"]}
    try:
        outcome = decision.evaluate(seen, now=context.now, calendar=context.time.calendar)
    except DecisionFailed as error:
        raise InvalidState(f"Expected recipients from '{decision.id}', but {error}.") from None
    conditions: list[Any] = []
    ranks: dict[str, int] = {}
    for rule in outcome.value if isinstance(outcome.value, list) else [outcome.value]:
        if rule is None:
            continue
        if not isinstance(rule, Mapping) or rule.get("reach") not in REACHES:
            raise InvalidState(f"Expected rules with a role and a reach from '{decision.id}', but got {rule!r}.")
        ranks.setdefault(rule["role"], len(ranks))
        conditions.append(and_(Position.role == rule["role"], _reach(own, str(rule["reach"]))))
    if not conditions:
        return []
    positions = context.session.scalars(
        select(Position).where(or_(*conditions), Position.id != own.id, in_force(context.today)).order_by(Position.code)
    ).all()
    names: dict[UUID, str] = {}
    for held, holding, person in holders(context.session, [position.id for position in positions], context.now):
        names.setdefault(held, person.name if holding.kind == "DEFINITIF" else f"{person.name} ({holding.kind.title()}.)")
    # who is away without a Plh. is told apart: what is sent there waits
    acting = set(context.session.scalars(filled_positions(context.now).where(Holding.position_id.in_(list(names)))))
    names |= {position: f"{name} (tidak di tempat, tanpa Plh.)" for position, name in names.items() if position not in acting}
    recent = _recent(context, decision.id)
    # the actor's last choices come first, then the table's order; an unfilled post cannot act, and is no option
    ordered = sorted(positions, key=lambda position: (recent.get(str(position.id), len(recent)), ranks[position.role]))
    return [Option(value=str(row.id), label=names[row.id], hint=row.title) for row in ordered if row.id in names]


def _recent(context: QueryContext, decision: str) -> dict[str, int]:
    statement = (
        select(RecentChoice.value)
        .where(RecentChoice.person_id == context.actor.person, RecentChoice.decision == decision)
        .order_by(RecentChoice.used_at.desc())
        .limit(MAX_RECENT)
    )
    return {value: number for number, value in enumerate(context.session.scalars(statement))}


def _reach(own: Position, reach: str) -> Any:
    if reach == "all":
        return Position.id.is_not(None)
    if reach == "unit":
        return Position.unit_id == own.unit_id
    if reach == "subordinates":
        return Position.superior_id == own.id
    children = select(Unit.id).where(Unit.parent_id == own.unit_id)
    if reach == "children":
        return Position.unit_id.in_(children)
    tree = select(Unit.id).where(Unit.id == own.unit_id).cte(recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return Position.unit_id.in_(select(tree.c.id))
