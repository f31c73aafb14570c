"""The architecture is a promise; each of these tests says what it protects."""

import ast
import re
from importlib import import_module

import pytest

from casework.composition import STEPS
from engine.core.command import Command
from engine.core.query import Query
from engine.model import errors as model_errors
from engine.model.errors import CommandRefused
from engine.sdk import PACKAGE_QUEUES
from webui.errors import STATUS
from webui.settings import ROOT

PACKAGES = ("engine", "forms", "webui")


def sources(*folders, suffixes=(".py",)):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "static" not in path.parts and "__pycache__" not in path.parts:
                yield path


def imports(path):
    """The modules that a file imports, by name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def modules(folder):
    for path in sorted((ROOT / folder).glob("*.py")):
        if path.stem != "__init__":
            yield path, import_module(f"{folder.replace('/', '.')}.{path.stem}")


def test_only_the_executor_commits():
    """One command is one transaction: a commit anywhere else would store half a turn."""
    found = set()
    for path in sources(*PACKAGES, "demo", "processes"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"engine/core/executor.py"}


@pytest.mark.parametrize(("folder", "kind", "how_many"), [("engine/commands", Command, 1), ("engine/queries", Query, 2)])
def test_commands_and_queries_stand_one_to_a_file_with_a_permission(folder, kind, how_many):
    """Authorisation is declared where the verb is, so that nobody can forget it."""
    for path, module in modules(folder):
        own = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, kind) and value.__module__ == module.__name__
        ]
        assert 1 <= len(own) <= how_many, path
        for item in own:
            assert item.permission in ("public", "person", "operate", "administer", "design", "treasury", "system"), path
        assert module.__doc__, path


def test_every_command_is_spoken_of_in_a_test():
    """A command without a test is a promise that nobody has kept."""
    texts = "\n".join(path.read_text() for path in [*sources("tests", "engine/testing"), *ROOT.glob("processes/*/tests/*.py")])
    for _path, module in modules("engine/commands"):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Command) and value.__module__ == module.__name__:
                assert value.__name__ in texts, value.__name__


def test_the_platform_knows_no_package_by_name():
    """Every directory in processes/ is a package like any other; a noun of one in the platform would make it a special case."""
    nouns = re.compile(r"\bsurat(?!\s*elektronik)|disposisi|\bagenda\b|agendaris|\bletter\b|\bletters\b", re.IGNORECASE)
    for path in sources(*PACKAGES, suffixes=(".py", ".html", ".po", ".mako")):
        found = nouns.search(path.read_text())
        assert not found, f"{path}: {found}"


def test_no_status_is_decided_outside_diagrams_and_tables():
    """The diagram and its tables decide what comes next: a status that code writes would be a second, hidden process."""
    states = set()
    for path in ROOT.glob("processes/*/*.bpmn"):
        states |= set(re.findall(r'name="status(?:_unread)?" value="([A-Z_]+)"', path.read_text()))
    assert states
    pattern = re.compile(r"[\"'](" + "|".join(sorted(states)) + r")[\"']")
    for path in [*sources(*PACKAGES, suffixes=(".py", ".html")), *ROOT.glob("processes/*/*.py")]:
        found = pattern.search(path.read_text())
        assert not found, f"{path}: {found}"


def test_packages_import_only_what_is_meant_for_them():
    """A package that reached into the platform would break with its next release."""
    for path in ROOT.glob("processes/*/*.py"):
        for name in imports(path):
            if name.split(".")[0] in ("engine", "forms", "webui", "demo", "processes"):
                assert name in ("engine.sdk", "forms.sdk"), f"{path}: {name}"


def test_only_where_it_belongs():
    """Each big library has one home; elsewhere it would spread its words and its faults."""
    homes = {
        "flask": ("webui",),
        "rq": ("engine/jobs", "webui/worker.py"),
        "SpiffWorkflow": ("engine/bpmn",),
        "sqlalchemy": (
            "engine/core",
            "engine/commands",
            "engine/queries",
            "engine/identity",
            "engine/persistence",
            "engine/connectors",
            "engine/testing",
            "webui/cli",
            "webui/clock.py",
            "webui/supervisor",
        ),
    }
    for path in sources(*PACKAGES):
        place = path.relative_to(ROOT).as_posix()
        for name in imports(path):
            allowed = homes.get(name.split(".")[0])
            assert allowed is None or place.startswith(allowed), f"{place}: {name}"
        assert not (place in ("webui/bootstrap.py", "webui/settings.py") and "flask" in path.read_text().replace("No Flask", "")), place


def test_the_environment_is_read_in_one_place():
    """Settings that are read here and there cannot be reported at once, nor tested."""
    allowed = {"webui/settings.py", "webui/gunicorn.conf.py", "webui/cli/main.py"}
    for path in sources(*PACKAGES):
        place = path.relative_to(ROOT).as_posix()
        if "os.environ" in path.read_text():
            # the supervisor hands its environment on to its children
            assert place in allowed or place.startswith("webui/supervisor/"), place


def test_the_procfile_serves_every_queue():
    """A queue that no worker listens to would swallow jobs without a word."""
    served = set()
    for line in (ROOT / "Procfile").read_text().splitlines():
        command = line.partition(":")[2].split()
        if "webui.worker" in command:
            served |= {word for word in command[command.index("webui.worker") + 1 :] if not word.startswith("--")}
    assert served == {*(step.queue for step in STEPS), *PACKAGE_QUEUES}


def test_every_refusal_has_a_status():
    """A refusal that the web does not know would look like a fault of ours."""
    for value in vars(model_errors).values():
        if isinstance(value, type) and issubclass(value, CommandRefused):
            assert value in STATUS or value.__name__ == "CorrelationFailed", value


def test_files_stay_small_and_say_what_they_hold():
    """A file of one noun or verb can be read at once."""
    forbidden = re.compile(r"^(utils|helpers|manager|misc|common)\.py$|_service\.py$")
    for path in sources(*PACKAGES, "demo", "tests", "processes", "benchmarks"):
        text = path.read_text()
        if "migrations" in path.parts:
            continue
        assert not forbidden.search(path.name), path
        if path.name == "__init__.py":
            assert len(text.splitlines()) <= 10, path
            continue
        assert ast.get_docstring(ast.parse(text)), f"{path} says nothing of itself"
        assert len(text.splitlines()) <= 300, f"{path} has {len(text.splitlines())} lines"
