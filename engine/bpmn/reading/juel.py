"""JUEL conditions of other engines (`${approved && amount > 5}`) to FEEL, where both say the same; anything else stays unread.

Source: the Unified Expression Language of JSR 341, 1.7 (operators) and 1.11 (literals); DMN 1.3, 10.3.1.2.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<mark>&&|\|\||==|!=|<=|>=|[<>!()?:]))"
)
_WORDS = {"and": "&&", "or": "||", "not": "!", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}
_COMPARE = {"==": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
#: objects of the other engine, and words that FEEL gives a meaning of its own
_FOREIGN = frozenset("execution task empty instanceof div mod if then else for in return some every satisfies between function".split())


class _NotEqual(Exception):
    """Nothing proves that FEEL would say the same."""


def is_juel(text: str | None) -> bool:
    return bool(text) and str(text).strip()[:2] in ("${", "#{")


def to_feel(text: str) -> str | None:
    """The FEEL expression with its leading `=`, or None where the meaning is not certain to be the same."""
    found = re.fullmatch(r"[$#]\{([^{}]*)\}", text.strip())
    if found is None:
        return None
    try:
        return f"={_Parser(found.group(1)).whole()}"
    except _NotEqual:
        return None


def to_executable_text(text: str | None) -> str | None:
    """The text as we execute it. What nothing proves equal stays as it is: the linter refuses it, with its place."""
    return to_feel(text) or text if text is not None and is_juel(text) else text


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _NotEqual
            position = match.end()
            kind, value = match.lastgroup or "", match.group(match.lastgroup or "")
            self.tokens.append(("mark", _WORDS[value]) if value in _WORDS else (kind, value))
        self.at = 0

    def whole(self) -> str:
        result = self.either()
        if self.at != len(self.tokens):
            raise _NotEqual
        return result

    def take(self, *marks: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "mark" and self.tokens[self.at][1] in marks:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def either(self) -> str:
        parts = [self.both()]
        while self.take("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"

    def both(self) -> str:
        parts = [self.comparison()]
        while self.take("&&"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"

    def comparison(self) -> str:
        left = self.unary()
        mark = self.take(*_COMPARE)
        return left if mark is None else f"{left} {_COMPARE[mark]} {self.unary()}"

    def unary(self) -> str:
        if self.take("!"):
            return f"not({self.unary()})"
        if self.take("("):
            inner = self.either()
            if not self.take(")"):
                raise _NotEqual
            return inner if inner.startswith("(") else f"({inner})"
        if self.at == len(self.tokens):
            raise _NotEqual
        kind, value = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return f'"{value[1:-1]}"' if '"' not in value[1:-1] else _refuse()
        if kind == "number" or (kind == "name" and value.partition(".")[0] not in _FOREIGN):
            return value
        raise _NotEqual


def _refuse() -> str:
    raise _NotEqual
