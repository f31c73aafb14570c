"""The strongest bindings of the grammar: literals, names, contexts, lists, ranges, paths, filters and calls (DMN 1.5, 10.3.1.2)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal

from engine.feel import ast
from engine.feel.lexer import string_value
from engine.feel.temporal import parse_literal
from engine.feel.tokens import Tokens
from engine.feel.values import PRECISION


class Terms(Tokens, ABC):
    @abstractmethod
    def expr(self) -> ast.Node:
        """A whole expression: terms hold expressions, and expressions terms."""

    def postfix(self) -> ast.Node:
        node = self.primary()
        while True:
            if self.accept("."):
                node = ast.Path(node, self.name(allow_keyword=True))
            elif self.accept("["):
                node = ast.Filter(node, self.expr())
                self.expect("]")
            elif self.accept("("):
                node = self.arguments(node)
            else:
                return node

    def arguments(self, function: ast.Node) -> ast.Node:
        arguments: list[ast.Node] = []
        names: list[str] = []
        while not self.at(")"):
            name = self.argument_name()
            if name is not None:
                names.append(name)
            arguments.append(self.expr())
            if not self.accept(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.fail("either only named or only positional arguments")
        return ast.Call(function, tuple(arguments), tuple(names))

    def argument_name(self) -> str | None:
        ahead = self.index
        while self.tokens[ahead].kind == "word":
            ahead += 1
        if ahead == self.index or self.tokens[ahead].text != ":":
            return None
        name = " ".join(token.text for token in self.tokens[self.index : ahead])
        self.index = ahead + 1
        return name

    def primary(self) -> ast.Node:
        token = self.token
        if token.kind == "number":
            self.index += 1
            return ast.Literal(PRECISION.create_decimal(Decimal(token.text)))
        if token.kind == "string":
            self.index += 1
            return ast.Literal(string_value(token.text))
        if token.kind == "word":
            return self.word()
        if self.accept("@"):
            literal = self.token
            if literal.kind != "string":
                raise self.fail('a text such as "2026-11-23"')
            self.index += 1
            return ast.Literal(parse_literal(string_value(literal.text)))
        if self.accept("?"):
            return ast.Name("?")
        if self.accept("{"):
            return self.context()
        if self.at("(", "[", "]"):
            return self.bracket()
        raise self.fail("an expression")

    def word(self) -> ast.Node:
        constants = {"true": True, "false": False, "null": None}
        if self.token.text in constants:
            text = self.token.text
            self.index += 1
            return ast.Literal(constants[text])
        if self.at("not") and self.tokens[self.index + 1].text == "(":
            self.index += 1
            return ast.Name("not")
        if self.at("for", "if", "some", "every", "function"):
            return self.expr()
        return ast.Name(self.name())

    def context(self) -> ast.Node:
        known = list(self.complex_names)
        entries: list[tuple[str, ast.Node]] = []
        while not self.at("}"):
            if self.token.kind == "string":
                key = string_value(self.token.text)
                self.index += 1
            else:
                key = self.words_until(":")
            self.expect(":")
            entries.append((key, self.expr()))
            self.bind(key)
            if not self.accept(","):
                break
        self.expect("}")
        self.complex_names = known
        return ast.ContextLiteral(tuple(entries))

    def bracket(self) -> ast.Node:
        """A parenthesis, a list or a range: all may begin with the same sign."""
        opening = self.token.text
        self.index += 1
        if opening == "[" and self.accept("]"):
            return ast.ListLiteral(())
        first = self.expr()
        if self.accept(".."):
            end = self.expr()
            if not self.at(")", "]", "["):
                raise self.fail("']' or ')'")
            closing = self.token.text
            self.index += 1
            return ast.RangeLiteral(first, end, opening == "[", closing == "]")
        if opening == "(":
            self.expect(")")
            return first
        if opening == "]":
            raise self.fail("'..'")
        items = [first]
        while self.accept(","):
            items.append(self.expr())
        self.expect("]")
        return ast.ListLiteral(tuple(items))
