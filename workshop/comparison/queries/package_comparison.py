"""Compares a draft with the live package: marked diagrams, cells of tables, formulas, fields of forms, other files by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from engine.bpmn.elements import Process
from engine.bpmn.reading.diagram import read_diagram
from engine.core.context import QueryContext
from engine.core.deployment.live_deployment import files_of_deployment
from engine.core.query import Query
from engine.model.errors import DeploymentRejected
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance
from workshop.comparison.changes import FileChange, changes
from workshop.comparison.decision_changes import DecisionChange, decision_changes
from workshop.comparison.form_changes import FieldChange, form_changes
from workshop.comparison.table_changes import TableChange, table_changes
from workshop.drafts.draft_files import draft_of, files_of
from workshop.trials.workbench import DraftWorkbench


@dataclass(frozen=True, kw_only=True)
class ProcessDrawing:
    """One state of a process; `marked`: id -> added, removed, changed."""

    process: Process
    root: Any
    marked: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ComparedFile:
    change: FileChange
    before: Sequence[ProcessDrawing]
    after: Sequence[ProcessDrawing]
    tables: Sequence[TableChange]
    decisions: Sequence[DecisionChange]
    fields: Sequence[FieldChange]


@dataclass(frozen=True, kw_only=True)
class PackageComparisonView:
    draft: UUID
    package: str
    state: str
    note: str
    files: Sequence[ComparedFile]
    #: process key -> (name, running cases)
    running: Mapping[str, tuple[str, int]]
    #: flow -> why no scenario goes along it
    waived: Mapping[str, str]
    scenarios: int


@dataclass(frozen=True, kw_only=True)
class PackageComparison(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "design"

    draft: UUID

    def run(self, context: QueryContext) -> PackageComparisonView:
        draft = draft_of(context, self.draft)
        before, after = files_of_deployment(context.session, draft.base_id), files_of(context.session, draft.id)
        bench, cache = DraftWorkbench(context, after), context.platform.cache
        return PackageComparisonView(
            draft=draft.id,
            package=draft.package,
            state=draft.state,
            note=draft.note,
            files=[_compared(change, before.get(change.path), after.get(change.path)) for change in changes(before, after, cache)],
            running=_running(context, draft.package, bench),
            waived=bench.waived,
            scenarios=len(bench.scenarios),
        )


def _compared(change: FileChange, before: bytes | None, after: bytes | None) -> ComparedFile:
    kinds = {part.part: part.kind for part in change.parts}
    diagram, table, form = (change.path.endswith(suffix) for suffix in (".bpmn", ".dmn", ".form"))
    return ComparedFile(
        change=change,
        before=_drawn(before, kinds, "added") if diagram else (),
        after=_drawn(after, kinds, "removed") if diagram else (),
        tables=table_changes(before, after) if table else (),
        decisions=decision_changes(before, after) if table else (),
        fields=form_changes(before, after) if form else (),
    )


def _drawn(content: bytes | None, kinds: Mapping[str, str], absent: str) -> list[ProcessDrawing]:
    if content is None:
        return []
    try:
        diagram = read_diagram(content)
    except DeploymentRejected:
        return []
    marked = {identifier: kind for identifier, kind in kinds.items() if kind != absent}
    return [ProcessDrawing(process=process, root=diagram.root, marked=marked) for process in diagram.processes]


def _running(context: QueryContext, package: str, bench: DraftWorkbench) -> dict[str, tuple[str, int]]:
    statement = (
        select(ProcessDefinition.key, func.count())
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .where(ProcessDefinition.package == package, ProcessInstance.status == "ACTIVE")
        .group_by(ProcessDefinition.key)
    )
    names = {key: item.process.name or key for key, item in bench.processes.items()}
    return {key: (names.get(key, key), count) for key, count in context.session.execute(statement)}
