"""How a business rule task names its decision (zeebe:calledDecision)."""

from __future__ import annotations

from typing import NamedTuple

from engine.bpmn.elements import Process


class DecisionCall(NamedTuple):
    """`binding`: latest, deployment or versionTag, as Camunda 8 has it."""

    decision: str
    binding: str = "latest"
    version_tag: str | None = None


def decision_calls(process: Process) -> frozenset[DecisionCall]:
    """Every decision that a process names by a fixed id."""
    return frozenset(
        DecisionCall(item.decision, item.binding, item.version_tag)
        for element in process.elements.values()
        if (item := element.extensions).decision and not item.decision.startswith("=")
    )
