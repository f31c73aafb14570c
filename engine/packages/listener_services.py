"""What a diagram's listeners need of the installed packages: that somebody does their jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Process
from engine.bpmn.extensions import Listener
from engine.model.errors import Problem
from engine.sdk import JobType


def check_listener_services(process: Process, path: str, job_types: Mapping[str, JobType]) -> Iterator[Problem]:
    """In the order of the file; a type that is an expression is known only when the listener runs."""
    places: list[tuple[str, int | None, tuple[Listener, ...]]] = [(process.id, None, process.listeners)]
    places += [(element.id, element.line, element.extensions.listeners) for element in process.elements.values()]
    for element, line, listeners in places:
        for listener in listeners:
            kind = listener.type
            if not kind or kind.startswith(("=", "alur:")):
                continue
            if kind not in job_types:
                message = f"No installed package declares the job type '{kind}' of the listener of '{listener.event}'."
                remedy = "Install it, or choose another."
                yield Problem(code="NO_JOB_TYPE", resource=path, element=element, line=line, message=message, remedy=remedy)
            elif listener.event not in ("start", "end") and job_types[kind].gives:
                message = f"'{kind}' gives results, but nobody keeps those of a listener of '{listener.event}'."
                remedy = "Use an execution listener of 'start' or 'end', or a service task."
                yield Problem(
                    code="LISTENER_RESULT", resource=path, element=element, line=line, message=message, remedy=remedy,
                    severity="warning", values={"name": kind},
                )  # fmt: skip
