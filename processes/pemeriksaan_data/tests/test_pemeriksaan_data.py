"""A register that answers ends at `dijawab`; one that does not, with an officer's note at `diperiksa`."""

import pytest
from sqlalchemy import select

from engine.bpmn.codec import variables_of
from engine.commands.deployment.deploy import Deploy
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.history import HistoryEvent
from engine.testing.drawing import HEAD
from engine.testing.harness import NOON
from tests.support.templates import deployed

MANIFEST = b'[package]\nkey = "pemanggil"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'
INPUTS = {
    "register": '="npwp"',
    "tujuan": '="Memeriksa NPWP"',
    "dasar": '="UU"',
    "ditanyakan": '={npwp: "1"}',
    "disimpan": '=["status"]',
    "pemeriksa": '="agendaris@setda"',
}


@pytest.fixture
@deployed("pemeriksaan_data")
def case(harness, regency):
    """A process that calls the check, and then waits."""
    harness.deploy("pemeriksaan_data")
    harness.add(PackageState(key="pemanggil", enabled=True, changed_at=NOON))
    quote = {name: text.replace('"', "&quot;") for name, text in INPUTS.items()}
    inputs = "".join(f'<zeebe:input source="{text}" target="{name}"/>' for name, text in quote.items())
    steps = (
        '<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>'
        '<callActivity id="c"><extensionElements><zeebe:calledElement processId="pemeriksaan_data" propagateAllParentVariables="false"/>'
        f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping></extensionElements></callActivity>"
        '<sequenceFlow id="f2" sourceRef="c" targetRef="t"/><userTask id="t" name="Tunggu"><extensionElements><zeebe:userTask/>'
        '<zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements></userTask>'
        '<sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"/></process>'
    )
    harness.execute(Deploy(package="pemanggil", resources={"p.bpmn": f"{HEAD}{steps}</definitions>".encode(), "process.toml": MANIFEST}))
    clerk = regency("agendaris.setda")

    def begin():
        instance = harness.start("p", clerk)
        harness.run_jobs()
        return instance, clerk

    return begin


def ends(harness):
    done = harness._all(select(HistoryEvent.element_id).where(HistoryEvent.event == "ELEMENT_COMPLETED"))
    return {"dijawab", "diperiksa"} & set(done)


def test_an_answer_is_kept_as_far_as_it_was_wanted(harness, case):
    harness.registries.answers["npwp"] = {"status": "AKTIF", "alamat": "tidak diminta"}
    instance, _clerk = case()
    assert ends(harness) == {"dijawab"}
    variables = variables_of(harness.instance(instance).state)
    assert (variables["keadaan"], variables["jawaban"]) == ("answered", {"status": "AKTIF"})


def test_without_an_answer_an_officer_looks_and_notes_it(harness, case):
    instance, clerk = case()
    for _ in range(3):
        harness.clock.forward(minutes=10)
        harness.sweep()
        harness.run_jobs()
    harness.complete(harness.task("periksa_sendiri").id, clerk, hasil="cocok", catatan="Menelepon kantor pajak.")
    harness.run_jobs()
    assert ends(harness) == {"diperiksa"}
    variables = variables_of(harness.instance(instance).state)
    assert (variables["keadaan"], variables["hasil"], variables["catatan"]) == ("away", "cocok", "Menelepon kantor pajak.")
