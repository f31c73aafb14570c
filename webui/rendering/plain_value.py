"""Formats a variable's value for analysts: texts as they are, everything else as FEEL and JSON write it."""

from __future__ import annotations

from typing import Any

import simplejson


def plain_value(value: Any) -> str:
    if value is None:
        return "null"
    return value if isinstance(value, str) else simplejson.dumps(value, use_decimal=True, ensure_ascii=False)
