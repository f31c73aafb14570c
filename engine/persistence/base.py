"""Base of all tables: the metadata with its naming rule, and the column types that may be used."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import simplejson
from sqlalchemy import BigInteger, DateTime, Identity, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column


def json_dumps(value: Any) -> str:
    """Writes JSON for jsonb columns, with exact decimals."""
    text: str = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, allow_nan=False)
    return text


def json_loads(text: str) -> Any:
    return simplejson.loads(text, use_decimal=True)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        str: Text(),
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


def table_of(model: type[Base]) -> Table:
    """Returns the table of a model, to write rows that nobody needs as objects: the ORM's bookkeeping costs more than the rows."""
    return cast("Table", model.__table__)


#: of a table that the application may add to and read, but not change: it proves itself
APPEND_ONLY = {"append_only": True}
#: of a table that the application may only read: functions of the database write it, with the rights of its owner
OWNERS = {"owners": True}
Key = Annotated[UUID, mapped_column(primary_key=True)]
Sequence = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
