"""JSON of stored states, with exact decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import simplejson

from engine.model.errors import CorruptState

#: made once: to make one takes as long as to write a small state
_ENCODER = simplejson.JSONEncoder(use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)
_DECODER = simplejson.JSONDecoder(parse_float=Decimal, parse_int=int)


def dumps(document: Any) -> bytes:
    text: str = _ENCODER.encode(document)
    return text.encode()


def loads(data: bytes) -> Any:
    """Raises CorruptState."""
    try:
        return _DECODER.decode(data.decode())
    except ValueError as error:
        raise CorruptState(f"Expected a stored state, but it cannot be read: {error}") from None
