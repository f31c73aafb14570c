"""Serialises a value to one canonical JSON text, over which hashes are computed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import simplejson

#: digits of a whole number that are written out
MAX_DIGITS = 1000


def canonical_json(value: Any) -> bytes:
    """JSON with sorted keys, exact decimals, ISO dates and ids as text."""
    text: str = simplejson.dumps(
        _plain(value), use_decimal=True, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [_plain(item) for item in value]
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        # a whole number comes back from the database without an exponent, so it must have none here
        whole = value.is_finite() and value.adjusted() <= MAX_DIGITS and value == value.to_integral_value()
        return int(value) if whole else value.normalize()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
