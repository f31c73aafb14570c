"""The page that tells how to add a service process is followed: both steps run as jobs, and their results become variables."""

from dataclasses import replace

import pytest

from casework.composition import STEPS
from engine.bpmn.codec import variables_of
from engine.commands.deployment.deploy import Deploy
from engine.core.engine import Engine
from engine.jobs.step_context import steps_in
from engine.packages.catalogue import Catalogue
from engine.persistence.tables.definitions import PackageState
from engine.testing.drawing import diagram, event
from engine.testing.harness import NOON
from tests.docs.blocks import block, module
from webui.workshop.editors.step_templates import step_texts

PAGE = "add-a-service-process.md"
MANIFEST = b'[package]\nkey = "denda"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'
PLATFORM_STEP = '<serviceTask id="j"><extensionElements><zeebe:taskDefinition type="alur:note-moment"/></extensionElements></serviceTask>'


@pytest.fixture
def noted(monkeypatch):
    """The step of the platform, as composition.py would find it."""
    return steps_in([module(PAGE, "casework/legal_clock/steps.py", monkeypatch)])


@pytest.fixture
def passed(harness, tmp_path, regency, noted):
    """The variables of a case that has passed a step."""
    folder = tmp_path / "packages" / "denda"
    folder.mkdir(parents=True)
    (folder / "process.toml").write_bytes(MANIFEST)
    (folder / "handlers.py").write_text(block(PAGE, "processes/denda/handlers.py"))
    known, (note_moment,) = harness.engine.platform.packages, noted
    assert note_moment.name not in known.steps
    catalogue = Catalogue([folder.parent], rules=known.rules, steps=[*STEPS, note_moment])
    assert catalogue.get("denda").problems == ()
    harness.engine = Engine(replace(harness.engine.platform, packages=catalogue))
    harness.add(PackageState(key="denda", enabled=True, changed_at=NOON))

    def run(step):
        xml = diagram(event("start", "s"), step, event("end", "e"), "s > j > e")
        harness.execute(Deploy(package="denda", resources={"p.bpmn": xml.encode(), "process.toml": MANIFEST}))
        case = harness.instance(harness.start("p", regency("agendaris.setda")))
        harness.run_jobs()
        assert harness.incidents() == []
        case = harness.instance(case.id)
        assert case.status == "COMPLETED"
        return variables_of(case.state)

    return run


def test_the_step_of_a_package_runs(passed):
    assert passed(block(PAGE, "processes/denda/denda.bpmn"))["denda"] == 75_000


def test_the_step_of_the_platform_runs(passed):
    assert passed(PLATFORM_STEP)["dicatat_pada"].startswith("2026-11-23T")


def test_its_words_are_found_by_the_test_of_translations(noted):
    assert set(step_texts(noted)) == {"Catat waktu", "Mencatat kapan langkah ini dilewati.", "Waktu"}
