"""The parser's place in a text: its tokens, and the names in scope.

Names may hold spaces and operators (`date and time`, `profit+loss`). Which sequences of tokens are one name is decided by
the names in scope: those given, the built-in functions', and those bound by for, some, every, function and contexts.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Token, tokenize

MAX_LENGTH = 20_000
_KEYWORDS = frozenset("and or if then else for in return some every satisfies between instance of function true false null not".split())
_PROPERTIES = ("time offset",)


class Tokens:
    def __init__(self, expression: str, names: Iterable[str]) -> None:
        if len(expression) > MAX_LENGTH:
            raise FeelSyntaxError(expression=expression, position=MAX_LENGTH, expected=f"at most {MAX_LENGTH} characters")
        self.expression = expression
        self.tokens = tokenize(expression)
        self.index = 0
        self.depth = 0
        self.complex_names: list[tuple[tuple[str, ...], str]] = []
        for name in (*names, *_PROPERTIES):
            self.bind(name)

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def fail(self, expected: str) -> FeelSyntaxError:
        return FeelSyntaxError(expression=self.expression, position=self.token.position, expected=expected)

    def at(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.kind in ("word", "symbol")

    def accept(self, *texts: str) -> bool:
        if self.at(*texts):
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.fail(f"'{text}'")

    def bind(self, name: str) -> None:
        """Make a name of several tokens known; the longest match wins."""
        try:
            parts = tuple(token.text for token in tokenize(name)[:-1])
        except FeelSyntaxError:
            return
        if len(parts) > 1 and (parts, name) not in self.complex_names:
            self.complex_names.append((parts, name))
            self.complex_names.sort(key=lambda item: -len(item[0]))

    def name(self, *, allow_keyword: bool = False) -> str:
        for parts, name in self.complex_names:
            if all(token.text == part for token, part in zip(self.tokens[self.index :], parts, strict=False)) and len(
                self.tokens[self.index :]
            ) > len(parts):
                self.index += len(parts)
                return name
        token = self.token
        if token.kind != "word" or (token.text in _KEYWORDS and not allow_keyword):
            raise self.fail("a name")
        self.index += 1
        return token.text

    def words_until(self, *stops: str) -> str:
        words = []
        while not self.at(*stops):
            if self.token.kind not in ("word", "number", "symbol") or self.at("(", ")", "{", "}", "[", "]"):
                raise self.fail(f"'{stops[0]}'")
            words.append(self.token)
            self.index += 1
        if not words:
            raise self.fail("a name")
        return self.expression[words[0].position : words[-1].end]
