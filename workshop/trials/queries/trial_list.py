"""Runs each scenario of a draft again: whether its outcome is as expected, and which flows of each process the scenarios cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from engine.bpmn.elements import Process
from engine.core.context import QueryContext
from engine.core.query import Query
from workshop.drafts.draft_files import IN_WORK, draft_of, files_of, held_by_another
from workshop.drafts.file_titles import package_title
from workshop.trials.coverage import Coverage
from workshop.trials.gate import ScenarioResult, run_scenarios
from workshop.trials.workbench import DraftWorkbench


@dataclass(frozen=True, kw_only=True)
class ProcessCoverage:
    id: str
    name: str
    path: str
    process: Process
    root: Any
    coverage: Coverage


@dataclass(frozen=True, kw_only=True)
class TrialListView:
    draft: UUID
    #: of the package, as its manifest says
    name: str
    open: bool
    trials: Mapping[str, ScenarioResult]
    processes: Sequence[ProcessCoverage]
    #: ids of processes that cannot be executed
    broken: Sequence[str]
    now: datetime


@dataclass(frozen=True, kw_only=True)
class TrialList(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "design"

    draft: UUID

    def run(self, context: QueryContext) -> TrialListView:
        draft = draft_of(context, self.draft)
        files = files_of(context.session, draft.id)
        bench = DraftWorkbench(context, files)
        tried = run_scenarios(bench)
        played = {key: item.trial for key, item in tried.items() if item.trial is not None}
        return TrialListView(
            draft=draft.id,
            name=package_title(files.get("process.toml", b""), draft.package),
            open=draft.state in IN_WORK and not held_by_another(context, draft),
            trials=tried,
            processes=[
                ProcessCoverage(
                    id=key,
                    name=item.process.name or key,
                    path=item.path,
                    process=item.process,
                    root=item.diagram.root,
                    coverage=bench.coverage(key, played),
                )
                for key, item in bench.processes.items()
            ],
            broken=sorted(bench.broken),
            now=context.now,
        )
