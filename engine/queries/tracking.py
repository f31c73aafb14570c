"""A case as its applicant may follow it: number, stages, what was decided. The state of the case is never loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from engine.core.context import QueryContext
from engine.core.facts import Fact, facts_of
from engine.core.query import Query
from engine.identity.assignment import unit_named
from engine.model.errors import NotFound
from engine.packages.service import Service, Stage
from engine.persistence.tables.applications import Application, Milestone
from engine.persistence.tables.instances import ProcessInstance
from engine.records.public_numbers import hash_token, pin_of


@dataclass(frozen=True, kw_only=True)
class StageView:
    stage: Stage
    #: done, now, todo
    state: str
    reached_at: datetime | None
    #: the unit where the case lies in this stage
    unit: str


@dataclass(frozen=True, kw_only=True)
class TrackingView:
    instance: UUID
    number: str
    service: Service
    texts: Mapping[str, Mapping[str, str]]
    submitted_at: datetime
    #: ACTIVE, COMPLETED, TERMINATED
    status: str
    ended_at: datetime | None
    stages: Sequence[StageView]
    #: newest first
    history: Sequence[tuple[datetime, Stage]]
    facts: Sequence[Fact]
    #: shown with the receipt only
    pin: str = ""

    @property
    def now(self) -> StageView | None:
        return next((stage for stage in self.stages if stage.state == "now"), None)


@dataclass(frozen=True, kw_only=True)
class Tracking(Query):
    """By its number and PIN, which OpenTracking has looked at. Raises NotFound."""

    permission: ClassVar[str] = "system"

    instance: UUID

    def run(self, context: QueryContext) -> TrackingView:
        row = context.session.get(Application, self.instance)
        if row is None:
            raise NotFound("Expected an application, but there is none.")
        return _view(context, row)


@dataclass(frozen=True, kw_only=True)
class Receipt(Query):
    """By the link on the receipt. Raises NotFound."""

    permission: ClassVar[str] = "public"

    token: str

    def run(self, context: QueryContext) -> TrackingView:
        row = context.session.scalars(select(Application).where(Application.receipt_hash == hash_token(self.token))).first()
        if row is None:
            raise NotFound("Expected a receipt, but there is none under this address.")
        return _view(context, row, pin=pin_of(context.platform.vault, self.token))


def _view(context: QueryContext, row: Application, *, pin: str = "") -> TrackingView:
    case = ProcessInstance
    columns = load_only(case.id, case.definition_id, case.process_key, case.status, case.facts, case.ended_at)
    instance = context.session.scalars(select(case).where(case.id == row.instance_id).options(columns)).one()
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    service = loaded.manifest.service_of(instance.process_key)
    if service is None:
        raise NotFound("Expected an application for a service, but its package declares none.")
    reached = context.session.execute(
        select(Milestone.stage, Milestone.reached_at).where(Milestone.instance_id == row.instance_id).order_by(Milestone.reached_at)
    ).all()
    known = [(item.reached_at, stage) for item in reached if (stage := service.stage(item.stage))]
    shown = [name for name in service.shown if name in instance.facts]
    return TrackingView(
        instance=row.instance_id,
        number=row.number,
        service=service,
        texts=loaded.texts,
        submitted_at=row.submitted_at,
        status=instance.status,
        ended_at=instance.ended_at,
        stages=_stages(context, service, known, ended=instance.status != "ACTIVE"),
        history=known[::-1],
        facts=facts_of(context, loaded, instance.facts, shown),
        pin=pin,
    )


def _stages(context: QueryContext, service: Service, known: Sequence[tuple[datetime, Stage]], *, ended: bool) -> list[StageView]:
    """Done are those before the present one, in the order of the service; a case that went back has them before it again."""
    newest = {stage.key: at for at, stage in known}
    now = known[-1][1].key if known else service.stages[0].key
    views, before = [], True
    for stage in service.stages:
        here = stage.key == now
        before = before and not here
        state = "done" if (before or (ended and here)) and stage.key in newest else "now" if here and not ended else "todo"
        unit = unit_named(context.session, stage.unit) if stage.unit else None
        at = newest.get(stage.key) if state != "todo" else None
        views.append(StageView(stage=stage, state=state, reached_at=at, unit=unit.name if unit else ""))
    return views
