"""FEEL, the expression language of DMN 1.5: parsed once, compiled to closures, evaluated over plain values. Depends on nothing."""

from engine.feel.errors import Diagnosis, FeelSyntaxError
from engine.feel.expression import Expression, Result, compile, compile_unary_tests, evaluate, unary_tests

__all__ = ["Diagnosis", "Expression", "FeelSyntaxError", "Result", "compile", "compile_unary_tests", "evaluate", "unary_tests"]
