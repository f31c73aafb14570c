"""Finds circles in the organisation: a unit that follows itself, a head above itself. Whatever walked along one would never arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.persistence.tables.identity import Position, Unit


def circles(session: Session) -> Iterator[str]:
    """Yields a sentence for each circle, once."""
    for column, of, said in (
        (Unit.successor_id, Unit, "the unit '{code}' is its own successor, by way of {way}"),
        (Unit.parent_id, Unit, "the unit '{code}' stands under itself, by way of {way}"),
        (Position.successor_id, Position, "the position '{code}' is its own successor, by way of {way}"),
        (Position.superior_id, Position, "the position '{code}' is its own superior, by way of {way}"),
    ):
        rows: Any = session.execute(select(of.id, of.code, column).where(column.is_not(None)))
        codes: dict[UUID, str] = {}
        following: dict[UUID, UUID] = {}
        for identifier, code, other in rows:
            codes[identifier], following[identifier] = code, other
        for found in _circles(following):
            names = sorted(codes[identifier] for identifier in found)
            yield said.format(code=names[0], way=", ".join(names[1:]) or "nobody else") + "."


def _circles(following: Mapping[UUID, UUID]) -> Iterator[set[UUID]]:
    done: set[UUID] = set()
    for start in following:
        walked: list[UUID] = []
        place: UUID | None = start
        while place is not None and place not in done and place not in walked:
            walked.append(place)
            place = following.get(place)
        if place in walked:
            yield set(walked[walked.index(place) :])
        done.update(walked)
