"""The connection to PostgreSQL, with exact decimals in jsonb both ways."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from engine.persistence.base import json_dumps, json_loads

DatabaseTrouble = OperationalError
"""What the database answers for reasons of its own: it is away, its disk is full, or a transaction must be tried again."""


def connect(url: str, *, pool_size: int = 8) -> Engine:
    """`url` begins with postgresql+psycopg://; times are UTC on the wire."""
    return create_engine(
        url,
        json_serializer=json_dumps,
        json_deserializer=json_loads,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=UTC -c jit=off"},
    )
