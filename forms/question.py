"""Describes a field while it is answered: an unfit answer is reported by a code, never by a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from engine.model.ports import Option
from forms.form import Field

#: rupiah, square metres, characters: nothing that a form asks for is more
MAX_NUMBER = Decimal(10) ** 18


class AnswerRejected(Exception):
    """Expected an answer that fits its field; `code` chooses the sentence, `values` fill it.

    `readings` among the values: what an answer can mean that is asked back, each as (text that means only this, value).
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, kw_only=True)
class Question:
    """A field with its evaluated rules, its options, and the present day."""

    field: Field
    rules: Mapping[str, Any]
    options: tuple[Option, ...]
    today: date
    #: the local one, for times of day; None: the answer keeps no zone
    zone: tzinfo | None = None

    def limit(self, name: str) -> Decimal | None:
        """Returns a limit of a number or length. An expression that failed, or gave no number, limits nothing."""
        return parse_number(self.rules.get(name))

    def day(self, name: str) -> date | None:
        """Returns a limit of a date, in the same way."""
        return day_of(self.rules.get(name))

    def clock(self, name: str) -> time | None:
        """Returns a limit of a time of day, in the same way."""
        return time_of(self.rules.get(name))

    @property
    def zone_name(self) -> str:
        """As people write it, such as WIB."""
        name = self.zone.tzname(datetime.combine(self.today, time())) if self.zone else None
        return name if name and name.isalpha() else ""


def parse_number(value: Any) -> Decimal | None:
    """Returns a number within MAX_NUMBER; None for anything else."""
    if value is None or isinstance(value, bool | date):
        return None
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return number if number.is_finite() and -MAX_NUMBER <= number <= MAX_NUMBER else None


def count_of(value: Any) -> int | None:
    """Returns a whole number from 0 to 999; None for anything else, also where nothing is said."""
    number = parse_number(value)
    return int(number) if number is not None and number == number.to_integral_value() and 0 <= number < 1000 else None


def day_of(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def time_of(value: Any) -> time | None:
    try:
        return value if isinstance(value, time) else time.fromisoformat(str(value)[:8]) if value else None
    except ValueError:
        return None


def single(value: Any) -> Any:
    """Returns the one value of a field that was sent once."""
    if isinstance(value, list):
        if len(value) > 1:
            raise AnswerRejected("NOT_ONE")
        return value[0] if value else None
    return value
