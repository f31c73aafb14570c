"""Service tasks, and other tasks that name a job type: an effect creates a job for a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.expressions import ExpressionFailed, evaluate, string
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.waits import JobWait
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.effects import CreateJob


class JobTaskBehaviour(ActivityBehaviour):
    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        extensions, time = self.element.extensions, instance.turn.time
        inputs = {mapping.variable for mapping in extensions.inputs}
        effect = CreateJob(
            token=token.id,
            element=self.element.id,
            type=string(extensions.job_type, view, time) or "",
            retries=_retries(extensions.retries, view, time),
            variables={name: view[name] for name in inputs} if inputs else dict(view),
            headers=dict(extensions.headers),
        )

        def begin() -> None:
            token.wait = JobWait()
            instance.emit(effect)

        return begin


def _retries(text: str, view: Mapping[str, Any], time: EvaluationTime) -> int:
    """How often a job is tried (zeebe:taskDefinition retries, a number or an expression)."""
    value = evaluate(text, view, time)
    try:
        number = int(value)
    except (TypeError, ValueError, ArithmeticError):
        raise ExpressionFailed(f"the number of retries '{text}' must be a whole number") from None
    return max(1, number)
