"""JUEL expressions of other engines (`${approved && amount > 5}`) to FEEL, where both say the same; anything else stays unread.

Sources: the Unified Expression Language of JSR 341, 1.7 (operators), 1.8 (coercion) and 1.11 (literals); DMN 1.3, 10.3.1.2.
Numbers are exact decimals here and doubles there: a quotient is read where it is compared, and never calculated with further.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^'\\]*'|\"[^\"\\]*\")"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<mark>&&|\|\||==|!=|<=|>=|[<>!()?:+*/-]|\.(?=equals\b)))"
)
_WORDS = {
    "and": "&&", "or": "||", "not": "!", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "empty": "empty"
}  # fmt: skip
_COMPARE = {"==": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
#: objects of the other engine, and words that FEEL gives a meaning of its own
_FOREIGN = frozenset(
    "execution task instanceof mod if then else for in return some every satisfies between function caseExecution externalTask "
    "processEngineConfiguration authenticatedUserId authenticatedUser variables variableScope flowInfo processInstance connector "
    "nrOfInstances nrOfActiveInstances nrOfCompletedInstances nrOfTerminatedInstances loopCounter".split()
)
_WRITTEN_OUT = frozenset({"true", "false", "null"})
#: another engine's name -> FEEL that gives the same number
Counts = Mapping[str, str]
NO_COUNTS: Counts = {}


class _Part(NamedTuple):
    """FEEL for a part of the expression, and what is proven of its value."""

    feel: str
    #: boolean, numeric, quotient, text; empty: whatever the variable holds
    type: str = ""


class _NotEqual(Exception):
    """Nothing proves that FEEL would say the same."""


def is_juel(text: str | None) -> bool:
    """A text that another engine would evaluate, or that holds a part which it would: `${x}`, `user-${x}`."""
    return text is not None and not text.lstrip().startswith("=") and re.search(r"[$#]\{", text) is not None


def to_feel(text: str, counts: Counts = NO_COUNTS) -> str | None:
    """The FEEL expression with its leading `=`, or None where the meaning is not certain to be the same."""
    found = re.fullmatch(r"[$#]\{([^{}]*)\}", text.strip())
    if found is None:
        return None
    try:
        return f"={_Parser(found.group(1), counts).whole()}"
    except (_NotEqual, RecursionError):
        return None


def to_executable_text(text: str | None, counts: Counts = NO_COUNTS) -> str | None:
    """The text as we execute it. What nothing proves equal stays as it is: the linter refuses it, with its place."""
    return to_feel(text, counts) or text if text is not None and is_juel(text) else text


class _Parser:
    def __init__(self, text: str, counts: Counts) -> None:
        self.counts = counts
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
        result = self.choice()
        if self.at != len(self.tokens):
            raise _NotEqual
        return result.feel

    def take(self, *marks: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "mark" and self.tokens[self.at][1] in marks:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def expect(self, mark: str) -> None:
        if not self.take(mark):
            raise _NotEqual

    def choice(self) -> _Part:
        asked = self.either()
        if not self.take("?"):
            return asked
        first = self.choice()
        self.expect(":")
        second = self.choice()
        # a variable may hold the text "true", which is coerced there
        test = asked.feel if asked.type == "boolean" else f'lower case(string({_only_unproven(asked)})) = "true"'
        types = {first.type, second.type}
        return _Part(
            f"(if {test} then {first.feel} else {second.feel})", types.pop() if len(types) == 1 else "quotient" * ("quotient" in types)
        )

    def either(self) -> _Part:
        parts = [self.both()]
        while self.take("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else _Part(f"({' or '.join(part.feel for part in parts)})", "boolean")

    def both(self) -> _Part:
        parts = [self.comparison()]
        while self.take("&&"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else _Part(f"({' and '.join(part.feel for part in parts)})", "boolean")

    def comparison(self) -> _Part:
        left = self.sum()
        mark = self.take(*_COMPARE)
        if mark is None:
            return left
        right = self.sum()
        return _Part(f"{left.feel} {_COMPARE[mark]} {right.feel}", "boolean")

    def sum(self) -> _Part:
        left = self.product()
        while mark := self.take("+", "-"):
            right = self.product()
            # of two texts `+` makes a number there and a text here; where one is a number, another type is an incident
            if mark == "+" and "numeric" not in (left.type, right.type):
                raise _NotEqual
            left = _Part(f"({_number(left)} {mark} {_number(right)})", "numeric")
        return left

    def product(self) -> _Part:
        left = self.unary()
        while mark := self.take("*", "/"):
            right = self.unary()
            left = _Part(f"({_number(left)} {mark} {_number(right)})", "quotient" if mark == "/" else "numeric")
        return left

    def unary(self) -> _Part:
        if self.take("!"):
            return _Part(f"not({self.unary().feel})", "boolean")
        if self.take("-"):
            return _Part(f"(-{_number(self.unary())})", "numeric")
        if self.take("empty"):
            return _Part(f'list contains([null, "", [], {{}}], {self.unary().feel})', "boolean")
        if self.take("("):
            inner = self.choice()
            self.expect(")")
            return inner if inner.feel.startswith("(") else _Part(f"({inner.feel})", inner.type)
        return self.value()

    def value(self) -> _Part:
        if self.at == len(self.tokens):
            raise _NotEqual
        kind, value = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            written = _Part(f'"{value[1:-1]}"' if '"' not in value[1:-1] else _refuse(), "text")
            if self.take("."):
                self.at += 1  # the word `equals`
                return self.equality(written.feel, written)
            return written
        if kind == "number":
            return _Part(value, "numeric")
        if kind != "name":
            raise _NotEqual
        root, _, method = value.rpartition(".")
        if method == "equals" and root and root.partition(".")[0] not in _FOREIGN:
            return self.equality(root, _Part(root))
        if value in self.counts:
            return _Part(self.counts[value], "numeric")
        if value.partition(".")[0] in _FOREIGN:
            raise _NotEqual
        return _Part(value, "boolean" if value in ("true", "false") else "")

    def equality(self, feel: str, left: _Part) -> _Part:
        """`a.equals(b)` (java.lang.Object): equal values of one class. A number's class is not known, that of a text is."""
        self.expect("(")
        right = self.choice()
        self.expect(")")
        proven = {left.type, right.type} & {"text", "boolean"}
        if not proven or feel in _WRITTEN_OUT:
            raise _NotEqual
        return _Part(f"({feel} = {right.feel})", "boolean")


def _number(part: _Part) -> str:
    return part.feel if part.type in ("", "numeric") and part.feel not in _WRITTEN_OUT else _refuse()


def _only_unproven(part: _Part) -> str:
    return part.feel if part.type == "" else _refuse()


def _refuse() -> str:
    raise _NotEqual
