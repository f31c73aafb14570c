"""The elements of a decision model as plain values, without their evaluation (DMN 1.5, clauses 6 to 8 and 10.2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where an element stands: its id, or that of the nearest element that has one, and its line in the file."""

    id: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Variable:
    name: str
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class Boxed:
    """What every expression of a model has: the name of the type that its value must have, and its place."""

    type: str = ""
    place: Location = Location()


@dataclass(frozen=True, kw_only=True)
class Literal(Boxed):
    """A literal expression, the text of a cell, or a list of unary tests."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of a boxed context; without a variable it is the context's result."""

    variable: Variable | None
    expression: Expression


@dataclass(frozen=True, kw_only=True)
class ContextExpression(Boxed):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class ListExpression(Boxed):
    items: tuple[Expression, ...]


@dataclass(frozen=True, kw_only=True)
class Relation(Boxed):
    columns: tuple[Variable, ...]
    rows: tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Invocation(Boxed):
    function: Expression
    bindings: tuple[tuple[Variable, Expression], ...]


@dataclass(frozen=True, kw_only=True)
class FunctionDefinition(Boxed):
    """`kind`: FEEL, Java or PMML; only FEEL is run."""

    parameters: tuple[Variable, ...]
    body: Expression
    kind: str = "FEEL"


@dataclass(frozen=True, kw_only=True)
class Conditional(Boxed):
    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, kw_only=True)
class FilterExpression(Boxed):
    source: Expression
    match: Expression


@dataclass(frozen=True, kw_only=True)
class Iterator(Boxed):
    kind: str  # for, some or every
    name: str
    source: Expression
    body: Expression


@dataclass(frozen=True, kw_only=True)
class Input:
    label: str
    expression: Literal
    values: Literal | None = None
    place: Location = Location()


@dataclass(frozen=True, kw_only=True)
class Output:
    name: str
    label: str = ""
    type: str = ""
    values: Literal | None = None
    default: Literal | None = None
    place: Location = Location()


@dataclass(frozen=True, kw_only=True)
class Rule:
    id: str
    inputs: tuple[Literal, ...]
    outputs: tuple[Literal, ...]
    note: str = ""
    place: Location = Location()


@dataclass(frozen=True, kw_only=True)
class DecisionTable(Boxed):
    """Hit policies: UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER, COLLECT (with SUM, MIN, MAX, COUNT)."""

    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


Expression = (
    Literal
    | ContextExpression
    | ListExpression
    | Relation
    | Invocation
    | FunctionDefinition
    | Conditional
    | FilterExpression
    | Iterator
    | DecisionTable
    | None
)


@dataclass(frozen=True, kw_only=True)
class InputData:
    id: str
    variable: Variable


@dataclass(frozen=True, kw_only=True)
class DecisionElement:
    """`requires`: references to input data and decisions; `knowledge`: to business knowledge models and services."""

    id: str
    name: str
    variable: Variable
    requires: tuple[str, ...]
    knowledge: tuple[str, ...]
    logic: Expression
    version_tag: str = ""
    place: Location = Location()


@dataclass(frozen=True, kw_only=True)
class KnowledgeModel:
    """A business knowledge model: a function."""

    id: str
    variable: Variable
    knowledge: tuple[str, ...]
    logic: FunctionDefinition | None
    place: Location = Location()


@dataclass(frozen=True, kw_only=True)
class DecisionService:
    id: str
    name: str
    variable: Variable
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ItemDefinition:
    name: str
    type: str = ""
    collection: bool = False
    components: tuple[ItemDefinition, ...] = ()
    allowed: Literal | None = None
    constraint: Literal | None = None
    function: FunctionItem | None = None


@dataclass(frozen=True, kw_only=True)
class FunctionItem:
    parameters: tuple[Variable, ...]
    result: str


@dataclass(frozen=True, kw_only=True)
class Import:
    name: str
    namespace: str


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """A whole file."""

    namespace: str
    name: str
    items: tuple[ItemDefinition, ...]
    inputs: tuple[InputData, ...]
    decisions: tuple[DecisionElement, ...]
    knowledge: tuple[KnowledgeModel, ...]
    services: tuple[DecisionService, ...]
    imports: tuple[Import, ...]
