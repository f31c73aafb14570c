"""Business rule tasks that call a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.expressions import ExpressionFailed, string
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token, Variables
from engine.dmn.decision import Decision, DecisionFailed
from engine.dmn.evaluation import Trace
from engine.feel.values import to_json


class DecisionTaskBehaviour(ActivityBehaviour):
    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        identifier = string(self.element.extensions.decision, view, instance.turn.time) or ""
        decision = self._decision(instance, identifier)
        try:
            outcome = decision.evaluate(view, now=instance.turn.now, calendar=instance.turn.time.calendar)
        except DecisionFailed as error:
            raise ExpressionFailed(f"decision '{identifier}': {error}") from None
        output = to_json(outcome.value)

        def begin() -> Variables:
            instance.record(
                token,
                "DECISION_EVALUATED",
                output=output,
                decision=identifier,
                version=decision.version,
                rules=list(outcome.matched),
                evaluated=[_history_of(trace) for trace in outcome.traces],
            )
            return {self.element.extensions.result_variable or "": output}

        return begin

    def _decision(self, instance: Instance, identifier: str) -> Decision:
        extensions = self.element.extensions
        decision = instance.turn.decisions.get(DecisionCall(identifier, extensions.binding, extensions.version_tag))
        if decision is None and (extensions.decision or "").startswith("="):
            # which decision is meant is known only now: it must be one of the same deployment
            decision = instance.definition.decisions.get(identifier)
        if decision is None:
            tag = f" with the version tag '{extensions.version_tag}'" if extensions.binding == "versionTag" else ""
            raise ExpressionFailed(f"there is no decision '{identifier}'{tag}")
        return decision


def _history_of(trace: Trace) -> Variables:
    """A table's part in a decision: what it was given, which rules matched, what it gave."""
    part: Variables = to_json(
        {"decision": trace.decision, "inputs": dict(trace.inputs), "rules": list(trace.matched), "output": trace.value}
    )
    return part
