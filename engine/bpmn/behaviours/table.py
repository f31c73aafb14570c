"""Which behaviour an element has: mypy names each kind that is missing here."""

from __future__ import annotations

from typing import assert_never

from engine.bpmn.behaviours.activity import ActivityBehaviour
from engine.bpmn.behaviours.ad_hoc_sub_process import AdHocSubProcessBehaviour
from engine.bpmn.behaviours.boundary_event import BoundaryEventBehaviour
from engine.bpmn.behaviours.call_activity import CallActivityBehaviour
from engine.bpmn.behaviours.catch_event import CatchEventBehaviour
from engine.bpmn.behaviours.complex_gateway import ComplexGatewayBehaviour
from engine.bpmn.behaviours.decision_task import DecisionTaskBehaviour
from engine.bpmn.behaviours.element import ElementBehaviour
from engine.bpmn.behaviours.event_based_gateway import EventBasedGatewayBehaviour
from engine.bpmn.behaviours.event_sub_process import EventSubProcessBehaviour
from engine.bpmn.behaviours.exclusive_gateway import ExclusiveGatewayBehaviour
from engine.bpmn.behaviours.inclusive_gateway import InclusiveGatewayBehaviour
from engine.bpmn.behaviours.job_task import JobTaskBehaviour
from engine.bpmn.behaviours.parallel_gateway import ParallelGatewayBehaviour
from engine.bpmn.behaviours.script_task import ScriptTaskBehaviour
from engine.bpmn.behaviours.start_event import StartEventBehaviour
from engine.bpmn.behaviours.sub_process import SubProcessBehaviour
from engine.bpmn.behaviours.throw_event import ThrowEventBehaviour
from engine.bpmn.behaviours.user_task import UserTaskBehaviour
from engine.bpmn.elements import Element
from engine.bpmn.kinds import EventNodeKind, GatewayKind, TaskKind


def behaviour_of(element: Element) -> ElementBehaviour:
    kind = element.kind
    made: type[ElementBehaviour]
    match kind:
        case "subProcess" | "transaction":
            made = SubProcessBehaviour
        case "adHocSubProcess":
            made = AdHocSubProcessBehaviour
        case "eventSubProcess":
            made = EventSubProcessBehaviour
        case "exclusiveGateway" | "parallelGateway" | "inclusiveGateway" | "complexGateway" | "eventBasedGateway":
            made = _gateway(kind)
        case "startEvent" | "endEvent" | "intermediateCatchEvent" | "intermediateThrowEvent" | "boundaryEvent":
            made = _event(kind)
        case _:
            made = _task(kind, job=bool(element.extensions.job_type))
    return made(element)


def _task(kind: TaskKind, *, job: bool) -> type[ElementBehaviour]:
    """`job`: the element names a job type, so that a worker does what it stands for."""
    match kind:
        case "task" | "manualTask":
            return ActivityBehaviour
        case "userTask":
            return UserTaskBehaviour
        case "serviceTask":
            return JobTaskBehaviour
        case "scriptTask":
            return JobTaskBehaviour if job else ScriptTaskBehaviour
        case "businessRuleTask":
            return JobTaskBehaviour if job else DecisionTaskBehaviour
        case "sendTask":
            return ThrowEventBehaviour
        case "receiveTask":
            return CatchEventBehaviour
        case "callActivity":
            return CallActivityBehaviour
        case _:
            assert_never(kind)


def _gateway(kind: GatewayKind) -> type[ElementBehaviour]:
    match kind:
        case "exclusiveGateway":
            return ExclusiveGatewayBehaviour
        case "parallelGateway":
            return ParallelGatewayBehaviour
        case "inclusiveGateway":
            return InclusiveGatewayBehaviour
        case "complexGateway":
            return ComplexGatewayBehaviour
        case "eventBasedGateway":
            return EventBasedGatewayBehaviour
        case _:
            assert_never(kind)


def _event(kind: EventNodeKind) -> type[ElementBehaviour]:
    match kind:
        case "startEvent":
            return StartEventBehaviour
        case "boundaryEvent":
            return BoundaryEventBehaviour
        case "intermediateCatchEvent":
            return CatchEventBehaviour
        case "intermediateThrowEvent" | "endEvent":
            return ThrowEventBehaviour
        case _:
            assert_never(kind)
