"""Reads the text that somebody typed for a variable: a number, true or false, a text, or FEEL behind an equals sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel

NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def read_entered(typed: Mapping[str, str], time: EvaluationTime) -> tuple[dict[str, Any], dict[str, str]]:
    """Name -> value, without those that were left empty, and name -> why for those that cannot be read."""
    values: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for name, text in typed.items():
        plain = text.strip()
        if NUMBER.match(plain):
            values[name] = Decimal(plain)
        elif plain in ("true", "false"):
            values[name] = plain == "true"
        elif plain.startswith("="):
            try:
                values[name] = compile_feel(plain[1:]).evaluate({}, now=time.now, calendar=time.calendar).value
            except FeelSyntaxError as error:
                unread[name] = str(error)
        elif plain:
            values[name] = plain
    return values, unread
