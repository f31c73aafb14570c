"""Loads the newest version of each of some processes, whose names and texts figures are shown with."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.persistence.tables.definitions import ProcessDefinition


def newest_definitions(context: QueryContext, processes: Collection[str]) -> dict[str, Loaded]:
    newest = (
        select(ProcessDefinition.key, func.max(ProcessDefinition.version).label("version"))
        .where(ProcessDefinition.key.in_(processes))
        .group_by(ProcessDefinition.key)
        .subquery()
    )
    same = (newest.c.key == ProcessDefinition.key) & (newest.c.version == ProcessDefinition.version)
    found = context.session.scalars(select(ProcessDefinition.id).join(newest, same)).all()
    loaded = [context.platform.definitions.get(context.session, identifier) for identifier in found]
    return {item.key: item for item in loaded}
