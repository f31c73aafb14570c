"""Prints a fact of a case in words. Pages, documents, notices and exports show no value of a case in another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.subjects.masks import mask_numbers_in
from casework.wording.facts import Fact
from casework.wording.package_texts import Texts, package_text
from casework.wording.returned_field import ReturnedField
from engine.identity.position_holders import PositionWithHolder
from forms.fields.number import RUPIAH
from forms.printing import Writer


def print_fact(fact: Fact, texts: Texts, writer: Writer) -> str:
    """Files are not named: pages link to them."""
    return print_value(fact, fact.value, texts, writer)


def print_value(fact: Fact, value: Any, texts: Texts, writer: Writer) -> str:
    if value in (None, "", []):
        return ""
    if fact.type == "choice":
        return ", ".join(_choice(fact, item, texts, writer.language) for item in (value if isinstance(value, list) else [value]))
    if fact.type == "position":
        return ", ".join(seat_text(item) for item in (value if isinstance(value, list) else [value]))
    if fact.type == "table":
        rows = (", ".join(text for item in row if (text := print_fact(item, texts, writer))) for row in value)
        return "; ".join(row for row in rows if row)
    if fact.type == "documents":
        return ""
    if fact.type == "returns":
        return "\n".join(item.text(writer) for item in value if isinstance(item, ReturnedField))
    return _plain(fact, value, texts, writer)


def _plain(fact: Fact, value: Any, texts: Texts, writer: Writer) -> str:
    unit = package_text(texts, writer.language, f"{fact.words}.unit", fact.unit) if fact.words else fact.unit
    ways: dict[str, Callable[[Any], str]] = {
        "date": writer.day,
        "datetime": writer.moment,
        "time": writer.clock,
        "rupiah": lambda amount: writer.quantity(amount, RUPIAH),
        "number": lambda number: writer.quantity(number, unit),
        "boolean": writer.yes_or_no,
        "text": lambda text: mask_numbers_in(text) if isinstance(text, str) else writer.anything(text),
    }
    return ways.get(fact.type, writer.anything)(value)


def _choice(fact: Fact, value: Any, texts: Texts, language: str) -> str:
    label = fact.labels.get(str(value), str(value))
    return package_text(texts, language, f"{fact.words}.{value}", label) if fact.words else label


def seat_text(seat: PositionWithHolder | Any) -> str:
    """Returns `Dewi Contoh, Plh. Kepala Dinas`, or the seat alone while nobody fills it."""
    if not isinstance(seat, PositionWithHolder):
        return str(seat)
    return f"{seat.name}, {seat.titled}" if seat.name else seat.titled
