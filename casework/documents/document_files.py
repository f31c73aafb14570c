"""Describes a version of a document, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.documents.ports import DocumentStore
from casework.documents.tables import Document, DocumentVersion


@dataclass(frozen=True, kw_only=True)
class FileView:
    """A version of a document."""

    document: UUID
    instance: UUID | None
    name: str
    media_type: str
    size: int
    pages: int
    sha256: str
    data_class: str
    created_at: datetime
    #: whether the images of its pages are there
    drawn: bool = False
    #: how many there are of the document, this one included
    versions: int = 1


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file that the asking actor may read. It is fetched on demand: no transaction is open while a distant store answers."""

    view: FileView
    store: DocumentStore

    def content(self) -> bytes:
        """Returns the file's bytes. Raises StorageAway."""
        return self.store.get(self.view.sha256)

    def page(self, number: int) -> bytes | None:
        """Returns the image of a page; None before it is drawn, and for a page that the file does not have."""
        return self.store.page(self.view.sha256, number) if 0 < number <= self.view.pages else None


#: what a question reads for `file_view`, whose row is then both document and version
FILE_COLUMNS = (
    Document.id, Document.instance_id, Document.data_class, Document.created_at,
    DocumentVersion.number, DocumentVersion.file_name, DocumentVersion.media_type,
    DocumentVersion.size, DocumentVersion.pages, DocumentVersion.sha256,
)  # fmt: skip


def file_view(document: Any, version: Any) -> FileView:
    """`document`, `version`: rows of the tables of these names."""
    return FileView(
        document=document.id,
        instance=document.instance_id,
        name=version.file_name,
        media_type=version.media_type,
        size=version.size,
        pages=version.pages,
        sha256=version.sha256,
        data_class=document.data_class,
        created_at=document.created_at,
        versions=version.number,
    )
