"""A process ready to be executed: the library's specification, built from our model, read-only and shared by all instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec

from engine.bpmn.decision_call import decision_calls
from engine.bpmn.elements import Element, Process
from engine.bpmn.merging import merges
from engine.bpmn.specs.activity import ActivitySpec
from engine.bpmn.specs.ad_hoc import AdHocSubProcessSpec
from engine.bpmn.specs.catching import BoundaryEventSpec, CatchEventSpec, StartEventSpec
from engine.bpmn.specs.element import ElementSpec
from engine.bpmn.specs.event_gateway import EventBasedGatewaySpec
from engine.bpmn.specs.gateways import ExclusiveGatewaySpec, MergingGatewaySpec, ParallelGatewaySpec
from engine.bpmn.specs.sub_process import EventSubProcessSpec, SubProcessSpec
from engine.bpmn.specs.tasks import CallActivitySpec, DecisionTaskSpec, JobSpec, ScriptTaskSpec, UserTaskSpec
from engine.bpmn.specs.throwing import EndEventSpec, ThrowEventSpec
from engine.dmn.decision import Decision

_SPECS: dict[str, type[ElementSpec]] = {
    "userTask": UserTaskSpec,
    "manualTask": ActivitySpec,
    "task": ActivitySpec,
    "serviceTask": JobSpec,
    "sendTask": ThrowEventSpec,
    "receiveTask": CatchEventSpec,
    "scriptTask": ScriptTaskSpec,
    "callActivity": CallActivitySpec,
    "subProcess": SubProcessSpec,
    "transaction": SubProcessSpec,
    "eventSubProcess": EventSubProcessSpec,
    "adHocSubProcess": AdHocSubProcessSpec,
    "exclusiveGateway": ExclusiveGatewaySpec,
    "parallelGateway": ParallelGatewaySpec,
    "inclusiveGateway": MergingGatewaySpec,
    "complexGateway": MergingGatewaySpec,
    "eventBasedGateway": EventBasedGatewaySpec,
    "startEvent": StartEventSpec,
    "endEvent": EndEventSpec,
    "intermediateCatchEvent": CatchEventSpec,
    "intermediateThrowEvent": ThrowEventSpec,
    "boundaryEvent": BoundaryEventSpec,
}


class _Root(TaskSpec):  # type: ignore[misc]
    """Stands above all tokens; no element can have its name."""

    def serialize(self, serializer: Any, **options: Any) -> None:
        raise NotImplementedError("our codec stores tokens, never specifications")


class ProcessSpec(WorkflowSpec):  # type: ignore[misc]
    """The library's specification without its own start and end tasks, whose names collide with elements'."""

    data_objects: Mapping[str, Any] = {}

    def __init__(self, process: Process) -> None:
        super().__init__(name=process.id)
        self.start = _Root(self, "\x00root")
        for element in process.elements.values():
            self._spec_class(element)(self, element)
        for flow in process.flows.values():
            self.task_specs[flow.source].connect(self.task_specs[flow.target])

    @staticmethod
    def _spec_class(element: Element) -> type[ElementSpec]:
        if element.kind == "businessRuleTask":
            return JobSpec if element.extensions.job_type else DecisionTaskSpec
        if element.kind == "scriptTask" and element.extensions.job_type:
            return JobSpec
        return _SPECS[element.kind]


class Definition:
    """A linted process with the decisions of its deployment."""

    def __init__(self, process: Process, decisions: Mapping[str, Decision] | None = None) -> None:
        self.process = process
        self.decisions = dict(decisions or {})
        self.decision_calls = decision_calls(process)
        self.merges = merges(process)
        self.watches = any(event.kind == "conditional" for element in process.elements.values() for event in element.events)
        self.spec = ProcessSpec(process)
