"""Follows the variables through a process, whatever its conditions say, until nothing new is learnt.

A forward analysis of what is certainly written (after Kildall 1973): where ways meet, a variable that one of them lacks may be null. Each
scope is walked by itself; what is inside a sub-process counts for it. Nothing is claimed of a diagram that takes more than MAX_WORK.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.bpmn.data_flow.activity import ActivityFlow
from engine.bpmn.data_flow.concurrency import elements_beside
from engine.bpmn.data_flow.effects import event_variables
from engine.bpmn.data_flow.inputs import check_inputs
from engine.bpmn.data_flow.reading import CONDITION, Expected, Read, View, facts_where, read_expression, sure_names
from engine.bpmn.data_flow.sources import Answer, Sources
from engine.bpmn.data_flow.state import State, both, either
from engine.bpmn.elements import Element, Process
from engine.bpmn.reading.juel import is_juel
from engine.feel.inference.findings import TypeFinding
from engine.feel.inference.inferred import Inferred, join

#: variables looked at, ten to a visit at least: about a second
MAX_WORK = 200_000
#: states that one flow may bring
MAX_VISITS = 8
#: rounds until what is written somewhere is known; each can only widen it
MAX_ROUNDS = 4


class TooLarge(Exception):
    """The diagram takes more work than the analysis may do; nothing is known of it then."""


@dataclass(frozen=True)
class Finding:
    """`place`: which expression of the element it is."""

    element: str
    place: str
    what: TypeFinding


@dataclass
class Analysis:
    """What is known of one process."""

    process: Process
    sources: Sources
    #: whatever is written somewhere, and by which elements
    everywhere: dict[str, Inferred] = field(default_factory=dict)
    writers: dict[str, dict[str, Inferred]] = field(default_factory=dict)
    #: the variables with which the process ends
    ended: State = field(default_factory=State)
    #: whether there may be others than those that the diagram and its forms give
    open: bool = False
    #: those that each element finds
    found_by: dict[str, State] = field(default_factory=dict)
    _findings: dict[str, list[Finding]] = field(default_factory=dict)
    _concurrent: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _work: int = 0

    def run(self) -> Analysis:
        """Raises TooLarge."""
        self._concurrent = elements_beside(self.process)
        for _round in range(MAX_ROUNDS):
            before = dict(self.everywhere)
            self._findings = {}
            self.ended, seen = self.scope(None, None)
            self.open = self.ended.open or seen.open
            if before == self.everywhere:
                break
        return self

    @property
    def findings(self) -> list[Finding]:
        return list(dict.fromkeys(finding for findings in self._findings.values() for finding in findings))

    def note_written(self, element: Element, variables: Mapping[str, Inferred]) -> None:
        for name, value in variables.items():
            known = self.everywhere.get(name)
            self.everywhere[name] = value if known is None else join(known, value)
            self.writers.setdefault(name, {})[element.id] = value

    def look(self, element: Element, place: str, text: str | None, state: State, expected: Expected) -> Read:
        """Reads one expression, and keeps what is wrong with it."""
        if not text or is_juel(text):
            return Read()
        read = read_expression(text, View(state, self.everywhere), expected)
        self._findings.setdefault(element.id, []).extend(Finding(element.id, place, finding) for finding in read.findings)
        return read

    def hand_over(self, element: Element, state: State) -> None:
        """Looks at what the element gives to a service process, a decision or a called process."""
        found = check_inputs(element, self.sources, View(state, self.everywhere))
        self._findings.setdefault(element.id, []).extend(Finding(element.id, "inputs", finding) for finding in found)

    def _beside(self, element: Element, state: State) -> State:
        """With what others may write while it is at work."""
        meanwhile: dict[str, Inferred] = {}
        beside = self._concurrent.get(element.id, frozenset())
        for name in state.variables if beside else ():
            for writer in beside & self.writers.get(name, {}).keys():
                meanwhile[name] = join(meanwhile.get(name, state.variables[name]), self.writers[name][writer])
        return replace(state, variables={**state.variables, **meanwhile}) if meanwhile else state

    def look_at_form(self, element: Element, form: Mapping[str, Answer], state: State) -> None:
        """Reads the expressions of a form's fields. They see the other answers; null there means nothing: a form shows what it has."""
        view = View(state.having({name: answer.value for name, answer in form.items()}), self.everywhere)
        for name, answer in form.items():
            for place, text in answer.expressions:
                found = read_expression(text, view).findings
                told = [Finding(element.id, f"field {name}, {place}", finding) for finding in found if finding.code != "MAY_BE_NULL"]
                self._findings.setdefault(element.id, []).extend(told)

    # --- one scope

    def scope(self, owner: Element | None, begin: State | None) -> tuple[State, State]:
        """Walk through what is directly in a sub-process (None: the process): how it ends, and everything that is there meanwhile."""
        walk = _ScopeWalk(self, owner, begin)
        ended, seen = walk.run()
        for event in self.process.event_sub_processes(owner.id if owner else None):
            for start in self.process.starts(event.id):
                came = event_variables(start)
                entry = replace(seen, open=seen.open or (came.open and not start.extensions.outputs))
                inside, around = self.scope(event, entry)
                ended = either(ended, inside) if start.interrupting or start.event_of("error") else ended
                seen = either(seen, around)
        return ended, seen

    def spend(self, state: State) -> None:
        self._work += 10 + len(state.variables)
        if self._work > MAX_WORK:
            raise TooLarge(self.process.id)

    def visit(self, element: Element, state: State) -> tuple[State, dict[str, State]]:
        """What an element leaves behind, and what its boundary events find."""
        self._findings[element.id] = []
        state = self._beside(element, state)
        self.found_by[element.id] = state
        return ActivityFlow(self, element).through(state)


