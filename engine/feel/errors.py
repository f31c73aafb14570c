"""Errors and diagnoses of an expression: it does not parse, exceeds a limit, or a part of it becomes null."""

from __future__ import annotations

from dataclasses import dataclass


class FeelSyntaxError(ValueError):
    """The text is no FEEL expression. `line` and `column` count from 1; `expected` says what would fit there."""

    def __init__(self, *, expression: str, position: int, expected: str) -> None:
        self.expression = expression
        self.line, self.column = place(expression, position)
        self.expected = expected
        found = expression[position : position + 20].split("\n")[0] or "the end"
        super().__init__(f"line {self.line}, column {self.column}: expected {expected}, but found '{found}'")


class EvaluationStopped(RuntimeError):
    """The evaluation ended before it had a value: the whole expression is null, and `code` is the warning that says why."""

    code = "LIMIT"


class FeelLimitExceeded(EvaluationStopped):
    """The evaluation passed a limit (steps, depth, list or string size): stopped, so that it cannot hang the process."""


class BeyondCalendar(EvaluationStopped):
    """A term was counted over days whose holidays or office hours nobody has set: no part of an expression may go on without them."""

    code = "CALENDAR"


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """Why a part of an expression became null, and where: the place in `expression`, which a decision has many of.

    `code` is stable: NO_VARIABLE, NO_ENTRY, NO_FUNCTION, NO_TYPE, TYPE, ARGUMENT, LIMIT, CALENDAR; in decisions also CLASH and SYNTAX.
    """

    code: str
    message: str
    line: int = 1
    column: int = 1
    expression: str = ""


def place(expression: str, position: int) -> tuple[int, int]:
    """Line and column, counted from 1, of a position in a text."""
    return expression.count("\n", 0, position) + 1, position - expression.rfind("\n", 0, position)
