"""The context in which the parts of a model are compiled: names, types, and a list of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.dmn.conversion import fit
from engine.dmn.elements import Literal, Location
from engine.feel.errors import FeelSyntaxError
from engine.feel.evaluation.compiler import compile_node
from engine.feel.evaluation.scope import Closure, Scope
from engine.feel.expression import parse
from engine.feel.syntax import ast
from engine.feel.types import ANY, BUILTIN_TYPES, NUMBER, Type

#: names of types of columns; also those that Camunda 7 and Operaton have for numbers
TYPE_NAMES: Mapping[str, Type] = BUILTIN_TYPES | dict.fromkeys(("integer", "long", "double"), NUMBER)

#: characters of an expression in a message
MAX_WRITTEN = 120


@dataclass(frozen=True, kw_only=True)
class ModelProblem:
    """Something in a model that cannot be evaluated. `code` is stable; each has its sentence in the interface."""

    code: str
    message: str
    element: str = ""
    line: int = 0


@dataclass(frozen=True)
class Compilation:
    """`names`: those that expressions may use; `decision`: the element that is being compiled."""

    scope: Scope
    names: tuple[str, ...]
    problems: list[ModelProblem] = field(compare=False)
    decision: str = ""

    def inner(self, *names: str) -> Compilation:
        return replace(self, scope=self.scope.inner(*names), names=(*self.names, *names))

    def within(self, scope: Scope, *names: str) -> Compilation:
        return replace(self, scope=scope, names=(*self.names, *names))

    def problem(self, code: str, message: str, place: Location) -> None:
        self.problems.append(ModelProblem(code=code, message=message, element=place.id, line=place.line))

    def type(self, name: str, place: Location) -> Type:
        """The type of a typeRef; none means any."""
        if not name:
            return ANY
        found = self.scope.types.get(name) or TYPE_NAMES.get(name)
        if found is None:
            self.problem("DECISION_TYPE", f"There is no type '{name}'.", place)
        return found or ANY

    def expression(self, literal: Literal | None) -> Closure:
        """The closure of a literal expression; an empty one is null."""
        if literal is None or not literal.text.strip():
            return lambda frame: None
        return self.with_type(self.text(literal, unary=False), literal.type, literal.place, quote(literal))

    def tests(self, literal: Literal) -> Closure:
        """The closure of unary tests over the variable `?`; an empty text passes everything."""
        return self.text(literal, unary=True) if literal.text.strip() else lambda frame: True

    def text(self, literal: Literal, *, unary: bool) -> Closure:
        return self.parsed(literal, unary=unary)[1]

    def parsed(self, literal: Literal, *, unary: bool) -> tuple[ast.Node, Closure]:
        """The tree and its closure; without a tree (None) where the text is no FEEL, which is a problem."""
        try:
            node = parse(literal.text, self.names, unary=unary)
        except FeelSyntaxError as error:
            self.problem("DECISION_SYNTAX", f"'{' '.join(literal.text.split())}': {error}", literal.place)
            text, message = literal.text, str(error)

            def fail(frame: Any) -> None:
                frame.run.warn("SYNTAX", message, text, 0)

            return None, fail
        refused = self.scope.compiled.refused
        known = len(refused)
        closure = compile_node(node, replace(self.scope, text=literal.text))
        for reason in dict.fromkeys(refused[known:]):
            self.problem("FEEL_REFUSED", f"'{self.decision}' {quote(literal)}: {reason}.", literal.place)
        return node, closure

    def with_type(self, closure: Closure, name: str, place: Location, what: str = "") -> Closure:
        """The closure with its result converted to a type; what does not conform is null (10.3.2.9.4). `what`: how messages call it."""
        kind = self.type(name, place)
        return closure if kind is ANY else convert_result(closure, kind, " ".join(part for part in (f"'{self.decision}'", what) if part))


def convert_result(closure: Closure, kind: Type, what: str) -> Callable[[Any], Any]:
    def evaluate(frame: Any) -> Any:
        value = closure(frame)
        return value if value is None or kind.holds(value) else fit(value, kind, frame.run, what)

    return evaluate


def quote(literal: Literal) -> str:
    """An expression as messages show it: on one line, and its beginning where it is long."""
    text = " ".join(literal.text.split())
    return f"`{text if len(text) <= MAX_WRITTEN else text[: MAX_WRITTEN - 1] + '…'}`"
