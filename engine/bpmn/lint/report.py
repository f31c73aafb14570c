"""The report that each lint rule gets: the process, and a method that adds a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.bpmn.elements import Element, Flow, Oddity, Process
from engine.model.errors import Problem


@dataclass(frozen=True)
class Report:
    """Makes problems about one process."""

    process: Process
    resource: str

    def problem(
        self, code: str, where: Element | Flow | Oddity | None, message: str, remedy: str, *, severity: str = "error", **values: str
    ) -> Problem:
        return Problem(
            code=code,
            element=(where.id if where else "") or self.process.id,
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
