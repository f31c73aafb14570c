"""The trials of a draft: its scenarios, each played anew on the files as they are now."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import simplejson
from sqlalchemy import select

from casework.services.service import service_of
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.definition import Definition
from engine.bpmn.elements import Process
from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import Diagram
from engine.core.context import QueryContext
from engine.dmn.decision import Decision
from engine.identity.assignment import position_named
from engine.model.errors import DeploymentRejected, NotFound
from engine.packages.decisions import decisions_of
from engine.packages.paths import SCENARIOS, WAIVED
from engine.packages.read_once import diagram_of, models_of
from engine.packages.scenario import Scenario, ScenarioError, read_scenario, read_waived
from engine.persistence.tables.definitions import DecisionDefinition
from engine.persistence.tables.identity import Unit
from workshop.drafts.callables import callables, manifest_of
from workshop.trials.coverage import Coverage, coverage
from workshop.trials.trial import CITIZEN, EMPLOYEE, Trial


@dataclass(frozen=True, kw_only=True)
class Playable:
    """A process of the files that can be played."""

    path: str
    diagram: Diagram
    process: Process
    definition: Definition


class Workbench:
    """The files of a draft, read once for all its scenarios."""

    def __init__(self, context: QueryContext, files: Mapping[str, bytes]) -> None:
        self.context, self.files = context, files
        self.manifest = manifest_of(context, files.get("process.toml", b""))
        self.decisions = self._decisions()
        self.forms = self._forms()
        #: process id -> what cannot be played, and why
        self.broken: dict[str, DeploymentRejected] = {}
        self.processes: dict[str, Playable] = {}
        for path in sorted(path for path in files if path.endswith(".bpmn")):
            with contextlib.suppress(DeploymentRejected):
                self._read(path)

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """Name of the file without its ending -> scenario; those that cannot be read are left to the checks."""
        found = {}
        for path, content in sorted(self.files.items()):
            if path.startswith(SCENARIOS) and path != WAIVED:
                with contextlib.suppress(ScenarioError):
                    found[PurePosixPath(path).stem] = read_scenario(content)
        return found

    @property
    def waived(self) -> dict[str, str]:
        with contextlib.suppress(ScenarioError):
            return read_waived(self.files.get(WAIVED, b"{}"))
        return {}

    def gives(self, service: str, *, called: bool) -> dict[str, str]:
        """Name -> label of what a called process or a declared job type says that it gives."""
        if called:
            known = callables(self.context, "", self.manifest)
            return {item.name: item.label for found in known if found.process == service for item in found.outputs}
        kind = self.context.platform.packages.job_type(service)
        return kind.gives if kind is not None else {}

    def play(self, scenario: Scenario) -> Trial:
        """Raises NotFound for a process that the files lack, DeploymentRejected for one that cannot be executed."""
        if scenario.process in self.broken:
            raise self.broken[scenario.process]
        playable = self.processes.get(scenario.process)
        if playable is None:
            raise NotFound("Expected a process of the draft, but there is none under this id.")
        return self.trial(playable.definition, scenario)

    def trial(self, definition: Definition, scenario: Scenario) -> Trial:
        return Trial(
            definition,
            scenario,
            forms=self.forms,
            validator=self.context.platform.forms,
            zone=self.context.platform.zone,
            decisions=self._bound(definition),
            calendar=self.context.calendar,
            initiator=self._initiator(scenario),
            called=scenario.process in self._called,
        )

    def _initiator(self, scenario: Scenario) -> Mapping[str, Any]:
        """A citizen for a service; else the position of the scenario, if there is one of this code today."""
        if self.applied_for(scenario.process):
            return CITIZEN
        position = position_named(self.context.session, scenario.starter) if scenario.starter else None
        if position is None:
            return EMPLOYEE
        return {"person": None, "position": position.code, "unit": self.context.session.get_one(Unit, position.unit_id).code}

    def applied_for(self, process: str) -> bool:
        """Whether citizens begin it."""
        return self.manifest is not None and service_of(self.manifest, process) is not None

    @cached_property
    def _called(self) -> set[str]:
        """Processes that others call: in the package, or by what its manifest offers."""
        offered = {item.process for item in self.manifest.callables} if self.manifest else set()
        named = {element.extensions.called_process for item in self.processes.values() for element in item.process.elements.values()}
        return offered | {name for name in named if name}

    def coverage(self, process: str, trials: Mapping[str, Trial]) -> Coverage:
        """By the trials of this process."""
        playable = self.processes[process]
        return coverage(playable.process, [trial for trial in trials.values() if trial.definition is playable.definition], self.waived)

    def _read(self, path: str) -> None:
        diagram = diagram_of(self.files[path], resource=path)
        for process in diagram.processes:
            errors = [problem for problem in lint(process, resource=path) if problem.severity == "error"]
            if errors:
                self.broken[process.id] = DeploymentRejected(errors)
            else:
                definition = Definition(process, self.decisions)
                self.processes[process.id] = Playable(path=path, diagram=diagram, process=process, definition=definition)

    def _decisions(self) -> Mapping[str, Decision]:
        try:
            return decisions_of(models_of({path: content for path, content in self.files.items() if path.endswith(".dmn")}))
        except DeploymentRejected:
            return {}

    def _forms(self) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        for path, content in self.files.items():
            if path.endswith(".form"):
                with contextlib.suppress(ValueError, AttributeError, TypeError):
                    schema = simplejson.loads(content, use_decimal=True)
                    found[str(schema.get("id", ""))] = schema
        return found

    def _bound(self, definition: Definition) -> dict[DecisionCall, Decision]:
        """The draft's own decisions first, as they would be the newest; then what is live."""
        bound: dict[DecisionCall, Decision] = {}
        for call in definition.decision_calls:
            if call.decision in self.decisions:
                bound[call] = self.decisions[call.decision]
                continue
            statement = (
                select(DecisionDefinition).where(DecisionDefinition.key == call.decision).order_by(DecisionDefinition.version.desc())
            )
            row = self.context.session.scalars(statement.limit(1)).first()
            if row is not None:
                live = self.context.platform.definitions.decisions(self.context.session, row.deployment_id)
                bound[call] = replace(live[row.key], version=row.version)
        return bound
