"""The variables at one place of a diagram, and how the states of several ways become one."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from engine.feel.inference.inferred import UNKNOWN, Fact, Guard, Inferred, Shape, as_text, join, root_of
from engine.feel.inference.narrowing import is_answered
from engine.feel.types import ANY, FunctionType, ListType, RangeType, Type

Variables = Mapping[str, Inferred]
NO_VARIABLES: Variables = MappingProxyType({})


@dataclass(frozen=True)
class State:
    variables: Variables = field(default_factory=lambda: NO_VARIABLES)
    #: whether there may be variables of which the diagram and its forms say nothing: of a message, or of who starts the process
    open: bool = False
    #: what conditions on every way here have said
    facts: frozenset[Fact] = frozenset()

    def get(self, name: str) -> Inferred | None:
        return self.variables.get(name)

    def having(self, variables: Variables) -> State:
        """With these variables written: what was known under their old values is forgotten."""
        if not variables:
            return self
        made = {name: _without_guards(value, variables) for name, value in self.variables.items()}
        facts = frozenset(fact for fact in self.facts if root_of(fact) not in variables) if self.facts else self.facts
        return replace(self, variables={**made, **variables}, facts=facts)

    def where(self, names: Iterable[str], facts: frozenset[Fact]) -> State:
        """Where these variables are not null, and these facts hold."""
        known = self.facts | facts
        narrowed = {name: value.sure() for name in names if (value := self.get(name)) is not None and value.null}
        if facts:
            narrowed |= {name: value.sure() for name, value in self.variables.items() if value.when and is_answered(value, known, self.get)}
        return replace(self, variables={**self.variables, **narrowed}, facts=known)

    def without(self, names: Iterable[str], outside: State) -> State:
        """The names as they are outside: what was local is gone."""
        kept, gone = dict(self.variables), set(names)
        changed = {name: value for name, value in kept.items() if name not in gone and outside.get(name) is not value}
        for name in gone:
            if name in outside.variables:
                kept[name] = _without_guards(outside.variables[name], changed)
            else:
                kept.pop(name, None)
        return replace(self, variables=kept, facts=frozenset(fact for fact in self.facts if root_of(fact) not in gone))

    def opened(self) -> State:
        return self if self.open else replace(self, open=True)


class Writing:
    """A state while many variables are written into it, one after the other, each in the time that it alone takes.

    `state` is the one of now: it sees what is written later too, until `written` gives one that is finished.
    """

    def __init__(self, state: State) -> None:
        self._variables = dict(state.variables)
        self._facts: dict[str, set[Fact]] = {}
        for fact in state.facts:
            self._facts.setdefault(root_of(fact), set()).add(fact)
        #: variable -> those that are known not to be null under a fact about it
        self._guarded: dict[str, set[str]] = {}
        for name, value in self._variables.items():
            self._note_guards(name, value)
        self.state = replace(state, variables=MappingProxyType(self._variables))

    def write(self, name: str, value: Inferred) -> None:
        """What was known under its old value is forgotten."""
        for other in sorted(self._guarded.pop(name, ())):
            self._variables[other] = _without_guards(self._variables[other], {name})
        if gone := self._facts.pop(name, None):
            self.state = replace(self.state, facts=self.state.facts - gone)
        self._variables[name] = value
        self._note_guards(name, value)

    def written(self) -> State:
        return replace(self.state, variables=dict(self._variables))

    def _note_guards(self, name: str, value: Inferred) -> None:
        for guard in value.when:
            for fact in guard:
                self._guarded.setdefault(root_of(fact), set()).add(name)


def either(first: State, second: State) -> State:
    """One of two ways has been taken: what one of them lacks may be null."""
    if first is second or first == second:
        return first
    telling = (_facts_of_one(first, second), _facts_of_one(second, first))
    made: dict[str, Inferred] = {}
    for name in first.variables.keys() | second.variables.keys():
        one, other = first.get(name), second.get(name)
        if one is not None and other is not None:
            value = one if one is other else join(one, other)
        elif (found := one or other) is not None:
            lacking = second if one is not None else first
            # where the diagram does not say everything, nothing is claimed
            value = UNKNOWN if lacking.open else found.perhaps({name})
        if value.null and one is not other:
            guards = _guards(one, telling[0]) | _guards(other, telling[1])
            when = frozenset(guard for guard in guards if all(_holds_in(state, name, guard) for state in (first, second)))
            value = value if value.when == when else replace(value, when=when)
        made[name] = value
    return State(made, first.open or second.open, first.facts & second.facts)


def _facts_of_one(here: State, there: State) -> frozenset[Guard]:
    """What tells the two ways apart: a fact of the one that is excluded on the other."""
    return frozenset(frozenset({fact}) for fact in here.facts if fact[1] and (fact[0], False, fact[2]) in there.facts)


def _guards(value: Inferred | None, telling: frozenset[Guard]) -> frozenset[Guard]:
    """Under which facts a variable may be known not to be null: its own guards; of one that never is, where it comes from."""
    if value is None:
        return frozenset()
    return value.when if value.null else telling


def _without_guards(value: Inferred, written: Container[str]) -> Inferred:
    if not value.when:
        return value
    return replace(value, when=frozenset(guard for guard in value.when if not any(root_of(fact) in written for fact in guard)))


def _holds_in(state: State, variable: str, guard: Guard) -> bool:
    """There it is not null under the guard, or the guard is never true."""
    value = state.get(variable)
    if value is not None and (not value.null or guard in value.when):
        return True
    return any((name, not equal, wanted) in state.facts or (equal and _never(state, name, wanted)) for name, equal, wanted in guard)


def _never(state: State, name: str, value: Hashable) -> bool:
    if "." in name or value is None:
        return False
    found = state.get(name)
    if found is None:
        return not state.open
    return found.values is not None and value not in found.values


def both(first: State, second: State) -> State:
    """Two ways have been gone at the same time."""
    made = dict(first.variables)
    for name, other in second.variables.items():
        one = made.get(name)
        if one is None or one is other:
            made[name] = other
        else:
            joined = join(one, other)
            # one of them has written it
            made[name] = joined if one.null and other.null else joined.sure()
    return State(made, first.open or second.open, first.facts | second.facts)


def as_stored(value: Inferred) -> Inferred:
    """What an expression finds where this value was written: temporal values are texts at rest."""
    return replace(value, type=_stored(value.type))


def _stored(kind: Type) -> Type:
    if isinstance(kind, ListType):
        return ListType(_stored(kind.item))
    if isinstance(kind, Shape):
        return Shape(tuple((key, as_stored(item)) for key, item in kind.entries), kind.closed)
    return ANY if isinstance(kind, RangeType | FunctionType) else as_text(kind)
