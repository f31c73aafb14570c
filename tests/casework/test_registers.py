"""Entries of registers: what a register has already is refused."""

import pytest

from casework.records.errors import DuplicateEntry
from engine.commands.deployment.deploy import Deploy
from engine.persistence.tables.definitions import PackageState
from engine.testing.harness import NOON

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<message id="M" name="bayar"><extensionElements><zeebe:subscription correlationKey="=nomor"/></extensionElements></message>'
)


MANIFEST = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'


FORM = b'{"id": "f", "components": [{"type": "textfield", "key": "nomor", "label": "Nomor"}]}'


def process(name, body, *flows):
    lines = "".join(f'<sequenceFlow id="{name}{a}{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    return f'<process id="{name}" name="{name}" isExecutable="true">{body}{lines}</process>'


START = '<startEvent id="s"><extensionElements><zeebe:formDefinition formId="f"/></extensionElements></startEvent>'


TASK = '<userTask id="t" name="t"><extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements></userTask>'


@pytest.fixture
def office(harness, regency):
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    harness.person = regency("agendaris.setda")

    def deploy(*processes):
        bpmn = f"{HEAD}{''.join(processes)}</definitions>".encode()
        return harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "f.form": FORM, "process.toml": MANIFEST}))

    return deploy


def test_long_values_of_a_unique_field_are_kept_and_stay_unique(harness, office):
    manifest = MANIFEST + b'[[register]]\nkey = "buku"\nprocess = "p"\nfields = ["nomor"]\nunique = ["nomor"]\nmatch = ["nomor"]\n'
    body = process("p", START + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e"))
    form = FORM.replace(b"textfield", b"textarea")
    resources = {"p.bpmn": f"{HEAD}{body}</definitions>".encode(), "f.form": form, "process.toml": manifest}
    harness.execute(Deploy(package="contoh", resources=resources))
    # no two characters alike, so that nothing can be compressed
    long = "".join(chr(number) for number in range(0x4E00, 0x4E00 + 3000))
    harness.start("p", harness.person, nomor=long)
    harness.start("p", harness.person, nomor=long + "1")
    with pytest.raises(DuplicateEntry):
        harness.start("p", harness.person, nomor=long)


def test_what_a_register_has_already_is_refused_with_its_key(harness, office):
    manifest = MANIFEST + b'[[register]]\nkey = "buku"\nprocess = "p"\nfields = ["nomor"]\nunique = ["nomor"]\n'
    body = process("p", START + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e"))
    resources = {"p.bpmn": f"{HEAD}{body}</definitions>".encode(), "f.form": FORM, "process.toml": manifest}
    harness.execute(Deploy(package="contoh", resources=resources))
    harness.start("p", harness.person, nomor="A-1")
    harness.start("p", harness.person, nomor="")
    harness.start("p", harness.person, nomor="")
    with pytest.raises(DuplicateEntry) as refusal:
        harness.start("p", harness.person, nomor=" a-1 ")
    assert refusal.value.details["entry"] == "a-1"
    assert len(harness.instances()) == 3
