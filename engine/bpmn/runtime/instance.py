"""One process instance: its tokens, its variables, and the protocols by which it asks elements and the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from engine.bpmn.elements import Element, Process
from engine.bpmn.own_names import OwnNames
from engine.bpmn.reach import JoinReach
from engine.bpmn.runtime.dead_joins import DeadJoins
from engine.bpmn.runtime.scopes import ROOT, Scopes
from engine.bpmn.runtime.token import CompletedActivity, OpenIncident, Retry, Token, Variables
from engine.bpmn.runtime.tokens import Tokens
from engine.bpmn.runtime.turn import Turn
from engine.dmn.decision import Decision
from engine.model.effects import CloseIncident, CloseWait, Effect, RaiseIncident, RecordHistory

Status = Literal["ACTIVE", "COMPLETED", "TERMINATED", "FAILED"]


class Behaviour(Protocol):
    """What one element of a process does with its tokens (engine/bpmn/behaviours has one class for a kind)."""

    @property
    def comes_last(self) -> bool:
        """Whether its tokens enter after all others of a turn: what it throws reaches who is on the way to wait for it."""

    def enter(self, instance: Instance, token: Token) -> bool | None:
        """A token has come. True: it leaves at once; None: it waits, or is on its way already. May raise ExpressionFailed."""

    def completed(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> None:
        """What the token waited for has come."""

    def triggered(self, instance: Instance, listener: Token, variables: Mapping[str, Any]) -> None:
        """What a listener at this event listened for has come."""

    def decided(self, instance: Instance, token: Token, event: Element, variables: Mapping[str, Any]) -> None:
        """One of the events that a token at this element waits for has come."""

    def join(self, instance: Instance, tokens: list[Token]) -> bool:
        """Whether a gateway has fired for the tokens of a scope that wait at it."""

    def token_left(self, instance: Instance, owner: Token) -> None:
        """A token inside this element's token has left or ended."""

    def content_ended(self, instance: Instance, token: Token) -> None:
        """The last token inside has ended."""

    def inner_ended(self, instance: Instance, body: Token, inner: Token) -> None:
        """One instance of a repeated activity has ended."""

    def retry(self, instance: Instance, token: Token) -> None:
        """Try again what had failed."""

    def compensate_next(self, instance: Instance, token: Token) -> None:
        """A handler that this token began has ended."""


class Execution(Protocol):
    """What takes tokens from state to state: SpiffWorkflow, behind engine/bpmn/spiff.py. A token that it does not know waits."""

    def make_ready(self, token: Token) -> None:
        """The token will enter its element when it is next."""

    def hold(self, token: Token) -> None:
        """The token waits, whatever it did before."""

    def complete(self, token: Token) -> None:
        """The token is done with its element and leaves it."""

    def remove(self, token: Token) -> None:
        """The token is gone."""

    def next_ready(self) -> Token | None: ...

    def run(self, token: Token) -> None:
        """A ready token enters its element, and leaves it where nothing keeps it."""

    def close(self) -> None:
        """The turn is over. What refers to each other in a circle is taken apart: else it waits for the collector, which walks far more."""


class Executable(Protocol):
    """A process with everything that its instances share."""

    @property
    def process(self) -> Process: ...
    @property
    def decisions(self) -> Mapping[str, Decision]: ...
    @property
    def behaviours(self) -> Mapping[str, Behaviour]:
        """By element id."""

    @property
    def joins(self) -> Mapping[str, JoinReach]:
        """The gateways that fire when no other token can come."""

    @property
    def dead_joins(self) -> DeadJoins: ...

    @property
    def own_names(self) -> Mapping[str, OwnNames]:
        """Of the multi-instance activities whose results are collected."""

    @property
    def watches(self) -> bool:
        """Whether the process has conditional events."""

    def execution(self, instance: Instance) -> Execution: ...


