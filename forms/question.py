"""A field when it is answered: an answer that does not fit says so with a code, never with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.model.ports import Option
from forms.form import Field

#: rupiah, square metres, characters: nothing that a form asks for is more
MAX_NUMBER = Decimal(10) ** 18


class AnswerRejected(Exception):
    """Expected an answer that fits its field; `code` chooses the sentence, `values` fill it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, kw_only=True)
class Question:
    """A field with what is known when it is answered: its rules evaluated, its options, the day."""

    field: Field
    rules: Mapping[str, Any]
    options: tuple[Option, ...]
    today: date

    def limit(self, name: str) -> Decimal | None:
        """Of numbers and lengths. What an expression gave and is no number limits nothing, as one that cannot be evaluated."""
        return parse_number(self.rules.get(name))

    def day(self, name: str) -> date | None:
        """The same of dates."""
        return day_of(self.rules.get(name))


def parse_number(value: Any) -> Decimal | None:
    """A number within MAX_NUMBER; None for anything else."""
    if value is None or isinstance(value, bool | date):
        return None
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return number if number.is_finite() and -MAX_NUMBER <= number <= MAX_NUMBER else None


def day_of(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def single(value: Any) -> Any:
    """The one value of a field that was sent once."""
    if isinstance(value, list):
        if len(value) > 1:
            raise AnswerRejected("NOT_ONE")
        return value[0] if value else None
    return value
