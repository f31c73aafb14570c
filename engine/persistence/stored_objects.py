"""Objects of rows that were read or are written beside the ORM, which costs several times the statement."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from psycopg.errors import DivisionByZero
from sqlalchemy import bindparam, literal, literal_column, select, update
from sqlalchemy.orm import Session, attributes, make_transient_to_detached, object_mapper, util

from engine.persistence.base import Base, table_of
from engine.persistence.prepared import Prepared, Question, Row

Stored = TypeVar("Stored", bound=Base)
#: prefix of the parameters that say which row is meant, and as it was read
_READ = "read_"
#: the error of a statement that found its row changed; nothing that is written with it divides
ROW_CHANGED = DivisionByZero


def adopt(session: Session, model: type[Stored], row: Row) -> Stored:
    """Returns the object of a row that was just read, with these values, as if the session had loaded it. `row`: every column."""
    known = session.identity_map.get(util.identity_key(model, row["id"]))
    if known is not None:
        for name, value in row.items():
            attributes.set_committed_value(known, name, value)
        return known
    # not by the constructor, whose events tell each attribute's change to nobody
    found: Stored = attributes.manager_of_class(model).new_instance()
    vars(found).update(row)
    make_transient_to_detached(found)
    session.add(found)
    return found


def change_of(session: Session, found: Any) -> Question | None:
    """Returns the statement that writes what has changed in an object whose table counts revisions; None where the session must.

    The object leaves the session: after the last statement of its transaction nobody flushes it again.
    """
    mapper = object_mapper(found)
    values = vars(found)
    if mapper.version_id_col is None or "id" not in values:
        return None
    revision = mapper.version_id_col.name
    before = attributes.instance_state(found).committed_state
    changed = tuple(sorted(name for name, old in before.items() if name in values and old != values[name]))
    if not changed:
        return None
    given = {f"{_READ}id": values["id"], f"{_READ}{revision}": values[revision], **{name: values[name] for name in changed}}
    given[revision] = values[revision] + 1
    session.expunge(found)
    model: type[Base] = type(found)
    return _update(model, changed, revision), given


@lru_cache(maxsize=200)
def _update(model: type[Base], changed: tuple[str, ...], revision: str) -> Prepared:
    table = table_of(model)
    written = {name: bindparam(name, type_=table.c[name].type) for name in {*changed, revision}}
    read = [table.c[name] == bindparam(f"{_READ}{name}", type_=table.c[name].type) for name in ("id", revision)]
    changed_row = update(table).where(*read).values(written).returning(literal(1)).cte("changed")
    # an error, not a count: what follows in the round trip, the commit above all, must not happen
    return Prepared(select(literal_column("1 / count(*)")).select_from(changed_row))
