"""Lists the packages for the archive, and gives one: to be downloaded until its cases are erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from casework.documents.parts import DocumentParts
from casework.documents.ports import DocumentStore
from casework.privacy.tables import Erasure, Handover, HandoverCase
from engine.core.context import QueryContext
from engine.core.looks import Look
from engine.core.query import Query
from engine.model.errors import NotFound

#: the newest that are listed
LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class HandoverView:
    id: UUID
    process: str
    rule: str
    basis: str
    sha256: str
    size: int
    listing: str
    cases: tuple[UUID, ...]
    #: how many of them are still here
    left: int
    prepared_at: datetime
    minutes: str | None
    handed_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Handovers(Query):
    """The newest first. `open_only`: those with minutes, of which cases are still here."""

    permission: ClassVar[str] = "operate"

    open_only: bool = False

    def run(self, context: QueryContext) -> list[HandoverView]:
        statement = select(Handover).order_by(Handover.prepared_at.desc(), Handover.id).limit(LIMIT)
        if self.open_only:
            statement = statement.where(Handover.minutes.is_not(None), Handover.closed_at.is_(None))
        return [view_of(context, row) for row in context.session.scalars(statement)]


def view_of(context: QueryContext, row: Handover) -> HandoverView:
    cases: Sequence[UUID] = context.session.scalars(
        select(HandoverCase.instance_id).where(HandoverCase.handover_id == row.id).order_by(HandoverCase.instance_id)
    ).all()
    erased = context.session.scalar(select(func.count()).where(Erasure.instance_id.in_(cases))) or 0
    return HandoverView(
        id=row.id, process=row.process_key, rule=row.rule, basis=row.basis, sha256=row.sha256, size=row.size, listing=row.listing,
        cases=tuple(cases), left=len(cases) - erased, prepared_at=row.prepared_at, minutes=row.minutes, handed_at=row.handed_at,
        closed_at=row.closed_at,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class HandoverFile:
    name: str
    sha256: str
    store: DocumentStore

    def content(self) -> bytes:
        """Raises StorageAway."""
        return self.store.get(self.sha256)


@dataclass(frozen=True, kw_only=True)
class HandoverToFetch(Query):
    """The package of a handover. Each secret case in it notes who has fetched it. Raises NotFound."""

    permission: ClassVar[str] = "administer"

    handover: UUID

    def run(self, context: QueryContext) -> HandoverFile:
        row = context.session.get(Handover, self.handover)
        if row is None or row.closed_at is not None:
            raise NotFound("Expected a package for the archive, but there is none under this address.")
        view = view_of(context, row)
        context.looks.extend(Look(case=case, kind="file") for case in view.cases)
        name = f"serah-arsip-{row.process_key}-{row.prepared_at.astimezone(context.platform.zone):%Y%m%d-%H%M}.zip"
        return HandoverFile(name=name, sha256=row.sha256, store=context.platform.part(DocumentParts).documents)
