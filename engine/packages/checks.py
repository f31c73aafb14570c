"""Checks a package before it is deployed: diagrams, forms, tables, job types, called processes, translations, tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from engine.bpmn.elements import Element, Process
from engine.dmn.decision import Decision
from engine.model.errors import DeploymentRejected, Problem
from engine.model.limited_json import read_json
from engine.model.stored_text import name_problem
from engine.packages.content_cache import ContentCache
from engine.packages.decisions import decisions_of, lint_models
from engine.packages.deployed import Deployed, Elsewhere, deployed_processes, nowhere
from engine.packages.given_roles import check_calls
from engine.packages.listener_services import check_listener_services
from engine.packages.manifest import Manifest, ManifestError, read_manifest
from engine.packages.manifest_checks import check_cases, check_translations
from engine.packages.package import Package
from engine.packages.paths import SCENARIOS, WAIVED
from engine.packages.reached_ends import ends_of_tests
from engine.packages.readings import lint_of_form, model_linter, read_drawn, read_tables
from engine.packages.rules import PackageRules, ReadPackage
from engine.packages.scenario import ScenarioError, read_scenario, read_waived
from engine.packages.values.checks import check_values
from engine.sdk import JobType


@dataclass(frozen=True, kw_only=True)
class Checked:
    problems: tuple[Problem, ...]
    processes: tuple[tuple[Process, str], ...]
    decisions: Mapping[str, Decision]


def form_key(content: bytes) -> str:
    return str(read_json(content).get("id", ""))


def check_resources(
    resources: Mapping[str, bytes],
    *,
    job_types: Mapping[str, JobType],
    rules: PackageRules,
    kept: ContentCache | None = None,
    elsewhere: Elsewhere = nowhere,
) -> Checked:
    """Every problem of a set of resources at once. Errors refuse a deployment, warnings do not.

    `kept`: what was read and linted before; what points from one file to another is looked at again each time. `elsewhere`: the
    processes of other deployments, which these may call.
    """
    checker = _Checker(resources, job_types, rules, kept or ContentCache(), elsewhere)
    checker.run()
    return Checked(problems=tuple(checker.problems), processes=tuple(checker.processes), decisions=checker.decisions)


def check_package(
    package: Package,
    job_types: Mapping[str, JobType],
    installed: Iterable[Package] = (),
    *,
    rules: PackageRules,
    played: Collection[tuple[str, str]] = (),
) -> list[Problem]:
    """Returns the problems for `alur packages check`: those above, end events that no test or scenario reached, and faulty calls.

    `played`: diagram and end event, of what the scenarios come to; who knows how they are played gives it.
    """
    kept = ContentCache()
    known: dict[str, Deployed] = {}
    for other in (*installed, package):  # its own last: they are what it calls
        known |= deployed_processes(other.resources, rules, kept)
    types = {**job_types, **package.job_types}
    checked = check_resources(package.resources, job_types=types, rules=rules, kept=kept, elsewhere=known.get)
    problems = [*package.problems, *checked.problems]
    warn = partial(Problem, severity="warning")
    problems += check_calls(checked.processes, lambda called: known[called].process if called in known else None)
    reached = ends_of_tests(package) | set(played)
    for process, path in checked.processes:
        for element in process.elements.values():
            if element.kind == "endEvent" and (path, element.id) not in reached:
                message = f"No test or scenario of the package has reached the end event '{element.id}' as the diagram is now."
                remedy = "Write a test in tests/ or a scenario that reaches it, and run it: ./run test with the package's folder."
                problems.append(warn(code="END_UNTESTED", resource=path, element=element.id, message=message, remedy=remedy))
    return problems


#: calls by which a template runs texts as code, loads other files as code, or fetches packages
REACHING_OUT = re.compile(r"\b(import|include|eval|plugin)\b")


class _Checker:
    def __init__(
        self,
        resources: Mapping[str, bytes],
        job_types: Mapping[str, JobType],
        rules: PackageRules,
        kept: ContentCache,
        elsewhere: Elsewhere,
    ) -> None:
        self.resources = resources
        self.job_types = job_types
        self.rules = rules
        self.kept = kept
        self.elsewhere = elsewhere
        self.problems: list[Problem] = []
        self.processes: list[tuple[Process, str]] = []
        self.decisions: dict[str, Decision] = {}
        self.forms: dict[str, Mapping[str, Any]] = {}
        self.texts: dict[str, Mapping[str, str]] = {}
        self.templates: dict[str, str] = {}
        self.manifest: Manifest | None = None

    def run(self) -> None:
        readers = {
            ".bpmn": self.diagram,
            ".form": self.form,
            ".toml": self.manifest_file,
            ".json": self.text_file,
            ".typ": self.template,
        }
        for path in sorted(self.resources):
            if path.endswith(".dmn"):
                continue
            reader = self.scenario if path.startswith(SCENARIOS) else readers.get(PurePosixPath(path).suffix)
            if reader is None:
                self.add("UNKNOWN_FILE", path, "The file is no diagram, table, form, template, manifest or translation.", "Leave it out.")
                continue
            try:
                reader(path, self.resources[path])
            except DeploymentRejected as rejected:
                self.problems += rejected.problems
        self.tables()
        self.names()
        for process, path in self.processes:
            self.problems += check_listener_services(process, path, self.job_types)
            self.problems += [problem for element in process.elements.values() for problem in self.references(element, path)]
        read = ReadPackage(
            manifest=self.manifest, processes=tuple(self.processes), decisions=self.decisions, forms=self.forms, templates=self.templates
        )
        self.problems += check_cases(read)
        for check in self.rules.checks:  # what the rooms above the engine find
            self.problems += check(read)
        self.problems += check_translations(self.texts)
        self.problems += check_values(
            read, self.resources, job_types=self.job_types, rules=self.rules, elsewhere=self.elsewhere, kept=self.kept
        )

    def add(self, code: str, path: str, message: str, remedy: str = "", **options: Any) -> None:
        self.problems.append(Problem(code=code, resource=path, message=message, remedy=remedy, **options))

    def diagram(self, path: str, content: bytes) -> None:
        reading = read_drawn(self.kept, path, content)
        self.problems += reading.problems
        for process, problems in reading.processes:
            self.problems += problems
            if not process.executable:
                continue  # drawn for readers: it is neither deployed nor started
            if any(known.id == process.id for known, _path in self.processes):
                self.add("DUPLICATE_PROCESS", path, f"Two diagrams hold the process '{process.id}'.", "Keep one of them.")
            self.processes.append((process, path))

    def names(self) -> None:
        """Checks names that stand in the database's indexes; the linter of diagrams looks at diagrams."""
        for what, name in (
            *(("file", path) for path in self.resources),
            *(("form", key) for key in self.forms),
            *(("decision", key) for key in self.decisions),
        ):
            if problem := name_problem(name):
                self.add("NAME_TOO_LONG", name[:80], f"The name of the {what} '{name[:80]}' {problem}.", "Choose a shorter one.")

    def tables(self) -> None:
        """Checks all decision models together, because they may import each other."""
        files = {path: content for path, content in self.resources.items() if path.endswith(".dmn")}
        reading = read_tables(self.kept, files)
        self.problems += reading.problems
        self.decisions = decisions_of(reading.models)
        self.problems += lint_models(reading.models, model_linter(self.kept, files, reading.models))

    def form(self, path: str, content: bytes) -> None:
        try:
            schema = read_json(content)
        except ValueError as error:
            self.add("FORM_SYNTAX", path, f"The form is no JSON: {error}.", "Save it in the form editor.")
            return
        if not isinstance(schema, dict) or not schema.get("id") or not isinstance(schema["id"], str):
            self.add("FORM_ID", path, "The form has no id.", "Give it one.")
            return
        self.forms[schema["id"]] = schema
        for lint_form in self.rules.form_lints:
            for code, element, message in lint_of_form(self.kept, lint_form, content, schema):
                self.add(code, path, message, "Correct the field.", element=element)
                if code == "FORM_SHAPE":  # it is there, and nothing in it can be looked at
                    self.forms[schema["id"]] = {"id": schema["id"], "components": []}

    def manifest_file(self, path: str, content: bytes) -> None:
        try:
            self.manifest = read_manifest(tomllib.loads(content.decode()), self.rules.sections)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, ManifestError) as error:
            self.add("MANIFEST", path, str(error), "Correct process.toml.")

    def template(self, path: str, content: bytes) -> None:
        try:
            self.templates[path] = content.decode()
            found = REACHING_OUT.search(self.templates[path])
        except UnicodeDecodeError:
            self.add("TEMPLATE", path, "The template is no text in UTF-8.", "Save it as UTF-8.")
            return
        if found:
            message = f"The template reaches for more than its data: '{found.group()}'."
            self.add("TEMPLATE", path, message, "Write everything into the template; data.json and qr.svg are there.")

    def scenario(self, path: str, content: bytes) -> None:
        try:
            read_waived(content) if path == WAIVED else read_scenario(content)
        except ScenarioError as error:
            self.add("SCENARIO", path, f"The scenario cannot be read: {error}.", "Record it again.")

    def text_file(self, path: str, content: bytes) -> None:
        try:
            texts = read_json(content)
        except ValueError as error:
            self.add("TEXTS", path, f"The translation is no JSON: {error}.")
            return
        if not isinstance(texts, dict) or not all(isinstance(value, str) for value in texts.values()):
            self.add("TEXTS", path, "A translation is one object of keys and texts.")
            return
        self.texts[PurePosixPath(path).stem] = texts

    # --- what points from one resource to another

    def references(self, element: Element, path: str) -> Iterator[Problem]:
        extensions = element.extensions

        def missing(code: str, message: str, remedy: str) -> Problem:
            return Problem(code=code, resource=path, element=element.id, line=element.line, message=message, remedy=remedy)

        if extensions.form and not extensions.form.startswith("=") and extensions.form not in self.forms:
            yield missing("NO_FORM", f"The form '{extensions.form}' is not in the deployment.", "Add it, or choose another.")
        if extensions.decision and not extensions.decision.startswith("=") and extensions.decision not in self.decisions:
            found = missing("NO_DECISION", f"The decision '{extensions.decision}' is not in the deployment.", "Add its table.")
            # the newest version, or that of a tag, may come from another deployment: who deploys looks there
            elsewhere = extensions.binding != "deployment"
            yield replace(found, severity="warning", values={"decision": extensions.decision}) if elsewhere else found
        kind = extensions.job_type
        if kind and not kind.startswith(("=", "alur:")) and kind not in self.job_types:
            yield missing("NO_JOB_TYPE", f"No installed package declares the job type '{kind}'.", "Install it, or choose another.")
        called = extensions.called_process
        if (
            called
            and not called.startswith("=")
            and extensions.binding == "deployment"
            and called not in {p.id for p, _path in self.processes}
        ):
            yield missing("NO_PROCESS", f"The called process '{called}' is not in the deployment.", "Add its diagram.")
