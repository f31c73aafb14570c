"""What a condition that is true, or false, says of variables: that they are not null, or which value they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.feel.inference.inferred import Fact, Guard, Inferred
from engine.feel.syntax import ast

#: a variable, or an entry of one
Path = tuple[str, ...]
Paths = frozenset[Path]
NONE: Paths = frozenset()
#: null where one of their arguments is
_STRICT = frozenset(
    {"count", "string", "string length", "number", "date", "date and time", "upper case", "lower case", "trim", "contains", "min", "max"}
)


def path_of(node: ast.Node) -> Path | None:
    """Of a variable or an entry of one."""
    if isinstance(node, ast.Name):
        return (node.name,)
    if isinstance(node, ast.Path) and (before := path_of(node.source)) is not None:
        return (*before, node.name)
    return None


#: whether the value of a part is known not to be null
Sure = Callable[[ast.Node], bool]


def not_null(condition: ast.Node, outcome: bool, sure: Sure = lambda node: False) -> Paths:
    """The variables and entries that are not null where the condition has this outcome."""
    return frozenset(_not_null(condition, outcome, sure))


def _not_null(node: ast.Node, outcome: bool, sure: Sure) -> Iterator[Path]:
    match node:
        case ast.Comparison(sign="=" | "!=" as sign):
            yield from _equal(node, outcome is (sign == "="), sure)
        case ast.Comparison(left=left, right=right):
            yield from _needed(left) if outcome else ()
            yield from _needed(right) if outcome else ()
        case ast.Conjunction(operands=operands):
            for operand in operands if outcome else ():
                yield from _not_null(operand, True, sure)
        case ast.Disjunction(operands=operands):
            for operand in operands if not outcome else ():
                yield from _not_null(operand, False, sure)
        case ast.Call(function=ast.Name(name="not"), arguments=(operand,)):
            yield from _not_null(operand, not outcome, sure)
        case ast.Call(function=ast.Name(name="is defined"), arguments=(operand,)):
            yield from _needed(operand) if outcome else ()
        case ast.Between(value=value) | ast.InstanceOf(value=value):
            yield from _needed(value) if outcome else ()
        case ast.In(value=value, tests=tests) if outcome:
            yield from _needed(value) if not any(map(_is_null, tests)) else ()
            yield from _needed(tests[0]) if len(tests) == 1 and _is_there(value, sure) else ()
        case ast.Name() | ast.Path() | ast.Call():
            yield from _needed(node) if outcome else ()


def _equal(node: ast.Comparison, equal: bool, sure: Sure) -> Iterator[Path]:
    """Equal to a value, or different from null; a condition that equals true or false has this outcome."""
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(other, ast.Literal):
            if (other.value is None) is not equal:
                yield from _needed(one)
            if equal and isinstance(other.value, bool):
                yield from _not_null(one, other.value, sure)
        elif equal and sure(other):
            yield from _needed(one)


def _is_there(node: ast.Node, sure: Sure) -> bool:
    return node.value is not None if isinstance(node, ast.Literal) else sure(node)


def _is_null(node: ast.Node) -> bool:
    return isinstance(node, ast.Literal) and node.value is None


def _needed(node: ast.Node) -> Iterator[Path]:
    """What cannot be null where the value of this is not."""
    path = path_of(node)
    if path is not None:
        yield from (path[:length] for length in range(1, len(path) + 1))
    elif isinstance(node, ast.Arithmetic):
        yield from _needed(node.first)
        for _sign, operand in node.rest:
            yield from _needed(operand)
    elif isinstance(node, ast.Call) and isinstance(node.function, ast.Name) and node.function.name in _STRICT:
        for argument in node.arguments:
            yield from _needed(argument)


# --- facts

#: conditions with more alternatives say nothing
_MAX_GUARDS = 16


def facts_of(condition: ast.Node, outcome: bool) -> frozenset[Fact]:
    """What holds where the condition has this outcome, whichever of its alternatives it is."""
    alternatives = guards_of(condition, outcome)
    return frozenset.intersection(*alternatives) if alternatives else frozenset()


def guards_of(condition: ast.Node, outcome: bool) -> frozenset[Guard]:
    """The alternatives of which one holds where the condition has this outcome; none where nothing is known."""
    match condition:
        case ast.Comparison(sign="=" | "!=" as sign, left=left, right=right):
            return _equality(left, right, outcome is (sign == "="))
        case ast.Conjunction(operands=operands) if outcome:
            return _together([guards_of(operand, True) for operand in operands])
        case ast.Conjunction(operands=operands):
            return _one_of([guards_of(operand, False) for operand in operands])
        case ast.Disjunction(operands=operands) if outcome:
            return _one_of([guards_of(operand, True) for operand in operands])
        case ast.Disjunction(operands=operands):
            return _together([guards_of(operand, False) for operand in operands])
        case ast.In(value=value, tests=tests):
            return _membership(value, tests, outcome)
        case ast.Call(function=ast.Name(name="list contains"), arguments=(ast.ListLiteral() as known, value)):
            return _membership(value, (known,), outcome)
        case ast.Call(function=ast.Name(name="not"), arguments=(operand,)):
            return guards_of(operand, not outcome)
        case ast.Name(name=name):
            return frozenset({frozenset({(name, True, outcome)})})
    return frozenset()


def _equality(left: ast.Node, right: ast.Node, equal: bool) -> frozenset[Guard]:
    for one, other in ((left, right), (right, left)):
        path = path_of(one)
        if path is not None and isinstance(other, ast.Literal):
            return frozenset({frozenset({(".".join(path), equal, other.value)})})
    return frozenset()


def _membership(value: ast.Node, tests: tuple[ast.Node, ...], outcome: bool) -> frozenset[Guard]:
    """One of the values that are written there, or none of them."""
    path = path_of(value)
    written = [item for test in tests for item in (test.items if isinstance(test, ast.ListLiteral) else (test,))]
    if path is None or not all(isinstance(item, ast.Literal) for item in written):
        return frozenset()
    facts = [(".".join(path), outcome, item.value) for item in written if isinstance(item, ast.Literal)]
    return frozenset(frozenset({fact}) for fact in facts) if outcome else frozenset({frozenset(facts)})


def _together(parts: list[frozenset[Guard]]) -> frozenset[Guard]:
    """Every part holds; one of which nothing is known adds nothing."""
    combined: frozenset[Guard] = frozenset({frozenset()})
    for part in filter(None, parts):
        # looked at before it is made: a condition of three hundred alternatives has 2^300 combinations
        if len(combined) * len(part) > _MAX_GUARDS:
            return frozenset()
        combined = frozenset(guard | more for guard in combined for more in part)
    return combined - {frozenset()}


def _one_of(parts: list[frozenset[Guard]]) -> frozenset[Guard]:
    """One of the parts holds; where nothing is known of one, nothing is known of all."""
    found: frozenset[Guard] = frozenset(guard for part in parts for guard in part) if all(parts) else frozenset()
    return found if len(found) <= _MAX_GUARDS else frozenset()


def is_answered(value: Inferred, facts: Iterable[Fact], lookup: Callable[[str], Inferred | None]) -> bool:
    """Whether a value that may be null is not, where these facts hold."""
    known = frozenset(facts)
    return any(all(_holds(fact, known, lookup) for fact in guard) for guard in value.when)


def _holds(fact: Fact, known: frozenset[Fact], lookup: Callable[[str], Inferred | None]) -> bool:
    name, equal, value = fact
    if fact in known:
        return True
    if not equal:
        return any(other == name and same and different != value for other, same, different in known)
    found = lookup(name)
    if found is None or found.values is None or found.null or value not in found.values:
        return False
    return all((name, False, other) in known for other in found.values if other != value)
