"""What the processes of a package get from its forms, decisions, service processes and the processes that they call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.bpmn.data_flow.analysis import Analysis, TooLarge
from engine.bpmn.data_flow.effects import answer_in
from engine.bpmn.data_flow.sources import Answer, Wanted
from engine.bpmn.data_flow.state import State, Variables, as_stored, either
from engine.bpmn.elements import Element, Process
from engine.bpmn.reading.juel import is_juel
from engine.dmn.decision_inputs import decision_inputs
from engine.dmn.result_type import declared_type, result_type
from engine.feel.inference.inferred import UNKNOWN, Inferred, shape
from engine.feel.types import ANY, STRING
from engine.packages.deployed import Deployed, Elsewhere
from engine.packages.manifest import Callable as CallableProcess
from engine.packages.rules import AnswersOf, GivenVariables
from engine.packages.values.job_values import given_by, wanted_by
from engine.sdk import JobType

#: rounds for processes that call themselves
MAX_ROUNDS = 4


def _initiator(seated: bool) -> Inferred:
    """Who began the case: who begins it from a seat has a position and a unit."""
    perhaps, surely = Inferred(STRING, null=True), Inferred(STRING)
    return Inferred(shape({"person": perhaps, "position": surely if seated else perhaps, "unit": surely if seated else perhaps}))


@dataclass
class Analysed:
    """The analyses of one check, each made once: processes call each other."""

    job_types: Mapping[str, JobType]
    answers_of: AnswersOf | None
    elsewhere: Elsewhere
    given: GivenVariables
    _states: dict[str, State | None] = field(default_factory=dict)

    def analyse(self, deployed: Deployed) -> Analysis:
        """Raises TooLarge."""
        return Analysis(deployed.process, PackageSources(deployed, self)).run()

    def ended(self, deployed: Deployed) -> State | None:
        """The variables with which a case of the process ends; None where that is not known."""
        key = deployed.process.id
        if key not in self._states:
            self._states[key] = State()
            for _round in range(MAX_ROUNDS):  # it may call itself: what it then gives is what the round before has found
                before = self._states[key]
                self._states[key] = self._analysed_end(deployed)
                if self._states[key] == before:
                    return before
            self._states[key] = State(open=True)
        return self._states[key]

    def _analysed_end(self, deployed: Deployed) -> State | None:
        try:
            return _with_declared(self.analyse(deployed).ended, deployed.callable)
        except TooLarge:
            return None


def _with_declared(state: State, declared: CallableProcess | None) -> State:
    """A process that declares what it gives gives nothing else that its diagram does not say."""
    if declared is None:
        return state
    names = {parameter.name: UNKNOWN for parameter in declared.outputs if parameter.name not in state.variables}
    return State({**state.variables, **names})


class PackageSources:
    """engine.bpmn.data_flow.sources.Sources."""

    def __init__(self, deployed: Deployed, analysed: Analysed) -> None:
        self.deployed = deployed
        self.analysed = analysed

    def started(self, process: Process, start: Element) -> State:
        given = State({"initiator": _initiator(self._begun_by_officers()), **self.analysed.given(self.deployed.manifest, process.id)})
        if start.events:
            brings = any(event.kind not in ("timer", "conditional") for event in start.events)
            return State(open=True) if brings else State()
        if start.extensions.form:
            answers = self.form(start.extensions.form)
            if answers is None:
                return given.opened()
            return given.having({name: answer_in(name, answer, given) for name, answer in answers.items()})
        return self._called_with(process, given)

    def _called_with(self, process: Process, given: State) -> State:
        """Of a process without a form: what those that call it say, and what it declares to take."""
        declared = self.deployed.callable
        calls = [element for other in self.deployed.siblings.values() for element in other.elements.values() if _calls(element, process.id)]
        if not calls and declared is None:
            return given if self._begun_by_officers() else given.opened()
        states = [State({mapping.variable: UNKNOWN for mapping in call.extensions.inputs}) for call in calls]
        if any(call.extensions.propagate_all_parent for call in calls):
            return given.opened()
        if declared is not None:
            states.append(State({item.name: UNKNOWN if item.required else UNKNOWN.perhaps({item.name}) for item in declared.inputs}))
        found = states[0]
        for state in states[1:]:
            found = either(found, state)
        return found.having({name: value.perhaps({name}) for name, value in given.variables.items()})

    def _begun_by_officers(self) -> bool:
        cases = self.deployed.manifest.cases if self.deployed.manifest else ()
        return any(case.process == self.deployed.process.id and case.start_roles for case in cases)

    def form(self, key: str) -> Mapping[str, Answer] | None:
        schema = self.deployed.forms.get(key)
        return None if schema is None or self.analysed.answers_of is None else self.analysed.answers_of(schema)

    def job(self, job_type: str) -> Variables | None:
        found = self.analysed.job_types.get(job_type)
        return None if found is None else {name: as_stored(value) for name, value in given_by(found).items()}

    def job_inputs(self, job_type: str) -> Mapping[str, Wanted] | None:
        found = self.analysed.job_types.get(job_type)
        return None if found is None else wanted_by(found)

    def decision(self, key: str) -> Inferred | None:
        found = self.deployed.decisions.get(key)
        return None if found is None else result_type(found)

    def decision_inputs(self, key: str) -> Mapping[str, Wanted] | None:
        """Texts are read as values of the type that is asked for."""
        found = self.deployed.decisions.get(key)
        if found is None:
            return None
        wanted = {}
        for item in decision_inputs(found.model, key):
            kind = declared_type(found.model, item.type)
            wanted[item.name] = Wanted(kinds=() if kind is ANY else (kind, STRING))
        return wanted

    def called(self, process: str) -> State | None:
        found = self._deployed(process)
        return None if found is None else self.analysed.ended(found)

    def called_inputs(self, process: str) -> Mapping[str, Wanted] | None:
        found = self._deployed(process)
        declared = found.callable if found else None
        if declared is None:
            return None
        return {item.name: Wanted(required=item.required, null=not item.required) for item in declared.inputs}

    def _deployed(self, process: str) -> Deployed | None:
        sibling = self.deployed.siblings.get(process)
        if sibling is not None:
            return replace(self.deployed, process=sibling)
        return self.analysed.elsewhere(process)


def _calls(element: Element, process: str) -> bool:
    called = element.extensions.called_process
    return element.kind == "callActivity" and bool(called) and (called == process or str(called).startswith("=") or is_juel(str(called)))
