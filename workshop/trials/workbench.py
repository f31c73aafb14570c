"""Runs the trials of a draft: its scenarios, on the present files."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import Any

import simplejson
from sqlalchemy import select

from casework.services.service import service_of
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.definition import Definition
from engine.bpmn.elements import Process
from engine.bpmn.reading.diagram import Diagram
from engine.core.context import QueryContext
from engine.dmn.decision import Decision
from engine.identity.assignment import position_named
from engine.model.errors import DeploymentRejected, NotFound
from engine.packages.content_cache import digest, digests
from engine.packages.decisions import decisions_of
from engine.packages.paths import SCENARIOS, WAIVED
from engine.packages.readings import read_drawn, read_tables
from engine.packages.scenario import Scenario, ScenarioError, read_scenario, read_waived, write_scenario
from engine.persistence.tables.definitions import DecisionDefinition
from engine.persistence.tables.identity import Unit
from workshop.drafts.callable_processes import callable_processes, manifest_of
from workshop.trials.coverage import Coverage, coverage
from workshop.trials.trial import APPLICANT, OFFICER, Trial


@dataclass(frozen=True, kw_only=True)
class Playable:
    """A process of the files that can be played."""

    path: str
    diagram: Diagram
    process: Process
    definition: Definition


class DraftWorkbench:
    """Reads the files of a draft once for all its scenarios."""

    def __init__(self, context: QueryContext, files: Mapping[str, bytes]) -> None:
        self.context, self.files, self._kept = context, files, context.platform.cache
        self.manifest = manifest_of(context, files.get("process.toml", b""))
        self.decisions = self._decisions()
        self.forms = self._forms()
        #: process id -> what cannot be played, and why
        self.broken: dict[str, DeploymentRejected] = {}
        self.processes: dict[str, Playable] = {}
        for path in sorted(path for path in files if path.endswith(".bpmn")):
            self._read(path)

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """Returns file name without its ending -> scenario; unreadable ones are left to the checks."""
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
        """Returns name -> label of each declared result of a called process or job type."""
        if called:
            known = callable_processes(self.context, "", self.manifest)
            return {item.name: item.label for found in known if found.process == service for item in found.outputs}
        kind = self.context.platform.packages.job_type(service)
        return kind.gives if kind is not None else {}

    def play(self, scenario: Scenario) -> Trial:
        """Plays a scenario. Raises NotFound for a process that the files lack, DeploymentRejected for one that cannot be executed."""
        if scenario.process in self.broken:
            raise self.broken[scenario.process]
        playable = self.processes.get(scenario.process)
        if playable is None:
            raise NotFound("Expected a process of the draft, but there is none under this id.")
        return self.trial(playable.definition, scenario)

    def run_scenario(self, scenario: Scenario) -> Trial:
        """Plays a scenario of the files; a green one is cached until a file that it depends on changes."""
        playable = self.processes.get(scenario.process)
        if playable is None:
            return self.play(scenario)
        key = (
            "trial",
            *self._playable_key(playable.path, scenario.process),
            digests(self._files(".form")),
            # the recorded outcome is compared with the trial, and is no part of it
            digest(write_scenario(replace(scenario, expect=None))),
            tuple(self._initiator(scenario).items()),
            scenario.process in self._called,
            self.context.calendar,
            frozenset((call, found.deployment_id, found.key, found.version) for call, found in self._live(playable.definition).items()),
            self.context.platform.forms,
            self.context.platform.zone,
        )
        # searches with regular expressions have a limit of time: a trial that went wrong may have met a busy machine
        return self._kept.get(
            key, lambda: self.play(scenario), sure=lambda trial: trial.stopped is None and trial.outcome == scenario.expect
        )

    def trial(self, definition: Definition, scenario: Scenario) -> Trial:
        return Trial(
            definition,
            scenario,
            forms=self.forms,
            validator=self.context.platform.forms,
            zone=self.context.platform.zone,
            decisions=self._bound(definition),
            calendar=self.context.time_of_view.calendar,
            initiator=self._initiator(scenario),
            called=scenario.process in self._called,
        )

    def _initiator(self, scenario: Scenario) -> Mapping[str, Any]:
        """Returns a citizen for a service; else the position of the scenario, if it exists today."""
        if self.applied_for(scenario.process):
            return APPLICANT
        position = position_named(self.context.session, scenario.starter, self.context.today) if scenario.starter else None
        if position is None:
            return OFFICER
        return {"person": None, "position": position.code, "unit": self.context.session.get_one(Unit, position.unit_id).code}

    def applied_for(self, process: str) -> bool:
        """Whether citizens begin the process."""
        return self.manifest is not None and service_of(self.manifest, process) is not None

    @cached_property
    def _called(self) -> set[str]:
        """Returns the processes that others call: in the package, or by an offer of its manifest."""
        offered = {item.process for item in self.manifest.callables} if self.manifest else set()
        named = {element.extensions.called_process for item in self.processes.values() for element in item.process.elements.values()}
        return offered | {name for name in named if name}

    def coverage(self, process: str, trials: Mapping[str, Trial]) -> Coverage:
        """Returns the coverage by the trials of this process."""
        playable = self.processes[process]
        # by its id: a trial that was kept knows the process as it was read then, from the same files
        return coverage(playable.process, [trial for trial in trials.values() if trial.definition.process.id == process], self.waived)

    def _read(self, path: str) -> None:
        """Reads the executable processes of a diagram; an unreadable one is left to the checks."""
        reading = read_drawn(self._kept, path, self.files[path])
        for process, problems in reading.processes:
            if not process.executable:
                continue
            errors = [problem for problem in problems if problem.severity == "error"]
            if errors:
                self.broken[process.id] = DeploymentRejected(errors)
            elif reading.diagram is not None:
                make = partial(Definition, process, self.decisions)
                definition = self._kept.get(("definition", *self._playable_key(path, process.id)), make)
                self.processes[process.id] = Playable(path=path, diagram=reading.diagram, process=process, definition=definition)

    def _playable_key(self, path: str, process: str) -> tuple[Hashable, ...]:
        return (path, process, digest(self.files[path]), digests(self._files(".dmn")))

    def _files(self, ending: str) -> dict[str, bytes]:
        return {path: content for path, content in self.files.items() if path.endswith(ending)}

    def _decisions(self) -> Mapping[str, Decision]:
        """Returns those that can be read; broken tables are left to the checks."""
        return decisions_of(read_tables(self._kept, self._files(".dmn")).models)

    def _forms(self) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        for path, content in self.files.items():
            if path.endswith(".form"):
                with contextlib.suppress(ValueError, AttributeError, TypeError):
                    schema = simplejson.loads(content, use_decimal=True)
                    found[str(schema.get("id", ""))] = schema
        return found

    def _bound(self, definition: Definition) -> dict[DecisionCall, Decision]:
        """Returns the draft's own decisions first, as they would be the newest; then the live ones."""
        bound = {call: self.decisions[call.decision] for call in definition.decision_calls if call.decision in self.decisions}
        for call, row in self._live(definition).items():
            live = self.context.platform.definitions.decisions(self.context.session, row.deployment_id)
            bound[call] = replace(live[row.key], version=row.version)
        return bound

    def _live(self, definition: Definition) -> dict[DecisionCall, DecisionDefinition]:
        """Returns the live decisions for calls that the draft does not resolve."""
        found = {}
        for call in definition.decision_calls:
            if call.decision not in self.decisions:
                statement = (
                    select(DecisionDefinition).where(DecisionDefinition.key == call.decision).order_by(DecisionDefinition.version.desc())
                )
                row = self.context.session.scalars(statement.limit(1)).first()
                if row is not None:
                    found[call] = row
        return found
