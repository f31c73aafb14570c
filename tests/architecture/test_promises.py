"""The architecture is a promise; each of these tests says what it protects."""

import ast
import re
import tomllib
from importlib import import_module

import pytest

from casework.composition import STEPS
from casework.mail.reasons import MAILS
from engine.core.command import Command
from engine.core.query import Query
from engine.jobs.fire_timers import TIMERS
from engine.model.errors import CommandRefused
from engine.sdk import PACKAGE_QUEUES
from tests.support.sources import sources
from webui.errors import STATUS
from webui.settings import ROOT

#: about twenty; FEEL's grammar and the pages of the workshop are the largest
MOST_FILES = 22
ROOMS = ("engine", "casework", "workshop")
PACKAGES = (*ROOMS, "forms", "webui")


def imports(path):
    """The modules that a file imports, by name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def imported_names(path):
    """What a file takes out of other modules, by its name there."""
    return {alias.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom) for alias in node.names}


def modules(kind):
    """Every module below a folder of this name (`commands`, `queries`, ...) in every room, however deep."""
    for path in sources(*ROOMS):
        if path.stem != "__init__" and kind in path.relative_to(ROOT).parts[:-1]:
            yield path, import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def own_classes(module, kind):
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, kind) and value.__module__ == module.__name__
    ]


def all_subclasses(kind):
    for found in kind.__subclasses__():
        yield found
        yield from all_subclasses(found)


def test_only_the_executor_commits():
    """One command is one transaction: a commit anywhere else would store half a turn."""
    found = set()
    for path in sources(*PACKAGES, "demo", "processes"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"engine/core/executor.py"}


@pytest.mark.parametrize(("folder", "kind", "how_many"), [("commands", Command, 1), ("queries", Query, 2)])
def test_commands_and_queries_stand_one_to_a_file_with_a_permission(folder, kind, how_many):
    """Authorisation is declared where the verb is, so that nobody can forget it."""
    for path, module in modules(folder):
        own = own_classes(module, kind)
        assert 1 <= len(own) <= how_many, path
        for item in own:
            assert item.permission in ("public", "person", "operate", "administer", "design", "treasury", "system"), path
        assert module.__doc__, path


def names_used(text):
    """What code uses under a name, and as an attribute: not what it imports, nor what stands in comments and texts."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_every_command_is_made_in_a_test():
    """A command without a test is a promise that nobody has kept."""
    made = {
        name
        for path in [*sources("tests", "engine/testing"), *ROOT.glob("processes/*/tests/*.py")]
        for name in names_used(path.read_text())
    }
    missing = [
        value.__name__ for _path, module in modules("commands") for value in own_classes(module, Command) if value.__name__ not in made
    ]
    assert missing == []
    assert set(names_used("# Deploy\nfrom a import Deploy\n'Deploy'")) == set()


def test_commands_and_queries_stand_in_their_folders():
    """Elsewhere the tests above would not see them."""
    for room in ROOMS:
        for path in sources(room):
            if path.stem != "__init__" and "migrations" not in path.parts:
                import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for kind, folder in ((Command, "commands"), (Query, "queries")):
        for found in all_subclasses(kind):
            place = found.__module__.split(".")
            if place[0] in ROOMS and place[:2] != ["engine", "testing"]:
                assert folder in place, found


def test_the_engine_is_a_workflow_engine():
    """What a public service adds to a case stands in casework, what analysts do in the workshop: the engine speaks of neither."""
    words = re.compile(r"applicant|\bbills?\b|survey|citizen|\bletters?\b|draft of a package|package.?draft", re.IGNORECASE)
    for path in sources("engine"):
        if "migrations" not in path.parts:  # one chain for the tables of all rooms
            found = words.search(path.read_text())
            assert not found, f"{path}: {found}"


def test_folders_are_rooms_that_can_be_looked_over():
    """A folder of which nobody can say what is in it is a heap."""
    for room in PACKAGES:
        for folder in {path.parent for path in sources(room)}:
            files = [path for path in folder.glob("*.py") if path.stem != "__init__"]
            assert len(files) <= MOST_FILES or folder.name == "versions", f"{folder} has {len(files)} files"


#: words in keys and names of packages that are the platform's own subjects, or anybody's words
GENERAL = set(
    "izin permohonan kelengkapan pemeriksaan pembayaran tagihan pengaduan masyarakat data register instansi lain masuk keluar pajaknya "
    "dan pada".split()
)


def subjects_of_packages():
    """What the shipped packages are about: the words of their keys and names that are not general ones."""
    named = [tomllib.loads(path.read_text())["package"] for path in ROOT.glob("processes/*/process.toml")]
    return {word for package in named for word in re.findall(r"[a-z]+", f"{package['key']} {package['name']}".lower())} - GENERAL


def test_the_platform_knows_no_package_by_name():
    """Every directory in processes/ is a package like any other; a noun of one in the platform would make it a special case."""
    subjects = subjects_of_packages()
    assert {"reklame", "disposisi"} <= subjects
    own = "|".join(rf"\b{word}" for word in sorted(subjects - {"surat"}))
    nouns = re.compile(rf"{own}|\bsurat(?!\s*elektronik)|disposisi|\bagenda\b|agendaris|\bletter\b|\bletters\b", re.IGNORECASE)
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
            "casework",
            "workshop",
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
        assert not (place in ("webui/bootstrap.py", "webui/settings.py") and any(name.startswith("flask") for name in imports(path))), place


def test_the_environment_is_read_in_one_place():
    """Settings that are read here and there cannot be reported at once, nor tested."""
    allowed = {"webui/settings.py", "webui/gunicorn.conf.py", "webui/cli/main.py"}
    for path in sources(*PACKAGES):
        place = path.relative_to(ROOT).as_posix()
        if {"environ", "environb", "getenv"} & {*names_used(path.read_text()), *imported_names(path)}:
            # the supervisor hands its environment on to its children
            assert place in allowed or place.startswith("webui/supervisor/"), place


def test_the_procfile_serves_every_queue():
    """A queue that no worker listens to would swallow jobs without a word."""
    served = set()
    for line in (ROOT / "Procfile").read_text().splitlines():
        command = line.partition(":")[2].split()
        if "webui.worker" in command:
            served |= {word for word in command[command.index("webui.worker") + 1 :] if not word.startswith("--")}
    assert served == {*(step.queue for step in STEPS), *PACKAGE_QUEUES, TIMERS, MAILS}


def test_every_refusal_has_a_status():
    """A refusal that the web does not know would look like a fault of ours."""
    for room in ROOMS:
        for path in sources(room):
            if path.stem == "errors":
                import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    refusals = {found for found in all_subclasses(CommandRefused) if found.__module__.split(".")[0] in ROOMS}
    assert len(refusals) > 20
    for refusal in refusals:
        assert refusal in STATUS or refusal.__name__ == "CorrelationFailed", refusal


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
