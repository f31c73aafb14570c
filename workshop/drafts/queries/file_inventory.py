"""Reports each element and attribute of an imported diagram with its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.bpmn.reading.inventory import VERDICTS, InventoryEntry, inventory
from engine.bpmn.reading.xml import parse_xml
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from workshop.drafts.draft_files import draft_of, files_of


@dataclass(frozen=True, kw_only=True)
class FileInventoryView:
    package: str
    #: verdict -> how many elements and attributes
    counts: Mapping[str, int]
    #: those that are not executed and not shown, by element: (element, id, line, names of what it concerns, verdict)
    reported: Sequence[tuple[str, str, int | None, tuple[str, ...], str]]


@dataclass(frozen=True, kw_only=True)
class FileInventory(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "design"

    draft: UUID
    path: str

    def run(self, context: QueryContext) -> FileInventoryView:
        draft = draft_of(context, self.draft)
        content = files_of(context.session, draft.id).get(self.path)
        if content is None or not self.path.endswith(".bpmn"):
            raise NotFound("Expected a diagram of the draft, but there is none under this name.")
        entries = list(inventory(parse_xml(content, resource=self.path)))
        return FileInventoryView(
            package=draft.package,
            counts={verdict: sum(entry.verdict == verdict for entry in entries) for verdict in VERDICTS},
            reported=_reported_entries(entries),
        )


def _reported_entries(entries: Sequence[InventoryEntry]) -> list[tuple[str, str, int | None, tuple[str, ...], str]]:
    found: dict[tuple[str, str, int | None, str], list[str]] = {}
    for entry in entries:
        if entry.verdict in ("not_executed", "lost", "kept"):
            found.setdefault((entry.element, entry.id, entry.line, entry.verdict), []).append(entry.name)
    ordered = sorted(found.items(), key=lambda item: (item[0][3] == "kept", item[0][2] or 0))
    return [(element, identifier, line, tuple(names), verdict) for (element, identifier, line, verdict), names in ordered]