class _ScopeWalk:
    def __init__(self, analysis: Analysis, owner: Element | None, begin: State | None) -> None:
        self.analysis, self.process, self.owner, self.begin = analysis, analysis.process, owner, begin
        inside = analysis.process.inside(owner.id if owner else None)
        self.elements = {element.id: element for element in inside if not element.triggered_by_event}
        #: flow, or where there is none `>element` -> its state
        self.states: dict[str, State] = {}
        self.passed: Counter[str] = Counter()
        self.ended: State | None = None
        self.ends: dict[str, State] = {}
        self.seen: State | None = None

    def run(self) -> tuple[State, State]:
        waiting = deque(self._start())
        noted = set(waiting)
        while waiting:
            element = self.elements[waiting.popleft()]
            noted.discard(element.id)
            for target in self._step(element):
                if target not in noted:
                    noted.add(target)
                    waiting.append(target)
        begin = self.begin or State(open=True)
        ended: State | None = None
        for state in self.ends.values():
            ended = state if ended is None else either(ended, state)
        seen = self.seen or begin
        if self.owner is not None and self.owner.kind == "adHocSubProcess":
            ended = either(begin, seen)  # which of them run is decided by people
        return ended or seen, seen

    def _start(self) -> Iterator[str]:
        """The elements that begin, with their states."""
        starts = [element for element in self.elements.values() if element.kind == "startEvent" or element.instantiates]
        ad_hoc = self.owner is not None and self.owner.kind == "adHocSubProcess"
        for element in self.elements.values():
            attached = element.kind == "boundaryEvent" or element.for_compensation
            if element in starts or (not element.incoming and not attached and (ad_hoc or not starts)):
                self.states[f">{element.id}"] = self._begun(element)
                yield element.id
            elif element.for_compensation:
                self.states[f">{element.id}"] = State(open=True)  # whenever what it undoes was done
                yield element.id

    def _begun(self, element: Element) -> State:
        if self.begin is not None:
            return self.begin
        state = self.analysis.sources.started(self.process, element)
        self.analysis.note_written(element, state.variables)
        return state

    def _step(self, element: Element) -> Iterator[str]:
        state = self._entering(element)
        self.analysis.spend(state)
        after, boundary = self.analysis.visit(element, state)
        self.seen = after if self.seen is None else either(self.seen, after)
        for event, its_state in boundary.items():
            yield from self._pass(f">{event}", event, its_state)
        if not element.outgoing and (link := self.process.link_target(element)) is not None:
            yield from self._pass(f">{link.id}", link.id, after)
        elif not element.outgoing and not element.for_compensation and not _throws_error(element):
            self.ends[element.id] = after
        for flow, its_state in self._leaving(element, after):
            yield from self._pass(flow, self.process.flows[flow].target, its_state)

    def _pass(self, flow: str, target: str, state: State) -> Iterator[str]:
        """Tell the target, where the flow brings something new; one that leads out of the scope is refused by the linter."""
        if target not in self.elements:
            return
        known = self.states.get(flow)
        if known is not None and (seen := self.passed[flow]) > MAX_VISITS:
            # what is learnt later may undo what was learnt before: from here on it is only added
            state = either(known, state) if seen <= 2 * MAX_VISITS else known
        if known != state:
            self.passed[flow] += 1
            self.states[flow] = state
            yield target

    def _entering(self, element: Element) -> State:
        flows = [f">{element.id}", *element.incoming]
        states = [self.states[flow] for flow in flows if flow in self.states]
        merge = both if element.kind == "parallelGateway" else either
        found = states[0]
        for state in states[1:]:
            self.analysis.spend(state)
            found = merge(found, state)
        return found

    def _leaving(self, element: Element, state: State) -> Iterator[tuple[str, State]]:
        """On a flow with a condition, the condition was true; on the default flow none of the others."""
        conditions = {flow: self.process.flows[flow].condition for flow in element.outgoing}
        reads = {
            flow: self.analysis.look(element, f"condition of {flow}", text, state, CONDITION)
            for flow, text in conditions.items()
            if text and flow != element.default
        }
        nodes = [read.node for read in reads.values()]
        for flow in element.outgoing:
            if flow == element.default:
                names = frozenset(name for node in nodes for name in sure_names(node, False))
                yield flow, state.where(names, frozenset(fact for node in nodes for fact in facts_where(node, False)))
            elif flow in reads:
                yield flow, state.where(sure_names(reads[flow].node, True), facts_where(reads[flow].node, True))
            else:
                yield flow, state


def _throws_error(element: Element) -> bool:
    return any(event.kind in ("error", "cancel") for event in element.events)
