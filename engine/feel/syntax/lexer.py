"""Characters to tokens (DMN 1.5, 10.3.1.2). Words stay single here; the parser joins those that form one name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.feel.errors import FeelSyntaxError

_TOKEN = re.compile(
    r"""
    (?P<space>[\s\ufeff\u180e\u200b]+|//[^\n]*|/\*.*?\*/)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<string>"(?:[^"\\]++|\\.)*+")
  | (?P<quoted>`[^`]+`)
  | (?P<word>(?:[^\W\d]|[?_\u200c\u200d\U00010000-\U0010ffff])(?:[\w'?]|[\u00b7\u200c\u200d\u203f\u2040\U00010000-\U0010ffff])*)
  | (?P<symbol>\*\*|\.\.|<=|>=|!=|->|[-+*/=<>(){}\[\],.:@;'])
    """,
    re.VERBOSE | re.DOTALL,
)
#: characters of one expression
MAX_LENGTH = 20_000
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
#: what is no escape keeps its backslash, so that a pattern such as "\d+" may be written as it is
_UNCLOSED = {'"': "the closing quotation mark", "`": "a name between two backticks"}
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    kind: str  # number, string, word, quoted (a name in backticks), symbol or end
    text: str
    position: int
    end: int


def tokenize(expression: str) -> list[Lexeme]:
    """The tokens of an expression, closed by one of kind 'end'.

    Raises FeelSyntaxError on a character that starts no token.
    """
    if len(expression) > MAX_LENGTH:
        raise FeelSyntaxError(expression=expression, position=MAX_LENGTH, expected=f"the end, because {MAX_LENGTH} characters are the most")
    tokens: list[Lexeme] = []
    position = 0
    while position < len(expression):
        match = _TOKEN.match(expression, position)
        if match is None:
            expected = _UNCLOSED.get(expression[position], "an expression")
            raise FeelSyntaxError(expression=expression, position=position, expected=expected)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(Lexeme(kind, match.group(), position, match.end()))
        position = match.end()
    tokens.append(Lexeme("end", "", len(expression), len(expression)))
    return tokens


def string_value(literal: str) -> str:
    """The characters that a string literal (with its quotes) stands for."""

    def unescape(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] in "uU" and len(code) > 1:
            point = int(code[1:], 16)
            # U+0000 is nothing that a database keeps
            return chr(point) if 0 < point <= 0x10FFFF else "\ufffd"
        return _SIMPLE.get(code, f"\\{code}")

    text = _ESCAPE.sub(unescape, literal[1:-1])
    # Two escaped halves of a surrogate pair are one character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
