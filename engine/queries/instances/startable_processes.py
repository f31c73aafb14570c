"""The processes that a person may start, and their start forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, func, select

from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.core.tasks.form_options import Options, form_of, options_for
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.identity.package_state import package_enabled
from engine.model.actor import Seat
from engine.model.errors import NotFound
from engine.persistence.questions import Question
from engine.persistence.tables.definitions import PackageState, ProcessDefinition


def _newest() -> Select[UUID]:
    """The newest version of each process whose package is switched on."""
    definition = ProcessDefinition
    newest = select(definition.key, func.max(definition.version).label("version")).group_by(definition.key).subquery()
    return (
        select(definition.id)
        .join(newest, (newest.c.key == definition.key) & (newest.c.version == definition.version))
        .join(PackageState, PackageState.key == definition.package)
        .where(PackageState.enabled)
        .order_by(definition.name)
    )


_NEWEST = Question(_newest())


@dataclass(frozen=True, kw_only=True)
class StartFormView:
    process: str
    name: str
    seat: Seat | None
    form: Mapping[str, Any] | None
    options: Options
    time: EvaluationTime
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class StartableProcesses(Query):
    """The processes that one of the actor's seats may start."""

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> list[StartFormView]:
        return self.begin(context)()

    def begin(self, context: QueryContext) -> Callable[[], list[StartFormView]]:
        """Asks with the context's other questions; the function that it returns reads the answer."""
        asked = context.questions.ask(_NEWEST)

        def read() -> list[StartFormView]:
            found = [context.platform.definitions.get(context.session, row.id) for row in asked.rows]
            return [_view(loaded, seat, None, {}, context.time) for loaded in found if (seat := _seat(context, loaded))]

        return read


@dataclass(frozen=True, kw_only=True)
class StartForm(Query):
    """Raises NotFound where no seat of the actor may start the process."""

    permission: ClassVar[str] = "person"

    process: str

    def run(self, context: QueryContext) -> StartFormView:
        loaded = context.platform.definitions.latest(context.session, self.process)
        seat = _seat(context, loaded)
        if seat is None or not package_enabled(context.session, loaded.package):
            raise NotFound("Expected a process that you may start, but there is none under this address.")
        start = loaded.definition.process.none_start(None)
        form = form_of(loaded, start.extensions.form if start else None)
        choices = options_for(context, loaded, {}, seat.position)
        options = {item["key"]: choices(item) for item in (form or {}).get("components", []) if item.get("key")}
        return _view(loaded, seat, form, options, context.time_of_view)


def _seat(context: QueryContext, loaded: Loaded) -> Seat | None:
    roles = loaded.manifest.case(loaded.key).start_roles
    return next((seat for seat in context.actor.seats if seat.role in roles), None)


def _view(loaded: Loaded, seat: Seat, form: Mapping[str, Any] | None, options: Options, time: EvaluationTime) -> StartFormView:
    name = loaded.definition.process.name
    return StartFormView(process=loaded.key, name=name, seat=seat, form=form, options=options, time=time, texts=loaded.texts)
