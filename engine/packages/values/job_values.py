"""The FEEL types of what a job type takes and gives, by the annotations of its declaration."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine.bpmn.data_flow.sources import Wanted
from engine.feel.inference.inferred import UNKNOWN, Inferred, Shape, as_text, shape
from engine.feel.types import BOOLEAN, CONTEXT, DATE, DATE_TIME, DAYS, LIST, NUMBER, STRING, TIME, ListType, Type
from engine.sdk import JobType

_NUMBERS = (int, float, Decimal)
#: texts, those that are read as dates and times among them (`datetime` is a date too: it comes first)
_TEXTS = ((datetime, DATE_TIME), (date, DATE), (time, TIME), (timedelta, DAYS), (str, STRING), (UUID, STRING))


def given_by(job_type: JobType) -> dict[str, Inferred]:
    """Name -> what a job of this type gives."""
    if job_type.output is None:
        return {}
    hints = typing.get_type_hints(job_type.output)
    return {item.name: _inferred(hints[item.name]) for item in fields(job_type.output)}


def wanted_by(job_type: JobType) -> dict[str, Wanted]:
    """Name -> what a job of this type takes."""
    hints = typing.get_type_hints(job_type.input)
    return {item.name: _wanted(item, hints[item.name]) for item in fields(job_type.input)}


def _wanted(item: Field[Any], hint: Any) -> Wanted:
    described = item.metadata.get("required")
    required = bool(described) if described is not None else item.default is MISSING and item.default_factory is MISSING
    options = _options(hint)
    kinds = [_type(option) for option in options if option is not type(None)]
    return Wanted(
        kinds=tuple(kind for kind in kinds if kind is not None) if None not in kinds else (),
        required=required,
        null=type(None) in options if described is None else not required,
    )


def _inferred(hint: Any) -> Inferred:
    options = _options(hint)
    kinds = [_type(option) for option in options if option is not type(None)]
    if len(kinds) != 1 or kinds[0] is None:
        return UNKNOWN
    kind = kinds[0]
    return Inferred(Shape((), closed=False) if kind == CONTEXT else kind, null=type(None) in options)


def _options(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)


def _type(hint: Any) -> Type | None:
    """None: it may be of any type."""
    plain = typing.get_origin(hint) or hint
    if not isinstance(plain, type):
        return None
    if issubclass(plain, bool):
        return BOOLEAN
    if issubclass(plain, _NUMBERS):
        return NUMBER
    text = next((kind for known, kind in _TEXTS if issubclass(plain, known)), None)
    if text is not None:
        return as_text(text)
    if is_dataclass(plain):
        hints = typing.get_type_hints(plain)
        return shape({item.name: _inferred(hints[item.name]) for item in fields(plain)})
    if issubclass(plain, Mapping):
        return CONTEXT
    if issubclass(plain, Sequence):
        items = [_type(item) for item in typing.get_args(hint) if item is not ...]
        return ListType(items[0]) if len(items) == 1 and items[0] is not None else LIST
    return None
