"""Computes which flows of a process the scenarios cover, and which are waived with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Process
from workshop.trials.trial import Trial


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Ids of elements and flows, and how often the scenarios went through each."""

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
