"""Asks several questions of a page with one statement: each answer is a column of its only row, as JSON, and is read back by its types.

Sending a question and reading its answer takes a page longer than the server needs for most answers; so does building one with SQLAlchemy:
what depends on nothing but its values is built once (`Question`). Such a question looks for what stands under a key, so the server plans it
once, too, unless it says otherwise.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Date, DateTime, LargeBinary, Numeric, Select, Uuid, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from engine.persistence.database import ONE_PLAN

Read = Callable[[Any], Any]


class Question:
    """A SELECT that is asked with others. Built once, its values are bind parameters: one name has one value among all that are asked."""

    def __init__(self, statement: Select[*tuple[Any, ...]], *, name: str = "", one_plan: bool = True) -> None:
        """`name`: of one that is asked once and forgotten. `one_plan`: one plan is right for all its values."""
        self.kept = not name
        self.one_plan = one_plan and self.kept
        # without a name of its own: questions that differ by their values alone are one statement to the server
        part = statement.subquery(name or None)
        columns = list(part.c)
        array = func.jsonb_agg(func.jsonb_build_array(*columns))
        #: what stands for the answer in the statement
        self.column = select(array).select_from(part).scalar_subquery()
        self._kind = _kind(tuple(part.c.keys()))
        self._reads = [(place, read) for place, column in enumerate(columns) if (read := _read(column.type)) is not None]

    def rows(self, answer: list[list[Any]] | None) -> Sequence[Any]:
        for row in answer or ():
            for place, read in self._reads:
                if row[place] is not None:
                    row[place] = read(row[place])
        return [self._kind(*row) for row in answer or ()]


class Asked:
    """A question whose answer is not known yet."""

    def __init__(self, questions: Questions, question: Question) -> None:
        self._questions = questions
        self.question = question
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

    def read(self, answer: list[list[Any]] | None) -> None:
        self._rows = self.question.rows(answer)


class Questions:
    """Questions of one page, which wait until the first of their answers is looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._waiting: list[Asked] = []
        self._values: dict[str, Any] = {}

    def ask(self, question: Select[*tuple[Any, ...]] | Question, **values: Any) -> Asked:
        """`values`: of a question that was built once. One that has another value for a name that waits is asked after it."""
        if any(self._values.get(name, value) != value for name, value in values.items()):
            self.send()
        self._values |= values
        same = next((asked for asked in self._waiting if asked.question is question), None)
        if same is not None:
            return same
        known = question if isinstance(question, Question) else Question(question, name=f"question_{len(self._waiting)}")
        asked = Asked(self, known)
        self._waiting.append(asked)
        return asked

    def gather(self, question: Question, name: str, items: Iterable[Any], **values: Any) -> Asked:
        """Asks one question for all items that are gathered before it is sent: its value `name` is a list of them."""
        waiting = next((asked for asked in self._waiting if asked.question is question), None)
        if waiting is None:
            return self.ask(question, **{name: list(items)}, **values)
        self._values[name] += items
        return waiting

    def send(self) -> None:
        """Asks everything that waits, with one statement."""
        waiting, self._waiting, values, self._values = self._waiting, [], self._values, {}
        if not waiting:
            return
        asked_for = tuple(asked.question for asked in waiting)
        statement = _kept_together(asked_for) if all(question.kept for question in asked_for) else _together(asked_for)
        options = ONE_PLAN if all(question.one_plan for question in asked_for) else {}
        answers = self.session.execute(statement, values, execution_options=options).one()
        for asked, answer in zip(waiting, answers, strict=True):
            asked.read(answer)


@lru_cache(maxsize=200)
def _kept_together(questions: tuple[Question, ...]) -> Select[*tuple[Any, ...]]:
    return _together(questions)


def _together(questions: tuple[Question, ...]) -> Select[*tuple[Any, ...]]:
    return select(*(question.column for question in questions))


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
