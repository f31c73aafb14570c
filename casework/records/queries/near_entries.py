"""Finds register entries of other cases within some metres of a place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CTE, Numeric, cast, func, select

from casework.records.tables import RegisterEntry
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance

#: metres: of a degree of latitude, and the radius of the earth
DEGREE, EARTH = 111_320.0, 6_371_000.0
MAX_ENTRIES = 10


@dataclass(frozen=True, kw_only=True)
class NearEntries(Query):
    """Answers at most ten of active cases, the nearest first: {number, title, metres}. Entries hold their place as `lat` and `lon`."""

    permission: ClassVar[str] = "system"

    register: str
    lat: Decimal
    lon: Decimal
    metres: int
    except_instance: UUID

    def run(self, context: QueryContext) -> list[dict[str, Any]]:
        here, margin = float(self.lat), self.metres / DEGREE
        wide = margin / max(0.01, math.cos(math.radians(here)))
        placed = self._placed()
        statement = (
            select(placed.c.title, ProcessInstance.business_key, placed.c.lat, placed.c.lon)
            .join(ProcessInstance, ProcessInstance.id == placed.c.instance_id)
            .where(placed.c.instance_id != self.except_instance, ProcessInstance.status == "ACTIVE")
            .where(placed.c.lat.between(here - margin, here + margin))
            .where(placed.c.lon.between(float(self.lon) - wide, float(self.lon) + wide))
        )
        found = [
            {"number": number, "title": title, "metres": round(metres(here, float(self.lon), float(there_lat), float(there_lon)))}
            for title, number, there_lat, there_lon in context.session.execute(statement)
        ]
        return sorted((item for item in found if item["metres"] <= self.metres), key=lambda item: item["metres"])[:MAX_ENTRIES]

    def _placed(self) -> CTE:
        """Selects entries with a numeric place, before any is compared, so that no other text is cast to a number."""
        fields = RegisterEntry.fields
        columns = [cast(fields[name].astext, Numeric).label(name) for name in ("lat", "lon")]
        numbers = [func.jsonb_typeof(fields[name]) == "number" for name in ("lat", "lon")]
        own = select(RegisterEntry.instance_id, RegisterEntry.title, *columns).where(RegisterEntry.register == self.register, *numbers)
        return own.cte("placed").prefix_with("materialized")


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Returns the distance along the earth's surface (haversine)."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
