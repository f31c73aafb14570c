"""Says a condition over the answers of a form in words: `Jenis: Papan atau Layar, dan Panjang paling sedikit 4`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.syntax import ast
from engine.model.ports import Option
from forms.demands.requirements import Both, Condition, OneOf, Part
from forms.field_type import Speaker
from forms.texts import Text

_OR, _AND = Text(id=" atau ", en=" or "), Text(id=", dan ", en=", and ")
_IS, _IS_NOT = Text(id="{what}: {value}", en="{what}: {value}"), Text(id="{what}: bukan {value}", en="{what}: not {value}")
_FILLED, _EMPTY = Text(id="{what} diisi", en="{what} is filled in"), Text(id="{what} kosong", en="{what} is empty")
_TICKED = Text(id="“{what}” dicentang", en="“{what}” is ticked")
_UNTICKED = Text(id="“{what}” tidak dicentang", en="“{what}” is not ticked")
_HOLDS, _LACKS = (
    Text(id="{what} memuat {value}", en="{what} holds {value}"),
    Text(id="{what} tidak memuat {value}", en="{what} lacks {value}"),
)
_AT_LEAST = Text(id="{what} paling sedikit {value}", en="{what} is at least {value}")
_AT_MOST = Text(id="{what} paling banyak {value}", en="{what} is at most {value}")
_MORE = Text(id="{what} lebih dari {value}", en="{what} is more than {value}")
_LESS = Text(id="{what} kurang dari {value}", en="{what} is less than {value}")
_SIGNS = {(">=", True): _AT_LEAST, (">", True): _MORE, ("<=", True): _AT_MOST, ("<", True): _LESS,
          (">=", False): _LESS, (">", False): _AT_MOST, ("<=", False): _MORE, ("<", False): _AT_LEAST}  # fmt: skip
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "="}
_STEPS = {"*": " × ", "+": " + ", "-": " − ", "/": " ÷ "}
#: options that are named rather than the one that it is not
MOST_NAMED = 3


class Unsaid(Exception):
    """Expected a condition that has words, but there are none for a part of it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to which a condition points: its label, and its options if it has any."""

    label: str
    options: Sequence[Option] = ()
    ticked: bool = False


def condition_words(condition: Condition, questions: Mapping[str, Asked], speaker: Speaker) -> str:
    """Returns the words; none where a part of the condition has none."""
    try:
        return _Words(questions, speaker).of(condition)
    except Unsaid:
        return ""


@dataclass(frozen=True)
class _Words:
    questions: Mapping[str, Asked]
    speaker: Speaker

    def of(self, condition: Condition) -> str:
        match condition:
            case Part(node=node, outcome=outcome):
                return self._part(node, outcome)
            case OneOf(parts=parts):
                return self.speaker.text(_OR).join(self.of(part) for part in parts)
            case Both(parts=parts):
                return self.speaker.text(_AND).join(self.of(part) for part in parts)
        raise Unsaid

    def _part(self, node: Any, outcome: bool) -> str:
        match node:
            case ast.Comparison(sign="=", left=left, right=right) if isinstance(left, ast.Literal):
                return self._part(ast.Comparison("=", right, left), outcome)
            case ast.Comparison(sign="=", left=left, right=ast.Literal(value=None)):
                return self._say(_EMPTY if outcome else _FILLED, what=self._what(left))
            case ast.Comparison(sign="=", left=ast.Name(name=name), right=ast.Literal(value=bool() as value)):
                return self._tick(name, value is outcome)
            case ast.Comparison(sign="=", left=left, right=ast.Literal(value=value)):
                return self._equal(left, [value], outcome)
            case ast.In(value=left, tests=tests):
                return self._equal(left, _literals(tests), outcome)
            case ast.Comparison(sign=sign, left=ast.Literal() as left, right=right) if sign in _TURNED:
                return self._part(ast.Comparison(_TURNED[sign], right, left), outcome)
            case ast.Comparison(sign=sign, left=left, right=right) if (sign, outcome) in _SIGNS:
                return self._say(_SIGNS[sign, outcome], what=self._what(left), value=self._what(right))
            case ast.Call(function=ast.Name(name="list contains"), arguments=(ast.Name(name=name), ast.Literal(value=value))):
                return self._say(_HOLDS if outcome else _LACKS, what=self._label(name), value=self._value(name, value))
            case ast.Name(name=name):
                return self._tick(name, outcome)
        raise Unsaid

    def _tick(self, name: str, ticked: bool) -> str:
        if not self._question(name).ticked:
            raise Unsaid
        return self._say(_TICKED if ticked else _UNTICKED, what=self._label(name))

    def _equal(self, left: Any, values: list[Any], outcome: bool) -> str:
        """Of a few options the others are named rather than the one that it is not."""
        name = left.name if isinstance(left, ast.Name) else ""
        options = [option.value for option in self._question(name).options] if name else []
        others = [value for value in options if value not in values]
        if not outcome and 0 < len(others) <= MOST_NAMED:
            values, outcome = others, True
        words = self.speaker.text(_OR).join(self._value(name, value) for value in values)
        return self._say(_IS if outcome else _IS_NOT, what=self._what(left), value=words)

    def _what(self, node: Any) -> str:
        match node:
            case ast.Name(name=name):
                return self._label(name)
            case ast.Literal(value=value):
                return self._value("", value)
            case ast.Arithmetic(first=first, rest=rest) if all(sign in _STEPS for sign, _node in rest):
                return self._what(first) + "".join(_STEPS[sign] + self._what(item) for sign, item in rest)
        raise Unsaid

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return self.speaker.number(Decimal(value), grouped=value >= 10_000)
        if not isinstance(value, str):
            raise Unsaid
        options = {option.value: option.label for option in self._question(name).options} if name else {}
        if name and options and value not in options:
            raise Unsaid
        return options.get(value, value)

    def _question(self, name: str) -> Asked:
        if name not in self.questions:
            raise Unsaid
        return self.questions[name]

    def _label(self, name: str) -> str:
        return self._question(name).label.rstrip(" ?:")

    def _say(self, text: Text, **values: str) -> str:
        return self.speaker.text(text).format(**values)


def _literals(tests: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for test in tests:
        if isinstance(test, ast.ListLiteral):
            found += _literals(test.items)
        elif isinstance(test, ast.UnaryRange) and test.sign == "=":
            found += _literals([test.operand])
        elif isinstance(test, ast.Literal) and test.value is not None:
            found.append(test.value)
        else:
            raise Unsaid
    return found
