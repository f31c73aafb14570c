"""The connection to PostgreSQL, with exact decimals in jsonb both ways."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine

from engine.persistence.base import json_dumps, json_loads


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
