"""`alur feel` and `alur dmn`: evaluates an expression or a decision, and lints tables."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import simplejson

from engine.connectors.clock import MachineClock
from engine.dmn.linter import lint_model
from engine.dmn.model import Model, Outcome, UnknownDecision, read
from engine.dmn.reader import NoModel
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile, complex_names
from engine.feel.text import nested_text
from webui.settings import environment_zone


def add_commands(commands: Any) -> None:
    feel = commands.add_parser("feel", help="the value of a FEEL expression")
    feel.add_argument("expression", help="the expression")
    feel.add_argument("--context", default="{}", metavar="JSON", help="variables, such as '{\"x\": 1}'")
    feel.set_defaults(run=_feel)
    dmn = commands.add_parser("dmn", help="evaluate and check decision models").add_subparsers(dest="what", required=True)
    evaluate = dmn.add_parser("eval", help="the value of a decision, and the rules that matched")
    evaluate.add_argument("file", type=Path, help="the file")
    evaluate.add_argument("--decision", help="name or id; without it the model's only decision")
    evaluate.add_argument("--input", default="{}", metavar="JSON", help="values of the input data by name")
    evaluate.add_argument(
        "--import", dest="imports", type=Path, action="append", default=[], metavar="FILE", help="a model that it imports"
    )
    evaluate.set_defaults(run=_evaluate)
    lint = dmn.add_parser("lint", help="overlaps, gaps, rules that never decide, wrong types, unknown names")
    lint.add_argument("file", type=Path, help="the file")
    _add_imports(lint)
    lint.set_defaults(run=_lint)


def _add_imports(command: argparse.ArgumentParser) -> None:
    command.add_argument("--import", dest="imports", type=Path, action="append", default=[], metavar="FILE", help="a model that it imports")


def _json(text: str, option: str) -> dict[str, Any]:
    try:
        value = simplejson.loads(text, use_decimal=True)
    except ValueError as error:
        sys.exit(f"alur: {option} is no JSON: {error}")
    if not isinstance(value, dict):
        sys.exit(f"alur: {option} must be a JSON object such as '{{\"x\": 1}}'")
    return value


def _now() -> datetime:
    """Returns the machine's time in the regency's zone, as processes see it."""
    return MachineClock().now(None).astimezone(environment_zone())


def _feel(options: argparse.Namespace) -> None:
    context = _json(options.context, "--context")
    try:
        result = compile(options.expression, names=complex_names(context)).evaluate(context, now=_now())
    except FeelSyntaxError as error:
        sys.exit(f"alur: {error}")
    print(nested_text(result.value))
    for warning in result.warnings:
        print(f"line {warning.line}, column {warning.column}: {warning.message}", file=sys.stderr)


def _model(path: Path, imports: list[Path]) -> Model:
    try:
        return read(path.read_bytes(), imports=[read(other.read_bytes()) for other in imports])
    except OSError as error:
        sys.exit(f"alur: {error.filename} cannot be read: {error.strerror}")
    except NoModel as error:
        sys.exit(f"alur: {path}: {error}")


def _problems(model: Model) -> list[str]:
    return [f"error {problem.code}: line {problem.line}: {problem.message}" for problem in model.problems]


def _evaluate(options: argparse.Namespace) -> None:
    model = _model(options.file, options.imports)
    for line in _problems(model):
        print(line, file=sys.stderr)
    names = [item.name for item in model.definitions.decisions] + [item.name for item in model.definitions.services]
    if options.decision is None and len(names) != 1:
        sys.exit(f"alur: choose with --decision one of: {', '.join(names) or 'none'}")
    try:
        outcome = model.decide(options.decision or names[0], _json(options.input, "--input"), now=_now(), read_texts=True)
    except UnknownDecision as error:
        sys.exit(f"alur: {error} There are: {', '.join(names) or 'none'}")
    print(nested_text(outcome.value))
    _explain(outcome)


def _explain(outcome: Outcome) -> None:
    for trace in outcome.traces:
        given = ", ".join(f"{label} = {nested_text(value)}" for label, value in trace.inputs)
        print(f"{trace.decision}: {given or 'no inputs'}: matched {', '.join(trace.matched) or 'nothing'}", file=sys.stderr)
    for fault in outcome.faults:
        print(f"a process stops here: {fault}", file=sys.stderr)
    for warning in outcome.warnings:
        if warning.message in outcome.faults:
            continue
        place = f" ({' '.join(warning.expression.split())}, line {warning.line}, column {warning.column})" if warning.expression else ""
        print(f"warning {warning.code}: {warning.message}{place}", file=sys.stderr)


def _lint(options: argparse.Namespace) -> None:
    model = _model(options.file, options.imports)
    lines = _problems(model)
    for finding in lint_model(model):
        place = f"{finding.decision}, rule {finding.rule}" if finding.rule else finding.decision
        lines.append(f"{finding.severity} {finding.code}: {place}: {finding.message} {finding.remedy}")
    print("\n".join(lines) or "nothing is wrong")
    if any(line.startswith("error") for line in lines):
        sys.exit(1)
