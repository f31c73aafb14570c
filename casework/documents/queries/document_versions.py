"""The versions of a document that was written from a template, and what differs between two of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.documents.queries.document_file import DocumentFile
from casework.documents.tables import DocumentVersion
from casework.wording.declared_fields import declared_field
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance

#: words of a text that are compared one by one; longer ones are shown whole, before and after
MOST_WORDS = 6_000


@dataclass(frozen=True, kw_only=True)
class VersionView:
    number: int
    created_at: datetime
    #: whether what it says is known: it is not for what was uploaded or signed
    written: bool


@dataclass(frozen=True, kw_only=True)
class ChangedPart:
    """`kind`: same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ChangedEntry:
    """An entry of the document that differs. `name`: of the variable, whose words pages find."""

    name: str
    label: str
    parts: Sequence[ChangedPart]


@dataclass(frozen=True, kw_only=True)
class DocumentVersionsView:
    """`process` and `texts`: where the words of entries stand."""

    document: UUID
    case: UUID
    name: str
    versions: Sequence[VersionView]
    before: int
    after: int
    changes: Sequence[ChangedEntry]
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class DocumentVersions(Query):
    """`before`, `after`: numbers of versions; without them the last two that say something else.

    Raises NotFound, the same for a hidden document and for none, and where it has no two versions to compare.
    """

    permission: ClassVar[str] = "person"

    document: UUID
    before: int | None = None
    after: int | None = None

    def run(self, context: QueryContext) -> DocumentVersionsView:
        file = DocumentFile(document=self.document).run(context)
        wanted = select(DocumentVersion).where(DocumentVersion.document_id == self.document).order_by(DocumentVersion.number)
        rows = list(context.session.scalars(wanted))
        written = {row.number: dict(row.words) for row in rows if row.words is not None}
        if file.instance is None or not written:
            raise NotFound("Expected a document that was written in versions, but there is none under this address.")
        before, after = self._chosen(written)
        instance = context.session.get_one(ProcessInstance, file.instance)
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        names = dict.fromkeys([*written[before], *written[after]])
        changes = []
        for name in names:
            old, new = as_text(written[before].get(name)), as_text(written[after].get(name))
            if old != new:
                changes.append(ChangedEntry(name=name, label=declared_field(loaded, name).label or name, parts=list(compare(old, new))))
        return DocumentVersionsView(
            document=self.document,
            case=file.instance,
            name=file.name,
            versions=[VersionView(number=row.number, created_at=row.created_at, written=row.words is not None) for row in rows],
            before=before,
            after=after,
            changes=changes,
            texts=loaded.texts,
        )

    def _chosen(self, written: Mapping[int, Mapping[str, Any]]) -> tuple[int, int]:
        newest = max(written)
        after = self.after if self.after is not None else newest
        earlier = [number for number in sorted(written) if number < after and written[number] != written.get(after)]
        before = self.before if self.before is not None else (earlier[-1] if earlier else min(written))
        if before not in written or after not in written:
            raise NotFound("Expected two versions that were written from the template, but one of them was not.")
        return before, after


def as_text(value: Any) -> str:
    """An entry as one text: what a context holds line by line."""
    if isinstance(value, Mapping):
        return "\n".join(as_text(item) for item in value.values())
    if isinstance(value, list):
        return "\n".join(as_text(item) for item in value)
    return "" if value is None else str(value)


def compare(old: str, new: str) -> Iterator[ChangedPart]:
    """Word by word; together the parts that are not added are the old text, those that are not removed the new one."""
    # a word with the space behind it: spaces alone are the same everywhere, and would weave two texts into each other
    left, right = (re.findall(r"[^\s]+\s*|\s+", text) for text in (old, new))
    if len(left) + len(right) > MOST_WORDS:
        yield from (ChangedPart(kind=kind, text=text) for kind, text in (("removed", old), ("added", new)) if text)
        return
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield ChangedPart(kind="same", text="".join(left[a:b]))
            continue
        if a < b:
            yield ChangedPart(kind="removed", text="".join(left[a:b]))
        if c < d:
            yield ChangedPart(kind="added", text="".join(right[c:d]))
