"""The stored form of a state: the instance's row alone, or its head there and each of its parts in a row of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Uuid, bindparam, delete, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from engine.bpmn.codec import is_head_of_groups, split_state
from engine.model.effects import Transition
from engine.model.errors import CorruptState
from engine.model.state_parts import Part, PartKey
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.cold import ColdCase
from engine.persistence.tables.instances import InstanceStatePart, ProcessInstance
from engine.persistence.writing_session import WritingSession

_PART = table_of(InstanceStatePart)
_OF_INSTANCE = _PART.c.instance_id == bindparam("of_instance", type_=Uuid())
_FOUND = select(_PART.c.body, _PART.c.number, _PART.c.data).where(_OF_INSTANCE)
_HOLDING = _FOUND.where(_PART.c.tokens.contains(bindparam("wanted", type_=ARRAY(Uuid()))))
#: a turn asks it at every completion: prepared, and sent with the rows that wait
_HOLDING_OF_TURN = Prepared(_HOLDING)
_NEW = upsert(_PART).inline()
_STORE = Prepared(
    _NEW.values({column.name: bindparam(column.name, type_=column.type) for column in _PART.c}).on_conflict_do_update(
        index_elements=[_PART.c.instance_id, _PART.c.body, _PART.c.number],
        set_={"tokens": _NEW.excluded.tokens, "data": _NEW.excluded.data},
    )
)
_OF_PART = (_PART.c.body == bindparam("of_body", type_=Uuid()), _PART.c.number == bindparam("of_number", type_=_PART.c.number.type))
_DELETE = Prepared(delete(_PART).where(_OF_INSTANCE, *_OF_PART))
_DELETE_ALL = Prepared(delete(_PART).where(_OF_INSTANCE))
_LINES = func.string_agg(
    literal(b"\n", LargeBinary()).op("||")(_PART.c.data), aggregate_order_by(literal(b"", LargeBinary()), _PART.c.body, _PART.c.number)
)
#: the whole state of an instance, read by one statement: its parts may change between two
WHOLE_STATE = ProcessInstance.state.op("||")(
    func.coalesce(
        select(_LINES).where(_PART.c.instance_id == ProcessInstance.id).correlate(ProcessInstance).scalar_subquery(),
        literal(b"", LargeBinary()),
    )
).label("whole_state")


def stored_state(session: Session, instance: ProcessInstance) -> bytes:
    """Returns the state without its parts, wherever it lies."""
    if not instance.cold:
        return instance.state
    # one statement: it may be brought back between two
    cold = select(ColdCase.state).where(ColdCase.instance_id == ProcessInstance.id).correlate(ProcessInstance).scalar_subquery()
    found = select(func.coalesce(cold, ProcessInstance.state)).where(ProcessInstance.id == instance.id)
    return bytes(session.execute(found).scalar_one())


def whole_state(session: Session, instance: ProcessInstance) -> bytes:
    """Returns the state with its parts."""
    if not is_head_of_groups(instance.state):
        return instance.state
    return bytes(session.execute(select(WHOLE_STATE).where(ProcessInstance.id == instance.id)).scalar_one())


class StoredParts:
    """The parts of one instance, read as a turn asks for them: engine.model.state_parts.PartSource. The instance is locked."""

    def __init__(self, session: Session, instance: UUID) -> None:
        self._session = session
        self._instance = instance
        self._holding: dict[str, Mapping[PartKey, bytes]] = {}

    def holding(self, token: str) -> Mapping[PartKey, bytes]:
        if token not in self._holding:
            values = {"of_instance": self._instance, "wanted": [UUID(token)]}
            if isinstance(self._session, WritingSession):
                (rows,) = self._session.rows.ask((_HOLDING_OF_TURN, values))
                self._holding[token] = _by_key(rows)
            else:
                self._holding[token] = _by_key(self._session.execute(_HOLDING, values).all())
        return self._holding[token]

    def read(self, keys: Collection[PartKey]) -> Mapping[PartKey, bytes]:
        wanted = [(UUID(key.body), key.number) for key in keys]
        statement = _FOUND.where(tuple_(_PART.c.body, _PART.c.number).in_(wanted))
        found = _by_key(self._session.execute(statement, {"of_instance": self._instance}).all())
        if len(found) != len(wanted):
            raise CorruptState(f"Expected {len(wanted)} parts of a stored state, but there are {len(found)}.")
        return found


def _by_key(rows: Sequence[Sequence[Any]]) -> Mapping[PartKey, bytes]:
    return {PartKey(str(body), number): data for body, number, data in rows}


def store_parts(rows: RowBatch, instance: UUID, transition: Transition) -> None:
    """Writes the parts that are new or other than before, and deletes those that are no more."""
    for key, part in transition.changed.items():
        _store(rows, instance, key, part)
    for key in sorted(transition.gone):
        rows.run(_DELETE, {"of_instance": instance, "of_body": UUID(key.body), "of_number": key.number})


def replace_state(rows: RowBatch, instance: ProcessInstance, state: bytes) -> None:
    """Stores a whole state in place of what there is."""
    instance.state, parts = split_state(state)
    rows.run(_DELETE_ALL, {"of_instance": instance.id})
    for key, part in parts.items():
        _store(rows, instance.id, key, part)


def _store(rows: RowBatch, instance: UUID, key: PartKey, part: Part) -> None:
    row = {"instance_id": instance, "body": UUID(key.body), "number": key.number, "tokens": [UUID(token) for token in part.tokens]}
    rows.run(_STORE, {**row, "data": part.data})
