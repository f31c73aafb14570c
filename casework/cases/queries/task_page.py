"""Reads everything that the page of a task shows, in one transaction, so that all of it is of one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.cases.queries.case_happenings import Happening, begin_happenings
from casework.cases.queries.task_detail import TaskDetail, TaskView, begin_task_view
from casework.documents.document_files import FileView
from casework.documents.queries.document_file import DocumentFile
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class TaskPageView:
    task: TaskView
    history: Sequence[Happening]
    #: field -> the files of the reader's own draft
    files: Mapping[str, Sequence[FileView]]
    #: whether nobody has opened it yet
    unread: bool


@dataclass(frozen=True, kw_only=True)
class TaskPage(Query):
    """Raises NotFound, TaskTaken."""

    permission: ClassVar[str] = "person"

    task: UUID

    def run(self, context: QueryContext) -> TaskPageView:
        task, instance, candidates = TaskDetail(task=self.task).find(context)
        view, history = begin_task_view(context, task, instance, candidates), begin_happenings(context, instance)
        found = view()
        return TaskPageView(task=found, history=history(), files=dict(_files(context, found)), unread=task.read_at is None)


def _files(context: QueryContext, view: TaskView) -> Iterator[tuple[str, list[FileView]]]:
    """Returns the files that the actor may still see."""
    for component in (view.form or {}).get("components", []):
        value = view.draft.get(str(component.get("key")))
        if value and context.platform.forms.traits(component).documents:
            found = []
            for item in value if isinstance(value, list) else [value]:
                with suppress(ValueError, NotFound):
                    found.append(DocumentFile(document=UUID(str(item))).run(context))
            yield str(component["key"]), found
