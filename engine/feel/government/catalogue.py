"""Every function for Indonesian government work by its name."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.evaluation.function import Function
from engine.feel.government.amounts import AMOUNTS
from engine.feel.government.dates import INDONESIAN_DATES
from engine.feel.government.working_days import WORKING_DAYS

GOVERNMENT: Mapping[str, Function] = {**WORKING_DAYS, **AMOUNTS, **INDONESIAN_DATES}
