"""Tokens to a syntax tree (DMN 1.5, 10.3.1.2): the operators by precedence, and the forms that begin with a keyword."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.errors import FeelSyntaxError
from engine.feel.syntax import ast
from engine.feel.syntax.captures import mentions
from engine.feel.syntax.terms import Terms

MAX_DEPTH = 64
#: how many `else if` may follow each other
MAX_BRANCHES = 200
#: how many comparisons may be compared with each other: `a = b = true`
MAX_COMPARISONS = 10
_SIGNS = ("<=", ">=", "!=", "<", ">", "=")
#: how strongly an operator binds; unary minus, `instance of`, paths, filters and calls bind stronger still
_LEVELS = {"or": 1, "and": 2, "between": 3, "in": 3, **dict.fromkeys(_SIGNS, 3), "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_OPERAND = 4


class Parser(Terms):
    # --- whole texts

    def whole_expression(self) -> ast.Node:
        return self._whole(self.expression_node)

    def whole_unary_tests(self) -> ast.AnyTest:
        node = self._whole(self.unary_tests)
        assert isinstance(node, ast.AnyTest)
        return node

    def _whole(self, read: Callable[[], ast.Node]) -> ast.Node:
        try:
            node = read()
        except RecursionError:
            raise self.fail("a simpler expression") from None
        if self.token.kind != "end":
            raise self.fail("an operator or the end")
        return node

    def nest(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"at most {MAX_DEPTH} levels of nesting")

    # --- unary tests: the cells of a decision table

    def unary_tests(self) -> ast.AnyTest:
        if self.at("-") and self.tokens[self.index + 1].kind == "end":
            self.advance()
            return ast.AnyTest(())
        if self.at("not") and self.ahead("("):
            start = self.index
            self.advance()
            self.advance()
            try:
                tests = self.positive_tests()
                self.expect(")")
                if self.token.kind == "end":
                    return ast.AnyTest(tests, negated=True)
            except FeelSyntaxError:
                pass
            # the function not(…) inside a longer expression
            self.index = start
        return ast.AnyTest(self.positive_tests())

    def positive_tests(self) -> tuple[ast.Node, ...]:
        tests = [self.expression_node()]
        while self.accept(","):
            tests.append(self.expression_node())
        return tuple(tests)

    # --- expressions

    def expression_node(self) -> ast.Node:
        self.nest()
        outer, self.in_interval = self.in_interval, False
        try:
            if self.at("if"):
                return self._if()
            if self.at("for"):
                return self._for()
            if self.at("some", "every") and self.tokens[self.index + 1].kind in ("word", "quoted"):
                return self._quantified()
            return self._binary(1)
        finally:
            self.in_interval = outer
            self.depth -= 1

    def operand(self) -> ast.Node:
        self.nest()
        try:
            return self._binary(_OPERAND)
        finally:
            self.depth -= 1

    def _binary(self, weakest: int) -> ast.Node:
        left = self._unary(weakest)
        comparisons = 0
        while self.token.kind in ("symbol", "word"):
            sign = self.token.text
            level = _LEVELS.get(sign, 0)
            if level < weakest:
                break
            if level >= _OPERAND:
                left = self._arithmetic(left, level)
            elif level == 3:
                comparisons += 1
                if comparisons > MAX_COMPARISONS:
                    raise self.fail("'and' or 'or' between comparisons")
                left = self._comparison(left, sign)
            else:
                operands = [left]
                while self.accept(sign):
                    operands.append(self._binary(level + 1))
                left = ast.Conjunction(tuple(operands)) if sign == "and" else ast.Disjunction(tuple(operands))
        return left

    def _unary(self, weakest: int) -> ast.Node:
        at = self.token.position
        if self.at("-"):
            self.advance()
            self.nest()
            operand = self._unary(7)
            self.depth -= 1
            return ast.Negation(operand, at=at)
        if weakest <= 3 and self.at(*_SIGNS):
            sign = self.advance().text
            return ast.UnaryRange(sign, self.endpoint(), at=at)
        if self.at("if", "for") or (self.at("some", "every") and self.tokens[self.index + 1].kind in ("word", "quoted")):
            # as the right side of an operator they take everything that follows
            return self.expression_node()
        return self.postfix()

    def _arithmetic(self, first: ast.Node, level: int) -> ast.Node:
        at = self.token.position
        rest: list[tuple[str, ast.Node]] = []
        while self.token.kind == "symbol" and _LEVELS.get(self.token.text) == level:
            sign = self.advance().text
            rest.append((sign, self._binary(level + 1)))
        return ast.Arithmetic(first, tuple(rest), at=at)

    def _comparison(self, left: ast.Node, sign: str) -> ast.Node:
        at = self.advance().position
        if sign == "between":
            low = self.operand()
            self.expect("and")
            return ast.Between(left, low, self.operand(), at=at)
        if sign == "in":
            return ast.In(left, self._tests(), at=at)
        return ast.Comparison(sign, left, self._binary(_OPERAND), at=at)

    def _tests(self) -> tuple[ast.Node, ...]:
        """The right side of `in`: one test, or several in parentheses."""
        start = self.index
        if not self.at("("):
            if self.at(*_SIGNS):
                return (self._binary(3),)
            test = self.operand()
            # `5 in ? < 10` asks for what `5 in (? < 10)` does: a test's answer is smaller than nothing
            return (self._comparison(test, self.token.text) if self.at(*_SIGNS) and mentions(test, "?") else test,)
        try:
            return (self.operand(),)
        except FeelSyntaxError:
            self.index = start
        self.advance()
        tests = self.positive_tests()
        self.expect(")")
        return tests

    def _if(self) -> ast.Node:
        arms: list[tuple[ast.Node, ast.Node]] = []
        while self.accept("if"):
            condition = self.expression_node()
            self.expect("then")
            then = self.expression_node()
            self.expect("else")
            arms.append((condition, then))
            if len(arms) > MAX_BRANCHES:
                raise self.fail(f"at most {MAX_BRANCHES} branches")
        node = self.expression_node()
        for condition, then in reversed(arms):
            node = ast.If(condition, then, node)
        return node

    def _for(self) -> ast.Node:
        self.advance()
        with self.scope():
            iterations = self._iterations("return")
            self.bind("partial")
            return ast.For(iterations, self.expression_node())

    def _quantified(self) -> ast.Node:
        every = self.advance().text == "every"
        with self.scope():
            iterations = self._iterations("satisfies")
            return ast.Quantified(every, iterations, self.expression_node())

    def _iterations(self, end: str) -> tuple[ast.Iteration, ...]:
        found: list[ast.Iteration] = []
        while True:
            at = self.token.position
            name = self.key("in")
            self.expect("in")
            source = self.expression_node()
            last = self.expression_node() if self.accept("..") else None
            found.append(ast.Iteration(name, source, last, at=at))
            self.bind(name)
            if not self.accept(","):
                break
        self.expect(end)
        return tuple(found)