class Instance(Tokens):
    """What one turn works on. Nothing in here knows how an element behaves."""

    def __init__(self, definition: Executable, turn: Turn) -> None:
        super().__init__(Scopes())
        self.definition = definition
        self.process = definition.process
        self.turn = turn
        self.status: Status = "ACTIVE"
        #: whether another instance called this one
        self.called = False
        #: whether the process's own event sub-processes listen
        self.listening = False
        #: activities that have completed and can be compensated, in the order of their completion
        self.compensable: list[CompletedActivity] = []
        self.execution = definition.execution(self)
        #: where the last token of the process's own scope was dropped in this turn: there its end listeners wait
        self.last_left = next(iter(self.process.elements), "")

    def behaviour(self, token: Token) -> Behaviour:
        return self.definition.behaviours[token.element]

    def element(self, token: Token) -> Element:
        return self.process.elements[token.element]

    # --- new tokens

    def new_token(
        self,
        element: str,
        scope: str,
        *,
        via: str | None = None,
        inner: int | None = None,
        caught: Variables | None = None,
        about: Variables | None = None,
        start: str | None = None,
        compensates: str | None = None,
        reopened: CompletedActivity | None = None,
    ) -> Token:
        """A token that enters the element in this turn."""
        token = Token(
            id=self.turn.new_id(),
            element=element,
            scope=scope,
            via=via,
            inner=inner,
            caught=caught,
            about=about,
            start=start,
            compensates=compensates,
            reopened=reopened,
        )
        self.add(token)
        self.execution.make_ready(token)
        return token

    def new_listener(self, event: str, scope: str, *, host: str, listens: int) -> Token:
        """A token that waits for one trigger of an event."""
        token = Token(id=self.turn.new_id(), element=event, scope=scope, host=host, listens=listens)
        self.add(token)
        return token

    def drop(self, token: Token) -> None:
        if token.scope == ROOT and token.host is None:
            self.last_left = token.element
        self.remove(token)
        self.execution.remove(token)

    # --- variables

    def view_of(self, token: Token) -> Variables:
        """The variables that a token sees: its own scope's, or those of its host, or of the scope around it."""
        for scope in (token.id, token.host or ROOT):
            if scope != ROOT and scope in self.scopes:
                return self.scopes.view(scope)
        return self.scopes.view(token.scope)

    def assign(self, token: Token, scope: str, variables: Mapping[str, Any], **told: Any) -> None:
        """To the nearest scope that has each name, else to the instance: Camunda 8's propagation.

        An inner instance whose result is collected keeps what its body collects, and what is new. `told`: recorded beside each.
        """
        for name, value in variables.items():
            for written in self._scopes_to_write(scope, name):
                self.scopes.set_local(written, name, value)
                self.record(token, "VARIABLE_SET", name=name, value=self.scopes.variables[written][name], scope=written, **told)

    def _scopes_to_write(self, scope: str, name: str) -> list[str]:
        written = self._scope_to_write(scope, name)
        own = self._own_names(written)
        further = own is not None and not own.keeps(name)
        return [written, *(self._scopes_to_write(self.scopes.parent(written), name) if further else ())]

    def _scope_to_write(self, scope: str, name: str) -> str:
        new = ROOT
        for current in self.scopes.outwards(scope):
            if name in self.scopes.variables[current]:
                return current
            own = self._own_names(current)
            if own is not None:
                if name in own.written:
                    return current
                new = new if new != ROOT else current
        return new

    def _own_names(self, scope: str) -> OwnNames | None:
        """What stays in a scope: that of an inner instance whose result is collected has such names."""
        token = self.find(scope)
        return self.definition.own_names.get(token.element) if token is not None and token.inner is not None else None

    # --- waits, incidents, history

    def emit(self, effect: Effect) -> None:
        self.turn.effects.append(effect)

    def record(self, token: Token, event: str, **data: Any) -> None:
        self.emit(RecordHistory(token=token.id, element=token.element, event=event, data=data))

    def close_wait(self, token: Token, reason: str) -> None:
        wait, token.wait = token.wait, None
        if wait is not None and wait.kind != "condition":  # nothing outside knows of a condition
            self.emit(CloseWait(token=token.id, element=token.element, kind=wait.kind, reason=reason))

    def park(self, token: Token, kind: str, message: str, retry: Retry, *, result: Variables | None = None) -> None:
        """The token waits with an incident."""
        self.execution.hold(token)
        self.unpark(token)
        token.incident = OpenIncident(retry, result)
        self.emit(RaiseIncident(token=token.id, element=token.element, kind=kind, message=message))

    def unpark(self, token: Token) -> OpenIncident | None:
        incident, token.incident = token.incident, None
        if incident is not None:
            self.emit(CloseIncident(token=token.id, element=token.element))
        return incident
