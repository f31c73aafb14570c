"""One expression of a diagram at its place: the names that it sees, its type, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.bpmn.data_flow.state import State
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import FUNCTIONS
from engine.feel.expression import compile as compile_feel
from engine.feel.inference.findings import TypeFinding
from engine.feel.inference.inference import begin_inference
from engine.feel.inference.inferred import UNKNOWN, Fact, Inferred, describe, may_be
from engine.feel.inference.narrowing import facts_of, not_null
from engine.feel.syntax import ast
from engine.feel.types import ANY, BOOLEAN, DATE, DATE_TIME, DAYS, LIST, MONTHS, NULL, NUMBER, STRING, ListType, Type


@dataclass(frozen=True)
class Expected:
    """What a place of a diagram takes. `null`: null there means something, such as "no due date"."""

    kinds: tuple[Type, ...] = ()
    null: bool = False
    #: a list must be one: a single value is not taken for a list of itself
    strict: bool = False


ANYTHING = Expected(null=True)
CONDITION = Expected((BOOLEAN,))
TEXT = Expected((STRING,))
OPTIONAL_TEXT = Expected((STRING,), null=True)
TEXTS = Expected((STRING, ListType(STRING)))
COLLECTION = Expected((LIST,), strict=True)
COUNT = Expected((NUMBER,))
NUMBER_OR_TEXT = Expected((NUMBER, STRING))
MOMENT = Expected((DATE, DATE_TIME, DAYS, MONTHS, STRING))
DUE_DATE = Expected(MOMENT.kinds, null=True)
KEY = Expected((STRING, NUMBER, BOOLEAN, DATE, DATE_TIME))


@dataclass(frozen=True)
class View:
    """The names that an expression sees."""

    state: State
    #: whatever is written somewhere in the process: it may be there, or not yet
    everywhere: Mapping[str, Inferred]

    @property
    def open(self) -> bool:
        return self.state.open

    def lookup(self, name: str) -> Inferred | None:
        found = self.state.get(name)
        if found is not None:
            return replace(found, through=found.through | {name}) if found.null else found
        if self.state.open or name not in self.everywhere:
            return None
        return self.everywhere[name].perhaps({name})


@dataclass(frozen=True)
class Read:
    """What is known of an expression. `node`: None where it cannot be read, which others tell."""

    value: Inferred = UNKNOWN
    node: ast.Node | None = None
    findings: tuple[TypeFinding, ...] = ()


def read_expression(text: str, view: View, expected: Expected = ANYTHING) -> Read:
    try:
        node = compile_feel(text.removeprefix("=")).node
    except FeelSyntaxError:
        return Read()
    walk = begin_inference(view, FUNCTIONS, view.state.facts)
    value = walk.of(node)
    if expected.kinds and not _takes(expected, value.type):
        walk.tell("EXPECTED_TYPE", node, " or ".join(map(describe, expected.kinds)), describe(value.type))
    elif value.null and value.type is not NULL and not expected.null:
        walk.tell("MAY_BE_NULL", node, *sorted(value.through), names=tuple(sorted(value.through)))
    return Read(value, node, tuple(walk.findings))


def _takes(expected: Expected, kind: Type) -> bool:
    if expected.strict:
        return kind in (ANY, NULL) or isinstance(kind, ListType)
    return any(may_be(kind, wanted) for wanted in expected.kinds)


def facts_where(node: ast.Node | None, outcome: bool) -> frozenset[Fact]:
    return frozenset() if node is None else facts_of(node, outcome)


def sure_names(node: ast.Node | None, outcome: bool) -> frozenset[str]:
    """The variables that are not null where a condition has this outcome."""
    return frozenset() if node is None else frozenset(path[0] for path in not_null(node, outcome) if len(path) == 1)


def possible_texts(text: str | None) -> frozenset[str] | None:
    """The texts that an expression can give, as far as it writes them out; None where it computes them."""
    if text is None or not text.startswith("="):
        return None if text is None else frozenset({text})
    try:
        return _texts(compile_feel(text[1:]).node)
    except FeelSyntaxError:
        return None


def _texts(node: ast.Node) -> frozenset[str] | None:
    if isinstance(node, ast.If):
        then, otherwise = _texts(node.then), _texts(node.otherwise)
        return None if then is None or otherwise is None else then | otherwise
    return frozenset({node.value}) if isinstance(node, ast.Literal) and isinstance(node.value, str) else None
