"""What is wrong with an expression whatever the data are, or for some that can come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TypeCode = Literal[
    "UNKNOWN_NAME",
    "UNKNOWN_ENTRY",
    "COMPARED_TYPES",
    "OPERAND_TYPES",
    "ARGUMENT_TYPES",
    "EXPECTED_TYPE",
    "MAY_BE_NULL",
    "INPUT_MISSING",
    "NEVER_EQUAL",
]


@dataclass(frozen=True, slots=True)
class TypeFinding:
    code: TypeCode
    #: the part of the expression, as FEEL
    part: str
    #: UNKNOWN_ENTRY: the type and its entries; EXPECTED_TYPE: what is expected, and what comes;
    #: MAY_BE_NULL: what may be null; OPERAND_TYPES: the sign and the types; else the types that meet
    details: tuple[str, ...] = ()
    #: the variables of which it speaks
    names: tuple[str, ...] = ()
