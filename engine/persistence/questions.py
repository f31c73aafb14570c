"""Asks several questions of a page with one statement: each answer is a column of its only row, as JSON, and is read back by its types.

Sending a question and reading its answer takes a page longer than the server needs for most answers.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Date, DateTime, LargeBinary, Numeric, Select, Uuid, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

Read = Callable[[Any], Any]


class Asked:
    """A question whose answer is not known yet."""

    def __init__(self, questions: Questions, part: Any) -> None:
        self._questions = questions
        self._part = part
        self._rows: Sequence[Any] | None = None

    @property
    def rows(self) -> Sequence[Any]:
        """Its rows, each with its columns as attributes: entities come as their columns, not as objects. Asks what waits."""
        if self._rows is None:
            self._questions.send()
        return cast("Sequence[Any]", self._rows)

    @property
    def first(self) -> Any | None:
        return next(iter(self.rows), None)

    @property
    def value(self) -> Any:
        """The first column of the first row; None where there is none."""
        return self.first[0] if self.first is not None else None

    @property
    def column(self) -> Any:
        """The column that stands for the answer in the statement."""
        array = func.jsonb_agg(func.jsonb_build_array(*self._part.c))
        return select(array).select_from(self._part).scalar_subquery()

    def read(self, answer: list[list[Any]] | None) -> None:
        kind = _kind(tuple(self._part.c.keys()))
        reads = [_read(column.type) for column in self._part.c]
        self._rows = [
            kind(*(value if read is None or value is None else read(value) for read, value in zip(reads, row, strict=True)))
            for row in answer or ()
        ]


class Questions:
    """Questions of one page, which wait until the first of their answers is looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._waiting: list[Asked] = []
        self._number = 0

    def ask(self, question: Select[*tuple[Any, ...]]) -> Asked:
        self._number += 1
        asked = Asked(self, question.subquery(f"question_{self._number}"))
        self._waiting.append(asked)
        return asked

    def send(self) -> None:
        """Asks everything that waits, with one statement."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        answers = self.session.execute(select(*(asked.column for asked in waiting))).one()
        for asked, answer in zip(waiting, answers, strict=True):
            asked.read(answer)


@lru_cache(maxsize=500)
def _kind(names: tuple[str, ...]) -> Callable[..., Any]:
    return namedtuple("Found", names, rename=True)


def _read(kind: TypeEngine[Any]) -> Read | None:
    if isinstance(kind, Uuid):
        return UUID
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, LargeBinary):
        return lambda text: bytes.fromhex(text[2:])
    if isinstance(kind, Numeric):
        return cast("Read", kind.python_type)
    return None
