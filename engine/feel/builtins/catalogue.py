"""Every built-in function by its name (DMN 1.5, 10.3.4), and Camunda's additions."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.builtins.camunda import CAMUNDA
from engine.feel.builtins.contexts import CONTEXTS
from engine.feel.builtins.conversion import CONVERSION
from engine.feel.builtins.lists import LISTS
from engine.feel.builtins.numbers import NUMBERS
from engine.feel.builtins.relations import RELATIONS
from engine.feel.builtins.statistics import STATISTICS
from engine.feel.builtins.strings import STRINGS
from engine.feel.builtins.temporal import TEMPORAL
from engine.feel.evaluation.function import Function

STANDARD: Mapping[str, Function] = {
    **CONVERSION,
    **TEMPORAL,
    **STRINGS,
    **NUMBERS,
    **LISTS,
    **STATISTICS,
    **CONTEXTS,
    **RELATIONS,
}
BUILTINS: Mapping[str, Function] = {**STANDARD, **CAMUNDA}
