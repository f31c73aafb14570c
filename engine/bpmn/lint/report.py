"""What the rules share: the process that they look at, and how they say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.bpmn.elements import Element, Flow, Process
from engine.model.errors import Problem

#: activities that wait for somebody or something; the others go on at once
WAITING = frozenset({"userTask", "serviceTask", "sendTask", "receiveTask", "callActivity", "intermediateCatchEvent", "eventBasedGateway"})
TASKS = frozenset("userTask manualTask task serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity".split())
SUB_PROCESSES = frozenset(("subProcess", "transaction", "adHocSubProcess"))
ACTIVITIES = TASKS | SUB_PROCESSES
GATEWAYS = frozenset(f"{kind}Gateway" for kind in ("exclusive", "parallel", "inclusive", "complex", "eventBased"))
EVENTS = frozenset(("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"))
SUPPORTED = ACTIVITIES | GATEWAYS | EVENTS | {"eventSubProcess"}


@dataclass(frozen=True)
class Report:
    """Makes problems about one process."""

    process: Process
    resource: str

    def problem(
        self, code: str, where: Element | Flow | None, message: str, remedy: str, *, severity: str = "error", **values: str
    ) -> Problem:
        return Problem(
            code=code,
            element=where.id if where else self.process.id,
            message=message,
            remedy=remedy,
            resource=self.resource,
            line=where.line if where else None,
            severity=severity,
            values=values,
        )


#: a rule looks at one element
ElementRule = Callable[[Report, Element], Iterator[Problem]]
#: a rule looks at the whole process
ProcessRule = Callable[[Report], Iterator[Problem]]
