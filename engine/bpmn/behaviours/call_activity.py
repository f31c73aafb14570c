"""Call activities: a child instance is started by an effect; its end comes back as a stimulus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.waiting import required_name
from engine.bpmn.runtime.waits import ChildWait
from engine.model.effects import StartChild


class CallActivityBehaviour(ActivityBehaviour):
    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        extensions = self.element.extensions
        variables = dict(view) if extensions.propagate_all_parent else {name: view[name] for name in self.given_names(instance, token)}
        process = required_name(extensions.called_process, "called process", view, instance.turn.time)
        effect = StartChild(
            token=token.id,
            element=self.element.id,
            process=process,
            variables=variables,
            binding=extensions.binding,
            version_tag=extensions.version_tag,
        )

        def begin() -> None:
            token.wait = ChildWait()
            instance.emit(effect)

        return begin

    def map_outputs(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> Variables:
        if not self.element.extensions.outputs and not self.element.extensions.propagate_all_child:
            return {}
        return super().map_outputs(instance, token, variables)
