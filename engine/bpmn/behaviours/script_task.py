"""Script tasks: a FEEL expression whose value is a variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.expressions import evaluate
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.feel.values import to_json


class ScriptTaskBehaviour(ActivityBehaviour):
    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        extensions = self.element.extensions
        script = f"={(extensions.script or '').removeprefix('=')}"
        result = {extensions.result_variable or "": to_json(evaluate(script, view, instance.turn.time))}
        return lambda: result
