"""What of a process the scenarios have gone along, and what need not be: flows that somebody has waived, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from engine.bpmn.elements import Process
from engine.model.given_json import read_json
from engine.packages.given import Odd, checked
from engine.packages.scenario import ScenarioError
from engine.packages.trial import Trial

#: a reason says something
SHORTEST = 10


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Ids, and how often each was gone along."""

    elements: Mapping[str, int]
    flows: Mapping[str, int]
    #: in the order of the file
    missing_elements: tuple[str, ...]
    missing_flows: tuple[str, ...]
    #: flow -> why no scenario goes along it
    waived: Mapping[str, str]

    @property
    def whole(self) -> bool:
        return not self.missing_flows


def coverage(process: Process, trials: Iterable[Trial], waived: Mapping[str, str]) -> Coverage:
    elements, flows = dict.fromkeys(process.elements, 0), dict.fromkeys(process.flows, 0)
    for trial in trials:
        for found, counts in ((elements, trial.elements), (flows, trial.flows)):
            for name, count in counts.items():
                if name in found:
                    found[name] += count
    known = {flow: reason for flow, reason in waived.items() if flow in flows}
    return Coverage(
        elements=elements,
        flows=flows,
        missing_elements=tuple(name for name, count in elements.items() if not count),
        missing_flows=tuple(name for name, count in flows.items() if not count and name not in known),
        waived=known,
    )


def _said(reason: str) -> str:
    if len(reason.strip()) < SHORTEST:
        raise ValueError
    return reason


Waived = dict[str, Annotated[str, AfterValidator(_said)]]


def read_waived(content: bytes) -> dict[str, str]:
    """Flow -> reason. Raises ScenarioError."""
    try:
        document = read_json(content)
    except ValueError as error:
        raise ScenarioError(str(error)) from None
    try:
        return checked(Waived, document)
    except Odd:
        raise ScenarioError(f"it is an object of flows and reasons of at least {SHORTEST} characters") from None
