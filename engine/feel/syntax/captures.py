"""Finds functions that are defined inside a loop's body: they keep the layer of names of their round."""

from __future__ import annotations

from typing import Any

from engine.feel.syntax import ast


def captures(node: Any) -> bool:
    """Whether a function is defined somewhere inside."""
    return contains(node, lambda part: isinstance(part, ast.FunctionLiteral))


def mentions(node: Any, name: str) -> bool:
    """Whether a name is read somewhere inside."""
    return contains(node, lambda part: isinstance(part, ast.Name) and part.name == name)


def contains(node: Any, wanted: Any) -> bool:
    """Whether some node of a tree is wanted; what is no node of FEEL is not looked into."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif hasattr(part, "__dataclass_fields__"):
            if wanted(part):
                return True
            waiting.extend(getattr(part, name) for name in part.__dataclass_fields__)
    return False
