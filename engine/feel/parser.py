"""Tokens to a syntax tree: recursive descent over the grammar of DMN 1.5, 10.3.1.2.

Names may hold spaces and operators (`date and time`, `profit+loss`). Which sequences of tokens are one name is decided by
the names in scope: those given, the built-in functions', and those bound by for, some, every, function and contexts.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engine.feel import ast
from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Token, string_value, tokenize
from engine.feel.temporal import parse_literal
from engine.feel.values import PRECISION

MAX_LENGTH = 20_000
MAX_DEPTH = 60
_KEYWORDS = frozenset("and or if then else for in return some every satisfies between instance of function true false null not".split())
_COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
_PROPERTIES = ("time offset",)


class Parser:
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

    # --- tokens

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

    # --- whole texts

    def whole_expression(self) -> ast.Node:
        node = self.expr()
        if self.token.kind != "end":
            raise self.fail("an operator or the end")
        return node

    def whole_unary_tests(self) -> ast.AnyTest:
        if self.token.kind == "symbol" and self.token.text == "-" and self.tokens[self.index + 1].kind == "end":
            return ast.AnyTest(())
        negated = self.at("not") and self.tokens[self.index + 1].text == "("
        if negated:
            start = self.index
            self.index += 2
            tests = self.tests()
            self.expect(")")
            if self.token.kind == "end":
                return ast.AnyTest(tests, negated=True)
            self.index = start
        tests = self.tests()
        if self.token.kind != "end":
            raise self.fail("',' or the end")
        return ast.AnyTest(tests)

    def tests(self) -> tuple[ast.Node, ...]:
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> ast.Test:
        for operator in _COMPARISONS:
            if self.accept(operator):
                return ast.Test(operator, self.sum())
        return ast.Test("expression", self.expr())

    # --- expressions, weakest binding first

    def expr(self) -> ast.Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"at most {MAX_DEPTH} nested expressions")
        try:
            if self.at("for"):
                return self.for_()
            if self.at("if"):
                return self.if_()
            if self.at("some", "every"):
                return self.quantified()
            if self.at("function"):
                return self.function()
            return self.or_()
        finally:
            self.depth -= 1

    def for_(self) -> ast.Node:
        self.expect("for")
        known = list(self.complex_names)
        iterations = self.iterations()
        self.bind("partial")
        self.expect("return")
        result = self.expr()
        self.complex_names = known
        return ast.For(iterations, result)

    def quantified(self) -> ast.Node:
        every = self.token.text == "every"
        self.index += 1
        known = list(self.complex_names)
        iterations = self.iterations()
        self.expect("satisfies")
        condition = self.expr()
        self.complex_names = known
        return ast.Quantified(every, iterations, condition)

    def iterations(self) -> tuple[ast.Iteration, ...]:
        found = []
        while True:
            name = self.words_until("in")
            self.bind(name)
            self.expect("in")
            source = self.expr()
            end = self.expr() if self.accept("..") else None
            found.append(ast.Iteration(name, source, end))
            if not self.accept(","):
                return tuple(found)

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

    def if_(self) -> ast.Node:
        self.expect("if")
        condition = self.expr()
        self.expect("then")
        then = self.expr()
        self.expect("else")
        return ast.If(condition, then, self.expr())

    def function(self) -> ast.Node:
        self.expect("function")
        self.expect("(")
        known = list(self.complex_names)
        parameters = []
        while not self.at(")"):
            name = self.words_until(",", ")", ":")
            if self.accept(":"):
                self.type()
            self.bind(name)
            parameters.append(name)
            if not self.accept(","):
                break
        self.expect(")")
        if self.at("external"):
            raise self.fail("an expression (external functions would run code)")
        body = self.expr()
        self.complex_names = known
        return ast.FunctionLiteral(tuple(parameters), body)

    def or_(self) -> ast.Node:
        left = self.and_()
        while self.accept("or"):
            left = ast.Binary("or", left, self.and_())
        return left

    def and_(self) -> ast.Node:
        left = self.comparison()
        while self.accept("and"):
            left = ast.Binary("and", left, self.comparison())
        return left

    def comparison(self) -> ast.Node:
        left = self.sum()
        while True:
            operator = next((sign for sign in _COMPARISONS if self.at(sign)), None)
            if operator:
                self.index += 1
                left = ast.Binary(operator, left, self.sum())
            elif self.accept("between"):
                low = self.sum()
                self.expect("and")
                left = ast.Between(left, low, self.sum())
            elif self.accept("in"):
                left = ast.In(left, self.in_tests())
            elif self.at("instance"):
                self.index += 1
                self.expect("of")
                left = ast.InstanceOf(left, self.type())
            else:
                return left

    def in_tests(self) -> tuple[ast.Node, ...]:
        if self.at("("):
            start = self.index
            self.index += 1
            try:
                tests = self.tests()
                if self.accept(")"):
                    return tests
            except FeelSyntaxError:
                pass
            self.index = start  # an open interval such as (1..5)
        for operator in _COMPARISONS:
            if self.accept(operator):
                return (ast.Test(operator, self.sum()),)
        return (ast.Test("expression", self.sum()),)

    def type(self) -> str:
        if self.at("list", "range") and self.tokens[self.index + 1].text == "<":
            kind = self.token.text
            self.index += 2
            inner = self.type()
            self.expect(">")
            return f"{kind}<{inner}>"
        if self.at("context", "function") and self.tokens[self.index + 1].text == "<":
            kind, depth = self.token.text, 0
            self.index += 1
            while True:
                depth += (self.token.text == "<") - (self.token.text == ">")
                if self.token.kind == "end":
                    raise self.fail("'>'")
                self.index += 1
                if depth == 0:
                    break
            if kind == "function" and self.accept("->"):
                self.type()
            return kind
        for kind in ("years and months duration", "days and time duration", "date and time"):
            words = kind.split()
            if [token.text for token in self.tokens[self.index : self.index + len(words)]] == words:
                self.index += len(words)
                return kind
        return self.name(allow_keyword=True)

    def sum(self) -> ast.Node:
        left = self.product()
        while self.at("+", "-"):
            operator = self.token.text
            self.index += 1
            left = ast.Binary(operator, left, self.product())
        return left

    def product(self) -> ast.Node:
        left = self.power()
        while self.at("*", "/"):
            operator = self.token.text
            self.index += 1
            left = ast.Binary(operator, left, self.power())
        return left

    def power(self) -> ast.Node:
        left = self.unary()
        while self.accept("**"):
            left = ast.Binary("**", left, self.unary())
        return left

    def unary(self) -> ast.Node:
        if self.accept("-"):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise self.fail("fewer signs")
            node = ast.Negation(self.unary())
            self.depth -= 1
            return node
        return self.postfix()

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
