"""Tokens to a syntax tree: recursive descent over the grammar of DMN 1.5, 10.3.1.2, from the weakest binding to the strongest."""

from __future__ import annotations

from engine.feel import ast
from engine.feel.errors import FeelSyntaxError
from engine.feel.terms import Terms

MAX_DEPTH = 60
_COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")


class Parser(Terms):
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
