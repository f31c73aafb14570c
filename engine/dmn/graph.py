"""The requirements graph: each element of a model as a node that gives its value within an evaluation (DMN 1.5, clause 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.dmn import elements as dmn
from engine.dmn.boxed import compile_boxed, compile_function
from engine.dmn.compilation import Compilation, ModelProblem
from engine.dmn.conversion import fit, has_null
from engine.dmn.evaluation import Evaluation
from engine.feel.evaluation.frame import Frame, variable
from engine.feel.evaluation.function import Function, Parameter, Signature
from engine.feel.evaluation.path import MISSING
from engine.feel.evaluation.scope import Scope
from engine.feel.text import nested_text
from engine.feel.types import ANY, Type


@dataclass
class Requirement:
    """What an element needs of another one: under which name, possibly below an import's, and how its value comes."""

    path: tuple[str, ...]
    value: Callable[[Any], Any]


@dataclass
class Node:
    """A compiled element of the requirements graph; `value` gives its value within an evaluation."""

    id: str
    name: str
    kind: Type = ANY
    value: Callable[[Evaluation], Any] = field(default=lambda evaluation: None)


class Graph(Protocol):
    """The model around a node, as far as its compiling asks for it (engine.dmn.model.Model)."""

    @property
    def namespace(self) -> str: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def problems(self) -> list[ModelProblem]: ...
    @property
    def imports(self) -> Mapping[str, Graph]: ...
    @property
    def free_names(self) -> MutableMapping[str, set[str]]:
        """Variables that a decision uses although it requires nothing of this name, by the decision's id."""

    def node(self, identity: str) -> Node | None: ...
    def requirements(self, hrefs: Sequence[str], place: dmn.Location) -> list[Requirement]: ...
    def compilation(self, name: str, requirements: Sequence[Requirement], *more: str) -> Compilation: ...


def gather(requirements: Sequence[Requirement], evaluation: Evaluation) -> dict[str, Any]:
    """The values of what is required, those of an imported model in a context under its name."""
    values: dict[str, Any] = {}
    for item in requirements:
        context = values
        for part in item.path[:-1]:
            context = context.setdefault(part, {})
        context[item.path[-1]] = item.value(evaluation)
    return values


def convert_input(value: Any, kind: Type, name: str, evaluation: Evaluation) -> Any:
    return value if value is None or kind is ANY or kind.holds(value) else fit(value, kind, evaluation, f"'{name}'")


def _input(model: Graph, element: dmn.InputData) -> Node:
    name = element.variable.name
    node = Node(element.id, name, _kind(model, element.variable, dmn.Location(id=element.id)))

    def value(evaluation: Evaluation) -> Any:
        if id(node) in evaluation.decided:
            return evaluation.decided[id(node)]
        given = variable(evaluation, name, MISSING)
        if given is MISSING:
            evaluation.warn("NO_VARIABLE", f"the input '{name}' is not given", "", 0)
            return None
        return convert_input(given, node.kind, name, evaluation)

    node.value = value
    return node


def _kind(model: Graph, variable: dmn.Variable, place: dmn.Location) -> Type:
    return Compilation(model.scope, (), model.problems).type(variable.type, place)


def _decision(model: Graph, element: dmn.DecisionElement) -> Node:
    requirements = model.requirements((*element.requires, *element.knowledge), element.place)
    node = Node(element.id, element.variable.name or element.name, _kind(model, element.variable, element.place))
    compilation = model.compilation(element.name, requirements)
    closure = compile_boxed(element.logic, compilation)
    model.free_names[element.id] = compilation.scope.compiled.free

    def value(evaluation: Evaluation) -> Any:
        known = evaluation.decided.get(id(node), evaluation)
        if known is not evaluation:
            return known
        evaluation.spend(1)
        frame = Frame(gather(requirements, evaluation), evaluation, evaluation)
        before = evaluation.seen
        result = closure(frame)
        # a table has looked at its cells one by one
        if not isinstance(element.logic, dmn.DecisionTable) and has_null(result) and (why := evaluation.new_warning(before, "")):
            evaluation.fault(f"'{node.name}' gives {nested_text(result)}, because {why}")
        result = evaluation.decided[id(node)] = convert_input(result, node.kind, node.name, evaluation)
        return result

    node.value = value
    return node


def _knowledge(model: Graph, element: dmn.KnowledgeModel) -> Node:
    name = element.variable.name
    node = Node(element.id, name, _kind(model, element.variable, element.place))
    requirements = model.requirements([href for href in element.knowledge if href != f"#{element.id}"], element.place)
    if element.logic is None:
        return node
    # the function may call itself
    create = compile_function(element.logic, name, model.compilation(name, requirements, name), element.variable.type)

    def value(evaluation: Evaluation) -> Any:
        values = gather(requirements, evaluation)
        values[name] = create(Frame(values, evaluation, evaluation))
        return values[name]

    node.value = value
    return node


def _service(model: Graph, element: dmn.DecisionService) -> Node:
    """A function of its input data and input decisions; its value is that of its output decision, or a context of several."""
    node = Node(element.id, element.variable.name or element.name, _kind(model, element.variable, dmn.Location(id=element.id)))
    place = dmn.Location(id=element.id)

    def nodes(hrefs: Sequence[str]) -> list[Node]:
        found = [model.node(href.rpartition("#")[2]) or _imported(model, href) for href in hrefs]
        for href, item in zip(hrefs, found, strict=True):
            if item is None:
                model.problems.append(ModelProblem(code="DECISION_REFERENCE", message=f"'{href}' is not there.", element=place.id))
        return [item for item in found if item is not None]

    # decisions that use the service are compiled meanwhile: what it consists of is looked up at its first call
    parts: list[list[Node]] = []

    def value(evaluation: Evaluation) -> Function:
        if not parts:
            parts.extend((nodes((*element.input_data, *element.input_decisions)), nodes(element.outputs)))
        given, outputs = parts

        def call(*values: Any) -> Any:
            with evaluation.inside({id(item): value for item, value in zip(given, values, strict=True)}):
                results = {item.name: item.value(evaluation) for item in outputs}
            result = next(iter(results.values())) if len(results) == 1 else results
            return convert_input(result, node.kind, node.name, evaluation)

        return Function(node.name, (Signature(tuple(Parameter(item.name, item.kind) for item in given), call),), silent=True)

    node.value = value
    return node


def _imported(model: Graph, href: str) -> Node | None:
    namespace, _separator, identity = href.rpartition("#")
    found = next((other for other in model.imports.values() if other.namespace == namespace), None)
    return None if found is None else found.node(identity)


NODE_COMPILERS: dict[type, Callable[[Any, Any], Node]] = {
    dmn.InputData: _input,
    dmn.DecisionElement: _decision,
    dmn.KnowledgeModel: _knowledge,
    dmn.DecisionService: _service,
}
