"""The positions that a decision table permits: its rules name a role and a reach, seen from the position that acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, or_, select

from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.dmn.decision import DecisionFailed
from engine.identity.position_holders import NOW, TODAY, seated_question, times
from engine.identity.receivers import acting_holdings
from engine.identity.seats import in_force
from engine.model.errors import InvalidState
from engine.model.ports import Option
from engine.persistence.questions import Question
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from engine.persistence.tables.instances import RecentChoice

#: how many of the last choices are offered first
MAX_RECENT = 6
#: reaches that a rule may name: every unit, the same unit, units directly below, all below, those whose superior is the position, or
#: everybody above it
REACHES = frozenset({"all", "unit", "children", "subtree", "subordinates", "superiors"})


class PermittedPositions:
    """Asks, with the context's other questions, for the position from which the rules are seen."""

    def __init__(self, context: QueryContext, loaded: Loaded, position: UUID | None) -> None:
        self._context = context
        self._loaded = loaded
        self._own = context.questions.ask(_OWN, acting_position=position) if position else None

    def begin(self, component: Mapping[str, Any], variables: Mapping[str, Any]) -> Callable[[], list[Option]]:
        """Asks for the options of a field that offers positions; the function that it returns reads the answer.

        Raises InvalidState where its table is missing or gives something else.
        """
        context, own = self._context, self._own.first if self._own else None
        decision = self._loaded.decisions.get(component.get("decision", ""))
        if decision is None or own is None:
            return list
        seen = {**variables, "role": own.role, "unit": own.code, "kind": own.kind, "field": component["key"]}
        try:
            outcome = decision.evaluate(seen, now=context.now, calendar=context.time.calendar)
        except DecisionFailed as error:
            raise InvalidState(f"Expected recipients from '{decision.id}', but {error}.") from None
        rules: list[tuple[str, str]] = []
        ranks: dict[str, int] = {}
        for rule in outcome.value if isinstance(outcome.value, list) else [outcome.value]:
            if rule is None:
                continue
            if not isinstance(rule, Mapping) or rule.get("reach") not in REACHES:
                raise InvalidState(f"Expected rules with a role and a reach from '{decision.id}', but got {rule!r}.")
            ranks.setdefault(rule["role"], len(ranks))
            rules.append((str(rule["role"]), str(rule["reach"])))
        if not rules:
            return list
        found = context.questions.ask(_positions(own.id, own.unit_id, tuple(rules)), **times(context.now))
        recent = context.questions.ask(_recent(decision.id), chooser=context.actor.person)
        return lambda: _options(found.rows, {row.value: number for number, row in enumerate(recent.rows)}, ranks)


_OWN = Question(
    select(Position.id, Position.role, Position.unit_id, Unit.code, Unit.kind)
    .join(Unit, Unit.id == Position.unit_id)
    .where(Position.id == bindparam("acting_position", type_=Uuid()))
)


@lru_cache(maxsize=100)
def _positions(own: UUID, unit: UUID, rules: tuple[tuple[str, str], ...]) -> Question:
    """Asks for positions with who fills them, and whether somebody can act there now."""
    permitted = or_(*(and_(Position.role == role, _reach(own, unit, reach)) for role, reach in rules))
    acts = select(Holding.id).join(Person, Person.id == Holding.person_id).where(Holding.position_id == Position.id)
    acting = acts.where(acting_holdings(NOW, TODAY)).correlate(Position).exists().label("acting")
    question = seated_question(and_(permitted, Position.id != own, in_force(TODAY)))
    return Question(question.add_columns(Position.role, acting).order_by(Position.code))


def _options(found: Sequence[Any], recent: Mapping[str, int], ranks: Mapping[str, int]) -> list[Option]:
    # the actor's last choices come first, then the table's order; an unfilled post cannot act, and is no option
    ordered = sorted(found, key=lambda row: (recent.get(str(row.id), len(recent)), ranks[row.role]))
    return [Option(value=str(row.id), label=_label(row), hint=row.title) for row in ordered if row.name]


def _label(row: Any) -> str:
    name = row.name if row.kind == "DEFINITIF" else f"{row.name} ({row.kind.title()}.)"
    # who is away without a Plh. is told apart: what is sent there waits
    return name if row.acting else f"{name} (tidak di tempat, tanpa Plh.)"


@lru_cache(maxsize=100)
def _recent(decision: str) -> Question:
    return Question(
        select(RecentChoice.value)
        .where(RecentChoice.person_id == bindparam("chooser", type_=Uuid()), RecentChoice.decision == decision)
        .order_by(RecentChoice.used_at.desc())
        .limit(MAX_RECENT)
    )


def _reach(own: UUID, unit: UUID, reach: str) -> Any:
    if reach == "all":
        return Position.id.is_not(None)
    if reach == "unit":
        return Position.unit_id == unit
    if reach == "subordinates":
        return Position.superior_id == own
    if reach == "superiors":
        line = select(Position.superior_id).where(Position.id == own).cte(recursive=True)
        line = line.union(select(Position.superior_id).join(line, Position.id == line.c.superior_id))
        return Position.id.in_(select(line.c.superior_id))
    children = select(Unit.id).where(Unit.parent_id == unit)
    if reach == "children":
        return Position.unit_id.in_(children)
    tree = select(Unit.id).where(Unit.id == unit).cte(recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return Position.unit_id.in_(select(tree.c.id))
