"""Functions for Indonesian government work."""

from engine.feel.function import Function

GOVERNMENT: dict[str, Function] = {}
