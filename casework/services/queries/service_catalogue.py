"""Lists the services that citizens can apply for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from casework.services.open_services import open_service, open_services
from casework.services.service import Service
from engine.core.context import QueryContext
from engine.core.query import Query

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class OfferedService:
    service: Service
    texts: Texts
    version: int


@dataclass(frozen=True, kw_only=True)
class ServiceCatalogue(Query):
    """Sorts the services by name."""

    permission: ClassVar[str] = "public"

    def run(self, context: QueryContext) -> list[OfferedService]:
        found = [OfferedService(service=service, texts=loaded.texts, version=loaded.version) for loaded, service in open_services(context)]
        return sorted(found, key=lambda offered: offered.service.name.casefold())


@dataclass(frozen=True, kw_only=True)
class ServiceByKey(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "public"

    service: str

    def run(self, context: QueryContext) -> OfferedService:
        loaded, service = open_service(context, self.service)
        return OfferedService(service=service, texts=loaded.texts, version=loaded.version)
