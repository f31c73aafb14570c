"""What an expression is built from: literals, names, lists, contexts, functions, ranges, and what may follow them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import DecimalException

from engine.feel.errors import FeelSyntaxError
from engine.feel.reading import parse_literal
from engine.feel.syntax import ast
from engine.feel.syntax.lexer import string_value
from engine.feel.syntax.tokens import Tokens
from engine.feel.values import PRECISION

_CONSTANTS = {"true": True, "false": False, "null": None}
_TYPE_NAMES = (("date", "and", "time"), ("days", "and", "time", "duration"), ("years", "and", "months", "duration"))
#: how many paths, filters and calls may follow each other
MAX_CHAIN = 100
#: how deep types may be nested
MAX_TYPE = 8


class Terms(Tokens, ABC):
    @abstractmethod
    def expression_node(self) -> ast.Node: ...

    @abstractmethod
    def operand(self) -> ast.Node:
        """What binds stronger than a comparison."""

    def postfix(self) -> ast.Node:
        """A term with its paths, filters, calls and `instance of`."""
        node = self.primary()
        for _count in range(MAX_CHAIN):
            at = self.token.position
            if self.accept("."):
                node = ast.Path(node, self.name(member=True), at=at)
            elif self.at("["):
                filtered = self.filter(node)
                if filtered is None:
                    return node
                node = filtered
            elif self.accept("("):
                node = self.call(node, at)
            elif self.at("instance") and self.ahead("of"):
                self.advance()
                self.advance()
                node = ast.InstanceOf(node, self.type_name(), at=at)
            else:
                return node
        raise self.fail("a shorter chain of paths, filters and calls")

    def filter(self, source: ast.Node) -> ast.Node | None:
        """A filter in brackets; None where the bracket ends an interval such as `[1..5[`."""
        start, at = self.index, self.token.position
        self.advance()
        try:
            condition = self.expression_node()
            self.expect("]")
        except FeelSyntaxError:
            if not self.in_interval:
                raise
            self.index = start
            return None
        return ast.Filter(source, condition, at=at)

    in_interval = False

    def primary(self) -> ast.Node:
        token = self.token
        if token.kind == "number":
            return self.number()
        if token.kind == "string":
            self.advance()
            return ast.Literal(string_value(token.text))
        if token.kind == "word" and self._longest(False, peek=True) is not None:
            # a known name may begin with a keyword: `in stock`, `true north`
            return ast.Name(self.name(), at=token.position)
        if token.kind == "word" and token.text in _CONSTANTS:
            self.advance()
            return ast.Literal(_CONSTANTS[token.text])
        if self.at("function"):
            return self.function()
        if self.accept("@"):
            return self.temporal()
        if self.at("[", "]"):
            return self.bracket()
        if self.at("("):
            return self.parenthesis()
        if self.at("{"):
            return self.context()
        if token.kind == "word" and token.text in ("and", "or") and self.ahead("("):
            # where an operand is expected they are functions: `and(true, false)`
            return ast.Name(self.advance().text, at=token.position)
        if token.kind in ("word", "quoted"):
            return ast.Name(self.name(), at=token.position)
        raise self.fail("an expression")

    def number(self) -> ast.Node:
        token = self.advance()
        try:
            return ast.Literal(PRECISION.create_decimal(token.text))
        except DecimalException:
            expected = "a number of at most 6,144 digits"
            raise FeelSyntaxError(expression=self.expression, position=token.position, expected=expected) from None

    def temporal(self) -> ast.Node:
        token = self.token
        if token.kind != "string":
            raise self.fail("a string with a date, time or duration")
        self.advance()
        # a text that is none is null, as `date("x")` is
        return ast.Literal(parse_literal(string_value(token.text)))

    def bracket(self) -> ast.Node:
        """A list, or an interval that begins with a bracket."""
        at, opening = self.token.position, self.advance().text
        if opening == "[" and self.accept("]"):
            return ast.ListLiteral(())
        first = self.endpoint() if opening == "]" else self.expression_node()
        if self.accept(".."):
            return self.interval(first, opening == "[", at)
        if opening == "]":
            raise self.fail("'..'")
        items = [first]
        while self.accept(","):
            items.append(self.expression_node())
        self.expect("]")
        return ast.ListLiteral(tuple(items))

    def parenthesis(self) -> ast.Node:
        at = self.advance().position
        node = self.expression_node()
        if self.accept(".."):
            return self.interval(node, False, at)
        self.expect(")")
        return node

    def endpoint(self) -> ast.Node:
        outer, self.in_interval = self.in_interval, True
        try:
            return self.operand()
        finally:
            self.in_interval = outer

    def interval(self, start: ast.Node, included: bool, at: int) -> ast.Node:
        end = self.endpoint()
        if not self.at("]", ")", "["):
            raise self.fail("']' or ')'")
        return ast.RangeLiteral(start, end, included, self.advance().text == "]", at=at)

    def context(self) -> ast.Node:
        at = self.advance().position
        entries: list[tuple[str, ast.Node]] = []
        with self.scope():
            while not self.accept("}"):
                if entries:
                    self.expect(",")
                key = string_value(self.advance().text) if self.token.kind == "string" else self.key(":")
                self.expect(":")
                entries.append((key, self.expression_node()))
                self.bind(key)
        return ast.ContextLiteral(tuple(entries), at=at)

    def function(self) -> ast.Node:
        at = self.advance().position
        self.expect("(")
        parameters: list[tuple[str, ast.TypeName | None]] = []
        with self.scope():
            while not self.accept(")"):
                if parameters:
                    self.expect(",")
                name = self.key(":", ",", ")")
                parameters.append((name, self.type_name() if self.accept(":") else None))
                self.bind(name)
            if self.accept("external"):
                self.expression_node()
                return ast.FunctionLiteral(tuple(parameters), None, at=at)
            return ast.FunctionLiteral(tuple(parameters), self.expression_node(), at=at)

    def call(self, function: ast.Node, at: int) -> ast.Node:
        if self.accept(")"):
            return ast.Call(function, (), at=at)
        names: list[str] = []
        arguments: list[ast.Node] = []
        named = self._named_argument()
        while True:
            if named:
                names.append(self.key(":"))
                self.expect(":")
            arguments.append(self.expression_node())
            if not self.accept(","):
                break
        self.expect(")")
        return ast.Call(function, tuple(arguments), tuple(names), at=at)

    def _named_argument(self) -> bool:
        """Whether a parameter's name and a colon come next."""
        place = self.index
        if self.token.kind == "quoted":
            return self.ahead(":")
        while self.tokens[place].kind == "word" or self.tokens[place].text in ("-", "+", "*", "/", "'"):
            place += 1
        return place > self.index and self.tokens[place].text == ":" and self.tokens[place].kind == "symbol"

    def type_name(self) -> ast.TypeName:
        self.type_depth += 1
        if self.type_depth > MAX_TYPE:
            raise self.fail("a simpler type")
        try:
            return self._type_name()
        finally:
            self.type_depth -= 1

    type_depth = 0

    def _type_name(self) -> ast.TypeName:
        name = self._type_words()
        if name == "function" and self.accept("<"):
            of = self._types(self.accept(">"))
            result = self.type_name() if self.accept("->") else None
            return ast.TypeName("function", of, result=result)
        if name == "context" and self.accept("<"):
            keys, types = [], []
            while True:
                keys.append(self.key(":"))
                self.expect(":")
                types.append(self.type_name())
                if not self.accept(","):
                    break
            self.expect(">")
            return ast.TypeName("context", tuple(types), tuple(keys))
        if name in ("list", "range") and self.accept("<"):
            of = (self.type_name(),)
            self.expect(">")
            return ast.TypeName(name, of)
        return ast.TypeName(name)

    def _types(self, ended: bool) -> tuple[ast.TypeName, ...]:
        found: list[ast.TypeName] = []
        while not ended:
            found.append(self.type_name())
            ended = self.accept(">")
            if not ended:
                self.expect(",")
        return tuple(found)

    def _type_words(self) -> str:
        for parts in _TYPE_NAMES:
            if self._matches(parts):
                for _part in parts:
                    self.advance()
                return " ".join(parts)
        if self.token.kind != "word":
            raise self.fail("a type")
        words = [self.advance().text]
        while self.at(".") and self.tokens[self.index + 1].kind == "word":
            self.advance()
            words.append(self.advance().text)
        return ".".join(words)
