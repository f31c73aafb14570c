"""The public door of DMN: a model is read once and evaluated often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.dmn import elements as dmn
from engine.dmn.compilation import Compilation, ModelProblem
from engine.dmn.evaluation import Evaluation, Trace
from engine.dmn.graph import NODE_COMPILERS, Node, Requirement
from engine.dmn.items import ItemTypes, component_names
from engine.dmn.reader import parse_xml, read_definitions
from engine.feel.calendar.evaluation_time import CalendarSource
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.errors import Diagnosis, EvaluationStopped
from engine.feel.evaluation.frame import variable
from engine.feel.evaluation.function import Function
from engine.feel.evaluation.path import MISSING
from engine.feel.evaluation.scope import Scope
from engine.feel.expression import FUNCTIONS
from engine.feel.measure import written_size
from engine.feel.types import Type

#: how many decisions may require one another in a row
MAX_DEPTH = 50


class UnknownDecision(LookupError):
    """The model has no decision, service or knowledge model of this name."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A value, why parts of it may be null, and each table that took part."""

    value: Any
    warnings: tuple[Diagnosis, ...] = ()
    traces: tuple[Trace, ...] = ()
    #: why the value may not be used: a process stops, a page says so
    faults: tuple[str, ...] = ()

    @property
    def matched(self) -> tuple[str, ...]:
        """The rules that matched in the table that was evaluated last: that of the decision itself."""
        return self.traces[-1].matched if self.traces else ()


