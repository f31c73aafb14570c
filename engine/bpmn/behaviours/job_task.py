"""Service tasks, and other tasks that name a job type: an effect creates a job for a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.expressions import retries_of
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.waiting import required_name
from engine.bpmn.runtime.waits import JobWait
from engine.model.effects import CreateJob


class JobTaskBehaviour(ActivityBehaviour):
    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        extensions, time = self.element.extensions, instance.turn.time
        given = self.given_names(instance, token)
        effect = CreateJob(
            token=token.id,
            element=self.element.id,
            type=required_name(extensions.job_type, "service process", view, time),
            retries=retries_of(extensions.retries, view, time),
            variables={name: view[name] for name in given} if extensions.inputs else dict(view),
            headers=dict(extensions.headers),
        )

        def begin() -> None:
            token.wait = JobWait()
            instance.emit(effect)

        return begin
