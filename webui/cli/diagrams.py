"""`alur lint FILE`: lists the problems of a diagram in either language, with the linter of a deployment."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from engine.bpmn.lint.shapes import Sizes
from engine.model.errors import DeploymentRejected, Problem

SEVERITIES = {"id": {"error": "kesalahan", "warning": "peringatan", "hint": "saran"}}


def add_diagram_commands(commands: Any) -> None:
    lint = commands.add_parser("lint", help="what is wrong with a diagram")
    lint.add_argument("file", type=Path, help="the file")
    lint.add_argument("--language", choices=("en", "id"), default="en", help="of the findings")
    lint.add_argument("--hints", action="store_true", help="also how it is drawn")
    lint.add_argument(
        "--size", action="append", type=_size, default=[], metavar="KIND=WxH", help="with --hints: a size of your own, userTask=120x80"
    )
    lint.add_argument("--roles", action="store_true", help="also whom nobody bears in this installation's organisation")
    lint.set_defaults(run=_lint)
    inspect = commands.add_parser("inspect", help="what becomes of each element of a diagram")
    inspect.add_argument("file", type=Path, help="the file")
    inspect.set_defaults(run=_inspect)


def _size(text: str) -> tuple[str, tuple[float | None, float | None]]:
    """`userTask=120x80`, or `participant=80`: the breadth of an empty pool."""
    kind, _, size = text.partition("=")
    width, _, height = size.partition("x")
    try:
        return kind, (float(width), float(height) if height else None)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no KIND=WIDTHxHEIGHT") from None


def _lint(options: argparse.Namespace) -> None:
    try:
        content = options.file.read_bytes()
    except OSError as error:
        sys.exit(f"alur: {options.file} cannot be read: {error.strerror}")
    problems = _problems(content, options.file, dict(options.size)) + (_roles(content, options.file) if options.roles else [])
    shown = [problem for problem in problems if options.hints or problem.severity != "hint"]
    for problem in shown:
        print(_line(problem, options.language))
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)
    if not shown:
        print("nothing is wrong" if options.language == "en" else "tidak ada yang salah")


def _inspect(options: argparse.Namespace) -> None:
    """Prints counts, and each element that is not executed or belongs to another product."""
    from engine.bpmn.reading.diagram import read_diagram
    from engine.bpmn.reading.inventory import VERDICTS, inventory

    try:
        entries = list(inventory(read_diagram(options.file.read_bytes(), resource=options.file.name).root))
    except OSError as error:
        sys.exit(f"alur: {options.file} cannot be read: {error.strerror}")
    for verdict in VERDICTS:
        print(f"{verdict.replace('_', ' '):<14}{sum(entry.verdict == verdict for entry in entries):>6}")
    for entry in entries:
        if entry.verdict in ("kept", "lost", "not_executed"):
            attribute = f" {entry.attribute}=" if entry.attribute else ""
            print(f"{options.file.name}:{entry.line}:{entry.id}: {entry.verdict.replace('_', ' ')}: {entry.element}{attribute}")


def _problems(content: bytes, path: Path, sizes: Sizes) -> list[Problem]:
    """Returns the problems, beside a process.toml also of references: forms, decisions, called processes, services."""
    from engine.bpmn.lint.drawing import hints
    from engine.bpmn.lint.linter import lint_diagram
    from engine.bpmn.reading.diagram import read_diagram

    try:
        diagram = read_diagram(content, resource=path.name)
    except DeploymentRejected as rejected:
        return list(rejected.problems)
    if not (path.parent / "process.toml").exists():
        return lint_diagram(diagram, resource=path.name, sizes=sizes)
    return [*_in_package(path), *hints(diagram.root, path.name, sizes)]


def _roles(content: bytes, path: Path) -> list[Problem]:
    """Prints roles and positions that the diagram names and nobody fills."""
    from engine.model.actor import SYSTEM
    from engine.queries.people.unfilled_roles import UnfilledRoles
    from webui.bootstrap import build_platform
    from webui.settings import SettingsError, read_settings

    try:
        engine = build_platform(read_settings())
    except SettingsError as error:
        sys.exit(f"alur: the settings cannot be used:\n{error}")
    return list(engine.ask(UnfilledRoles(resources={path.name: content}), actor=SYSTEM))


def _in_package(path: Path) -> list[Problem]:
    from engine.packages.checks import check_resources
    from engine.packages.content_cache import ContentCache
    from engine.packages.deployed import Deployed, deployed_processes
    from engine.packages.discovery import read_package
    from webui.bootstrap import catalogue_of
    from webui.settings import package_folders

    catalogue = catalogue_of([path.parent.parent])
    package = read_package(path.parent, catalogue.rules, origin="folder")
    job_types = {**catalogue.all_job_types, **package.job_types}
    known: dict[str, Deployed] = {}
    for other in (*catalogue_of(package_folders()), *catalogue):
        known |= deployed_processes(other.resources, catalogue.rules, ContentCache())
    resources = {**package.resources, path.name: path.read_bytes()}
    checked = check_resources(resources, job_types=job_types, rules=catalogue.rules, elsewhere=known.get)
    return [problem for problem in checked.problems if problem.resource == path.name]


def _line(problem: Problem, language: str) -> str:
    if language == "en":
        return f"{problem.severity} {problem}"
    from webui.rendering.problem_text import sentence

    place = ":".join(str(part) for part in (problem.resource, problem.line, problem.element) if part)
    return f"{SEVERITIES['id'][problem.severity]} {place}: {problem.code}: {sentence(problem, 'id')}"
