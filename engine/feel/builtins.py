"""Every built-in function by its name (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.contexts import CONTEXTS
from engine.feel.conversion import CONVERSION
from engine.feel.lists import LISTS
from engine.feel.numbers import NUMBERS
from engine.feel.texts import TEXTS
from engine.feel.values import Function

BUILTINS: Mapping[str, Function] = {**CONVERSION, **TEXTS, **NUMBERS, **CONTEXTS, **LISTS}
