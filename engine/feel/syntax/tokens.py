"""The parser's place in a text: its tokens, and the names in scope.

Names may hold spaces and operators (`date and time`, `profit+loss`). Which sequences of tokens are one name is decided by
the names in scope (DMN 1.5, 10.3.1.3): those given, the built-in functions', and those bound by for, some, every, function
and contexts; the longest wins. Words that follow each other and belong to no known name form one, because no other reading
of them is valid. Between backticks any characters are one name, as in Camunda's FEEL.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.feel.errors import FeelSyntaxError
from engine.feel.syntax.lexer import Lexeme, tokenize

KEYWORDS = frozenset("and or if then else for in return some every satisfies between instance function external true false null".split())
_PROPERTIES = ("time offset", "start included", "end included")
#: names by their first token: the tokens of each, and its normal form
Known = dict[str, list[tuple[tuple[str, ...], str]]]


@functools.lru_cache(maxsize=8192)
def name_parts(name: str) -> tuple[str, ...]:
    """The tokens of a name; none where it cannot be written as one."""
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelSyntaxError:
        return ()


@functools.lru_cache(maxsize=512)
def known_names(names: tuple[str, ...]) -> Known:
    """An index of the names that have several tokens."""
    known: Known = {}
    for name in names:
        parts = name_parts(name)
        if len(parts) > 1:
            known.setdefault(parts[0], []).append((parts, name))
    return known


class Tokens:
    """A cursor. `names` may stand anywhere, `members` behind a dot and in filters as well."""

    def __init__(self, expression: str, names: Iterable[str]) -> None:
        self.expression = expression
        self.tokens = tokenize(expression)
        self.index = 0
        self.depth = 0
        #: backtracking may read tokens again, but not endlessly
        self.budget = 20 * len(self.tokens) + 200
        self.given = known_names(tuple(names))
        self.bound: list[tuple[tuple[str, ...], str]] = []
        self.members: list[tuple[tuple[str, ...], str]] = [(name_parts(name), name) for name in _PROPERTIES]

    @property
    def token(self) -> Lexeme:
        return self.tokens[self.index]

    def ahead(self, text: str, distance: int = 1) -> bool:
        place = self.index + distance
        return place < len(self.tokens) and self.tokens[place].text == text and self.tokens[place].kind in ("word", "symbol")

    def fail(self, expected: str) -> FeelSyntaxError:
        return FeelSyntaxError(expression=self.expression, position=self.token.position, expected=expected)

    def advance(self) -> Lexeme:
        token = self.tokens[self.index]
        self.index += 1
        self.budget -= 1
        if self.budget < 0:
            raise FeelSyntaxError(expression=self.expression, position=token.position, expected="a simpler expression")
        return token

    def at(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.kind in ("word", "symbol")

    def accept(self, *texts: str) -> bool:
        if self.at(*texts):
            self.advance()
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.fail(f"'{text}'")

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Names bound inside end with the block."""
        count = len(self.bound)
        try:
            yield
        finally:
            del self.bound[count:]

    def bind(self, name: str) -> None:
        parts = name_parts(name)
        if len(parts) > 1:
            self.bound.append((parts, name))
            self.members.append((parts, name))

    def name(self, *, member: bool = False) -> str:
        """Read a name; behind a dot (`member`) also keywords and the names of entries seen before."""
        token = self.token
        if token.kind == "quoted":
            return self.advance().text[1:-1]
        known = self._longest(member)
        if known is not None:
            return known
        if token.kind != "word" or (token.text in KEYWORDS and not member):
            raise self.fail("a name")
        words = [self.advance().text]
        while self.token.kind == "word" and self.token.text not in KEYWORDS and self._longest(member, peek=True) is None:
            words.append(self.advance().text)
        return " ".join(words)

    def _longest(self, member: bool, *, peek: bool = False) -> str | None:
        best: tuple[tuple[str, ...], str] = ((), "")
        first = self.token.text
        for parts, name in (*self.given.get(first, ()), *self.bound, *(self.members if member else ())):
            if len(parts) > len(best[0]) and parts[0] == first and self._matches(parts):
                best = (parts, name)
        if not best[0]:
            return None
        if not peek:
            for _part in best[0]:
                self.advance()
        return best[1]

    def _matches(self, parts: tuple[str, ...]) -> bool:
        return all(token.text == part for token, part in zip(self.tokens[self.index : -1], parts, strict=False)) and len(
            self.tokens
        ) > self.index + len(parts)

    def key(self, *stops: str) -> str:
        """A name that is being bound: one in backticks, or everything up to a stop, with single spaces."""
        if self.token.kind == "quoted":
            return self.advance().text[1:-1]
        words: list[Lexeme] = []
        while not self.at(*stops):
            if self.token.kind not in ("word", "number", "symbol") or self.at("(", ")", "{", "}", "[", "]", ",", ":"):
                raise self.fail(f"'{stops[0]}'")
            words.append(self.advance())
        if not words or words[0].kind != "word":
            raise self.fail("a name")
        return " ".join(self.expression[words[0].position : words[-1].end].split())
