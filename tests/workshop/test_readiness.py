"""The workshop, `alur packages check` and `alur doctor` ask the same questions of a package, from one place."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from engine.commands.deployment.deploy import Deploy
from engine.model.actor import SYSTEM
from engine.model.errors import DeploymentRejected
from engine.testing.drawing import diagram, element, event, task
from tests.support.analyst import NOTE, Analyst
from tests.support.rows import change
from tests.support.templates import deployed
from webui.cli.main import main
from workshop.publishing.commands.propose_package import ProposePackage
from workshop.publishing.queries.package_readiness import PackageReadiness

S, E = event("start", "s"), event("end", "e")
INSIDE = '<extensionElements><zeebe:calledElement processId="{}" propagateAllParentVariables="false"/></extensionElements>'
CALLED = diagram(
    event("start", "s2"), event("end", "e2"),
    task("t", '<extensionElements><zeebe:assignmentDefinition candidateGroups="=pemeriksa"/></extensionElements>'), "s2 > t > e2",
    identifier="diperiksa",
)  # fmt: skip


@pytest.fixture
@deployed("kelengkapan")
def sari(harness, regency):
    harness.deploy("kelengkapan")
    return Analyst(harness, "kabid.diskominfo.2", regency)


@pytest.mark.parametrize(("called", "code"), [("tidak_ada", "NO_PROCESS"), ("diperiksa", "NOBODY_GIVEN")])
def test_a_call_that_would_stop_the_first_case_is_not_proposed(sari, called, code):
    draft = sari.begin()
    call = diagram(S, E, element("callActivity", "c", INSIDE.format(called)), "s > c > e", identifier="pemanggil")
    sari.change(draft, pemanggil__bpmn=call.encode(), diperiksa__bpmn=CALLED.encode())
    assert [(problem.code, problem.severity) for problem in sari.see(draft).problems if problem.element == "c"] == [(code, "error")]
    with pytest.raises(DeploymentRejected) as refused:
        sari.do(ProposePackage(draft=draft, note=NOTE))
    assert code in [problem.code for problem in refused.value.problems]


@pytest.fixture
def alur(harness, monkeypatch, capsys):
    monkeypatch.setattr("webui.bootstrap.build_platform", lambda _settings: harness.engine)
    monkeypatch.setattr("webui.settings.read_settings", SimpleNamespace)

    def run(*arguments):
        try:
            main(list(arguments))
        except SystemExit as ended:
            said = capsys.readouterr()
            return f"refused: {ended.code} {said.out}"
        return capsys.readouterr().out

    return run


def test_what_the_workshop_refuses_is_told_to_the_operator_too(harness, sari, alur):
    assert alur("packages", "check", "kelengkapan") == "kelengkapan: nothing is wrong\n"
    assert "no live package has an error" in alur("doctor")
    found = sari.harness.ask(PackageReadiness(package="kelengkapan"), SYSTEM)["kelengkapan"]
    assert found.errors == []
    harness.clock.forward(minutes=1)
    harness.execute(Deploy(package="kelengkapan", resources=without_trials(harness)), SYSTEM)
    assert "no live package has an error" in alur("doctor"), "its own tests may go along what no scenario does"
    change(harness, text("update position set valid_to = '2000-01-01'"))
    assert "UNKNOWN_ROLE" in alur("packages", "check", "izin_reklame"), "the organisation is asked"


def without_trials(harness):
    resources = harness.engine.platform.packages.get("kelengkapan").resources
    return {path: content for path, content in resources.items() if not path.startswith("scenarios/")}
