"""Statements that are built and compiled once, and handed to the driver as they are: building one takes longer than its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import JSON, Dialect, Insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.compiler import SQLCompiler

from engine.persistence.base import json_dumps

Row = Mapping[str, Any]
_PSYCOPG: Any = PGDialect_psycopg
#: its parameters have numbers: the driver need not look for their names in each statement that it sends
DIALECT: Dialect = _PSYCOPG(dbapi=_PSYCOPG.import_dbapi(), paramstyle="numeric_dollar")


class Prepared:
    """A statement of SQLAlchemy Core. Its values are bind parameters, given by name each time; none of them expands to a list."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        """`columns`: those that an insert without values fills; the others get the database's default."""
        compiled = cast("SQLCompiler", statement.compile(dialect=DIALECT, column_keys=list(columns) if columns else None))
        assert not compiled.post_compile_params, "a list is one parameter, an array"
        self.text = str(compiled)
        #: the table that the statement adds rows to, if it does nothing else
        self.adds_to: str | None = statement.table.name if isinstance(statement, Insert) and not statement._independent_ctes else None
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
        #: name, its value where it is always the same, and what makes it a value of the driver's
        self._places = [(name, fixed.get(name), _dumper(binds[name].type)) for name in compiled.positiontup or ()]

    @property
    def places(self) -> int:
        """The number of its parameters."""
        return len(self._places)

    def values(self, given: Row) -> list[Any]:
        """Returns the values as the driver takes them, in their order. Raises KeyError for one that is missing."""
        found: list[Any] = []
        for name, fixed, dump in self._places:
            value = given[name] if fixed is None else given.get(name, fixed)
            found.append(value if dump is None else dump(value))
        return found


def _dumper(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, JSON):
        return json_dumps
    dump: Callable[[Any], Any] | None = kind.dialect_impl(DIALECT).bind_processor(DIALECT)
    return dump


Question = tuple[Prepared, Row]
_NUMBER = re.compile(r"\$(\d+)")


class Sent(NamedTuple):
    """A statement as it is sent."""

    text: str
    values: list[Any]


def fill(statement: Prepared, given: Row) -> Sent:
    return Sent(statement.text, statement.values(given))


def join_inserts(inserts: Sequence[tuple[Prepared, Row]]) -> Sent:
    """Makes one statement of inserts into different tables: the server checks their references at its end."""
    if len(inserts) == 1:
        return fill(*inserts[0])
    values = [value for insert, given in inserts for value in insert.values(given)]
    return Sent(_joined(tuple(insert for insert, _ in inserts)), values)


@lru_cache(maxsize=500)
def _joined(inserts: tuple[Prepared, ...]) -> str:
    texts, used = [], 0
    for insert in inserts:
        texts.append(_renumber(insert.text, used))
        used += insert.places
    parts = ", ".join(f"part_{number} as ({text})" for number, text in enumerate(texts[:-1]))
    return f"with {parts} {texts[-1]}"


def _renumber(text: str, used: int) -> str:
    """Returns a statement whose parameters come after others."""
    return _NUMBER.sub(lambda match: f"${used + int(match.group(1))}", text)
