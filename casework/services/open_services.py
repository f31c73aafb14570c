"""Finds the services that citizens can apply for: those that the newest versions of enabled packages declare."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from casework.services.service import Service, service_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.model.errors import NotFound
from engine.persistence.tables.definitions import PackageState, ProcessDefinition


def open_services(context: QueryContext) -> Iterator[tuple[Loaded, Service]]:
    newest = select(ProcessDefinition.key, func.max(ProcessDefinition.version).label("version")).group_by(ProcessDefinition.key).subquery()
    statement = (
        select(ProcessDefinition.id)
        .join(newest, (newest.c.key == ProcessDefinition.key) & (newest.c.version == ProcessDefinition.version))
        .join(PackageState, PackageState.key == ProcessDefinition.package)
        .where(PackageState.enabled)
    )
    for identifier in context.session.scalars(statement).all():
        loaded = context.platform.definitions.get(context.session, identifier)
        service = service_of(loaded.manifest, loaded.key)
        if service is not None:
            yield loaded, service


def open_service(context: QueryContext, key: str) -> tuple[Loaded, Service]:
    """Raises NotFound."""
    for loaded, service in open_services(context):
        if service.key == key:
            return loaded, service
    raise NotFound("Expected a service that is offered, but there is none under this name.")
