"""Reads the data of a draft file's editor: the file, the values that it offers, and the draft's problems."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import simplejson

from casework.services.service import Stage, services
from engine.bpmn.lint.drawing import hints
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import NotFound, Problem
from engine.packages.content_cache import ContentCache
from engine.packages.manifest import Callable
from engine.packages.manifest_checks import LANGUAGES
from engine.packages.readings import read_drawn
from engine.persistence.tables.identity import Person
from engine.sdk import JobType
from workshop.drafts.callable_processes import callable_processes, manifest_of
from workshop.drafts.draft_check import draft_problems
from workshop.drafts.draft_files import IN_WORK, draft_of, files_of, held_by_another
from workshop.drafts.file_titles import file_titles, package_title
from workshop.drafts.variable_uses import VariableUse, variable_uses


@dataclass(frozen=True, kw_only=True)
class DraftFileEditorView:
    id: UUID
    package: str
    name: str
    state: str
    path: str
    content: bytes
    #: SHA-256 of the content, hexadecimal: what an editor begins with
    digest: str
    changed_at: datetime
    #: somebody else who edits now; empty: the reader may
    editor: str
    editor_until: datetime | None
    paths: Sequence[str]
    #: path -> what people call it
    titles: Mapping[str, str]
    #: id -> title, of the draft's forms
    forms: Mapping[str, str]
    #: form -> field -> label
    fields: Mapping[str, Mapping[str, str]]
    stages: Sequence[Stage]
    #: of every package that is live, and of the draft itself
    callables: Sequence[Callable]
    job_types: Sequence[JobType]
    problems: Sequence[Problem]
    #: variable -> where it is used, in every file of the draft
    uses: Mapping[str, Sequence[VariableUse]]
    texts: Mapping[str, Mapping[str, str]]
    time: EvaluationTime

    @property
    def reading(self) -> bool:
        return bool(self.editor) or self.state not in IN_WORK


@dataclass(frozen=True, kw_only=True)
class DraftFileEditor(Query):
    """Raises NotFound, also for a file that is not in the draft."""

    permission: ClassVar[str] = "design"

    draft: UUID
    path: str

    def run(self, context: QueryContext) -> DraftFileEditorView:
        session, draft = context.session, draft_of(context, self.draft)
        files = files_of(session, draft.id)
        if self.path not in files:
            raise NotFound("Expected a file of the draft, but there is none under this name.")
        locked = held_by_another(context, draft)
        manifest = manifest_of(context, files.get("process.toml", b""))
        editor = session.get(Person, draft.editor_id) if locked and draft.editor_id else None
        return DraftFileEditorView(
            id=draft.id,
            package=draft.package,
            name=package_title(files.get("process.toml", b""), draft.package),
            state=draft.state,
            path=self.path,
            content=files[self.path],
            digest=hashlib.sha256(files[self.path]).hexdigest(),
            changed_at=draft.changed_at,
            editor=editor.name if editor else "",
            editor_until=draft.editor_until if locked else None,
            paths=sorted(files),
            titles=file_titles(files),
            forms=_forms(files),
            fields=_fields(files),
            stages=[stage for service in services(manifest) for stage in service.stages] if manifest else (),
            callables=callable_processes(context, draft.package, manifest),
            job_types=sorted(context.platform.packages.job_types.values(), key=lambda kind: kind.label.casefold()),
            problems=[*draft_problems(context, draft.package, files), *_drawing(context.platform.cache, self.path, files[self.path])],
            uses=variable_uses(files) if self.path.endswith(".form") else {},
            texts=_texts(files),
            time=context.time_of_view,
        )


def _forms(files: Mapping[str, bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, content in files.items():
        if path.endswith(".form"):
            with contextlib.suppress(ValueError, AttributeError):
                schema = simplejson.loads(content)
                if schema.get("id"):
                    found[str(schema["id"])] = str(schema.get("name") or schema["id"])
    return found


def _drawing(kept: ContentCache, path: str, content: bytes) -> list[Problem]:
    """Returns hints on the drawing of a diagram, for its author; none of them refuses it."""
    if not path.endswith(".bpmn"):
        return []
    diagram = read_drawn(kept, path, content).diagram
    return list(hints(diagram.root, path)) if diagram else []


def _fields(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path, content in files.items():
        if path.endswith(".form"):
            with contextlib.suppress(ValueError, AttributeError, TypeError):
                schema = simplejson.loads(content)
                found[str(schema.get("id"))] = {
                    str(item["key"]): str(item.get("label") or "") for item in schema.get("components", []) if item.get("key")
                }
    return found


def _texts(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with contextlib.suppress(ValueError, AttributeError):
            read = simplejson.loads(files.get(f"locale/{language}.json", b"{}"))
            found[language] = {str(key): str(value) for key, value in read.items()}
    return found
