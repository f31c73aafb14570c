"""Keys of commands: repeating one under the same key does nothing and gives the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.model.errors import InvalidState
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared, Question
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.history import CommandKey

_TABLE = table_of(CommandKey)
_KEY = bindparam("of_key", type_=LargeBinary())
#: a concurrent twin waits here for the first
_CLAIM = Prepared(
    insert(_TABLE)
    .values(
        key=_KEY,
        payload_hash=bindparam("hash", type_=_TABLE.c.payload_hash.type),
        at=func.coalesce(bindparam("moment", type_=DateTime(timezone=True)), func.clock_timestamp()),
    )
    .on_conflict_do_nothing()
    .returning(CommandKey.key)
)
_KNOWN = Prepared(select(CommandKey.payload_hash, CommandKey.result).where(CommandKey.key == _KEY))
_STORE = Prepared(update(_TABLE).where(CommandKey.key == _KEY).values(result=bindparam("answer", type_=_TABLE.c.result.type)))


@dataclass(frozen=True)
class Claim:
    """The key of one command. `payload`: a hash of its input."""

    key: bytes
    payload: bytes

    def question(self, now: datetime | None) -> Question:
        """Takes the key; the answer is empty where it was taken before."""
        return _CLAIM, {"of_key": self.key, "hash": self.payload, "moment": now}

    def known_answer(self, rows: RowBatch) -> dict[str, Any]:
        """Returns the answer of the command that took the key. Raises InvalidState where that was another command."""
        (((payload, result),),) = rows.ask((_KNOWN, {"of_key": self.key}))
        if payload != self.payload:
            raise InvalidState("Expected the same request under this key, but it was used for another one.")
        return dict(result or {})

    def store(self, rows: RowBatch, answer: dict[str, Any]) -> None:
        rows.run(_STORE, {"of_key": self.key, "answer": answer})
