"""A process ready to be executed, read-only and shared by all its instances: behaviours, joins, and the library's specification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn.behaviours.table import behaviour_of
from engine.bpmn.decision_call import decision_calls
from engine.bpmn.elements import Process
from engine.bpmn.own_names import own_names
from engine.bpmn.reach import reach_of_joins
from engine.bpmn.runtime.dead_joins import DeadJoins
from engine.bpmn.runtime.instance import Behaviour, Execution, Instance
from engine.bpmn.spiff import ProcessSpec, SpiffExecution
from engine.dmn.decision import Decision
from engine.model.rules import TODAY, Rules


class Definition:
    """A linted process with the decisions of its deployment: engine.bpmn.runtime.instance.Executable."""

    def __init__(self, process: Process, decisions: Mapping[str, Decision] | None = None, rules: Rules = TODAY) -> None:
        """`rules`: those under which it was deployed."""
        self.rules = rules
        self.process = process = process if rules.listeners_run else _without_listeners(process)
        self.decisions = dict(decisions or {})
        self.decision_calls = decision_calls(process)
        self.behaviours: dict[str, Behaviour] = {element.id: behaviour_of(element) for element in process.elements.values()}
        self.joins = reach_of_joins(process)
        self.dead_joins = DeadJoins(process)
        self.own_names = {element.id: names for element in process.elements.values() if (names := own_names(process, element, rules))}
        self.watches = any(event.kind == "conditional" for element in process.elements.values() for event in element.events)
        self.spec = ProcessSpec(process)

    def execution(self, instance: Instance) -> Execution:
        return SpiffExecution(self.spec, instance)


def _without_listeners(process: Process) -> Process:
    silent = {
        element.id: replace(element, extensions=replace(element.extensions, listeners=())) if element.extensions.listeners else element
        for element in process.elements.values()
    }
    return replace(process, elements=silent, listeners=())