class Model:
    """A decision model. `problems` says what in it cannot be evaluated; everything else can."""

    def __init__(self, definitions: dmn.Definitions, imports: Sequence[Model] = ()) -> None:
        self.definitions = definitions
        self.namespace = definitions.namespace
        self.problems: list[ModelProblem] = []
        by_namespace = {model.namespace: model for model in imports}
        self.imports = {item.name: by_namespace[item.namespace] for item in definitions.imports if item.namespace in by_namespace}
        for item in definitions.imports:
            if item.namespace not in by_namespace and "DMN" not in item.namespace:
                self.problems.append(
                    ModelProblem(code="DECISION_REFERENCE", message=f"The imported model '{item.namespace}' is not there.")
                )
        scope = Scope("", FUNCTIONS, {})
        imported = {f"{name}.{key}": kind for name, model in self.imports.items() for key, kind in model.types.items()}
        self.types: Mapping[str, Type] = ItemTypes(definitions, imported, self.problems, scope).all()
        self.scope = Scope("", FUNCTIONS, self.types)
        self.nodes: dict[str, Node] = {}
        #: variables that a decision uses although it requires nothing of this name, by the decision's id
        self.free_names: dict[str, set[str]] = {}
        self._open: set[str] = set()
        self._elements: dict[str, Any] = {
            element.id: element
            for group in (definitions.inputs, definitions.decisions, definitions.knowledge, definitions.services)
            for element in group
        }
        imported_names = [name for model in self.imports.values() for name in model.member_names]
        #: names that may stand behind a dot
        self.member_names: tuple[str, ...] = (*component_names(definitions.items), *imported_names)
        for identity in self._elements:
            self.node(identity)

    # --- evaluation

    def evaluate(self, name: str, inputs: Mapping[str, Any], *, now: datetime | None = None) -> Any:
        """The value of a decision, a decision service or a knowledge model, by its name or id.

        `inputs`: the values of input data by name, plain Python values. Never raises on data: what cannot be evaluated is null.
        Raises UnknownDecision.
        """
        return self.decide(name, inputs, now=now).value

    def decide(
        self,
        name: str,
        inputs: Mapping[str, Any],
        *,
        now: datetime | None = None,
        calendar: CalendarSource = national_calendar,
        explain: bool = False,
        read_texts: bool = False,
    ) -> Outcome:
        """The value with what explains it: warnings, and for each table its inputs and the rules that matched.

        `explain`: also of each rule which cells fit, for the page on which an analyst tries a table. `read_texts`: a text in a
        typed place is read as a value of the type, as processes need it; the standard makes it null. Raises UnknownDecision.
        """
        node = self._find(name)
        evaluation = Evaluation(inputs, now, calendar, explain=explain, read_texts=read_texts)
        try:
            value = node.value(evaluation)
            if isinstance(value, Function) and not isinstance(self._elements[node.id], dmn.DecisionElement):
                value = self._invoke(value, evaluation)
            written_size(value)
        except (EvaluationStopped, RecursionError) as error:
            evaluation.warn(getattr(error, "code", "LIMIT"), str(error), "", 0)
            value = None
        return Outcome(
            value=value, warnings=tuple(evaluation.warnings or ()), traces=tuple(evaluation.traces), faults=tuple(evaluation.faults)
        )

    def _find(self, name: str) -> Node:
        if name in self.nodes:
            return self.nodes[name]
        plain = " ".join(name.split())
        for node in self.nodes.values():
            if node.name == plain and not isinstance(self._elements[node.id], dmn.InputData):
                return node
        raise UnknownDecision(f"The model '{self.definitions.name}' has no decision '{name}'.")

    def _invoke(self, function: Function, evaluation: Evaluation) -> Any:
        """A service or knowledge model with the inputs as its arguments, by name."""
        names = set(function.parameters)
        given = {name: value for name in names if (value := variable(evaluation, name, MISSING)) is not MISSING}
        result = function.invoke_named(given)
        if result is NotImplemented:
            missing = ", ".join(sorted(names - set(given))) or "other types"
            evaluation.warn("ARGUMENT", f"{function.describe()} needs {missing}", "", 0)
            evaluation.fault(f"{function.describe()} needs {missing}")
            return None
        return result

    # --- the requirements graph

    def node(self, identity: str) -> Node | None:
        """A compiled element by its id; None where there is none, or where it requires itself."""
        if identity in self.nodes:
            return self.nodes[identity]
        element = self._elements.get(identity)
        if element is None or identity in self._open:
            return None
        if len(self._open) >= MAX_DEPTH:
            message = f"'{identity}' is required over more than {MAX_DEPTH} others."
            self.problems.append(ModelProblem(code="DECISION_TOO_DEEP", message=message, element=identity))
            return None
        self._open.add(identity)
        node = NODE_COMPILERS[type(element)](self, element)
        self._open.discard(identity)
        self.nodes[identity] = node
        return node

    def requirement(self, href: str, place: dmn.Location) -> Requirement | None:
        """Another element by its reference: `#id`, or a model's namespace and `#id`."""
        namespace, _separator, identity = href.rpartition("#")
        if not namespace or namespace == self.namespace:
            node = self.node(identity)
            if node is not None:
                return Requirement((node.name,), node.value)
        else:
            for name, model in self.imports.items():
                if model.namespace == namespace and (node := model.node(identity)) is not None:
                    return Requirement((name, node.name) if name else (node.name,), node.value)
        cyclic = identity in self._open
        message = f"'{identity}' requires itself." if cyclic else f"What is required as '{href}' is not there."
        self.problems.append(
            ModelProblem(code="DECISION_CYCLE" if cyclic else "DECISION_REFERENCE", message=message, element=place.id, line=place.line)
        )
        return None

    def requirements(self, hrefs: Sequence[str], place: dmn.Location) -> list[Requirement]:
        found = [self.requirement(href, place) for href in hrefs]
        return [item for item in found if item is not None]

    def compilation(self, name: str, requirements: Sequence[Requirement], *more: str) -> Compilation:
        """The names that an element's logic sees: those of what it requires, and nothing else."""
        bound = {item.path[0] for item in requirements} | set(more)
        names = {part for item in requirements for part in item.path} | bound | set(self.member_names)
        scope = Scope("", FUNCTIONS, self.types, (frozenset(bound),))
        return Compilation(scope, tuple(sorted(names)), self.problems, name)


def read(content: bytes, *, imports: Sequence[Model] = ()) -> Model:
    """The model of a DMN file. `imports`: the models that it imports, found by their namespace. Raises NoModel."""
    return Model(read_definitions(parse_xml(content)), imports)
