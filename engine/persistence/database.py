"""Connects to PostgreSQL, with exact decimals in jsonb both ways."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from engine.persistence.base import json_dumps, json_loads

DatabaseTrouble = OperationalError
"""What the database answers for reasons of its own: it is away, its disk is full, or a transaction must be tried again."""

#: seconds after which the other side of a silent connection is asked whether it is there, between two questions, and how many go unanswered
IDLE, PAUSE, QUESTIONS = 10, 5, 3
GIVE_UP = IDLE + PAUSE * QUESTIONS
#: Without these a host that is cut off (nobody closes its connections) would keep its locks, the clock's leadership among them, for hours
CONNECTION = {
    "options": f"-c timezone=UTC -c jit=off -c tcp_keepalives_idle={IDLE} -c tcp_keepalives_interval={PAUSE} "
    f"-c tcp_keepalives_count={QUESTIONS} -c tcp_user_timeout={GIVE_UP}s",
    "keepalives_idle": IDLE,
    "keepalives_interval": PAUSE,
    "keepalives_count": QUESTIONS,
    "tcp_user_timeout": GIVE_UP * 1000,
    "connect_timeout": 5,
}


def connect(url: str, *, pool_size: int = 8) -> Engine:
    """`url` begins with postgresql+psycopg://; times are UTC on the wire."""
    return create_engine(
        url,
        json_serializer=json_dumps,
        json_deserializer=json_loads,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args=CONNECTION,
    )
