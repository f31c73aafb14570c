"""What a diagram says of an element beyond BPMN: forms, assignments, jobs, mappings, listeners (the zeebe: namespace)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.kinds import ListenerEvent

#: a property of a user task: the variable that tells who completed it, as `initiator` tells who began the case
COMPLETED_BY = "completed_by"


@dataclass(frozen=True, kw_only=True)
class IoMapping:
    source: str
    #: a variable, or a path into one: `order.customer.name` makes or changes one entry
    target: str

    @property
    def path(self) -> list[str]:
        return self.target.split(".")

    @property
    def variable(self) -> str:
        """The variable that is written."""
        return self.path[0]


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A job that runs as something happens to an element or to the whole process (Camunda 8: execution and task listeners)."""

    event: ListenerEvent
    type: str
    retries: str = "3"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Extensions:
    """The zeebe: elements of one node."""

    form: str | None = None
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    #: of a start event: the variable that gets the position of whoever begins the case
    initiator: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None
    job_type: str | None = None
    retries: str = "3"
    headers: tuple[tuple[str, str], ...] = ()
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    #: the output mappings stand beside the result, which leaves too (Camunda 7); else they choose what leaves (Camunda 8)
    keeps_results: bool = False
    called_process: str | None = None
    propagate_all_child: bool = True
    propagate_all_parent: bool = True
    binding: str = "latest"
    version_tag: str | None = None
    decision: str | None = None
    result_variable: str | None = None
    script: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    listeners: tuple[Listener, ...] = ()
