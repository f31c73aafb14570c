"""A NIK stands sealed in one place: no variable, history, job, draft, audit or search holds it, and whoever looks at it says why."""

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.queries.application_form import ApplicationForm
from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.task_detail import TaskDetail
from casework.citizens.queries.my_data import MyCases
from casework.privacy.commands.erase_case import EraseCase
from casework.privacy.commands.reveal_value import RevealValue
from casework.subjects.subject_data import PREFIX
from casework.subjects.tables import SubjectValue
from engine.bpmn.stored.json_text import loads
from engine.commands.deployment.deploy import Deploy
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from engine.model.actor import GUEST
from engine.model.errors import FormRejected, InvalidState, NotFound
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import ProcessInstance
from engine.testing.drawing import HEAD
from engine.testing.harness import NOON
from tests.support.account_holder import Citizen
from tests.support.drawn_processes import UNNAMED as MANIFEST
from webui.tables import METADATA

NIK, MASK = "3603121208900123", "3603********0123"
OTHER = "3603121208900456"


def everything(harness):
    """The whole database as text, and the states of all cases unpacked."""
    with Session(harness.database) as session:
        rows = [
            session.execute(text(f"select coalesce(string_agg(t::text, ' '), '') from \"{table}\" t")).scalar_one()
            for table in METADATA.tables
        ]
        return "".join([*rows, *(str(loads(state)) for state in session.scalars(select(ProcessInstance.state)))])


def stands(harness):
    content = everything(harness)
    return NIK in content or NIK.encode().hex() in content


@pytest.fixture
def case(office):
    return office.follow(office.send(nik="3603 1212 0890 0123")).instance


def test_it_is_in_no_table_that_can_be_read(office, harness, case):
    assert not stands(harness)
    office.give_back(("nik", "MISMATCH", "Lain dari KTP."), ("luas", "MISSING", ""))
    assert not stands(harness)
    (value,) = harness._all(select(SubjectValue))
    assert value.instance_id == case
    assert harness.engine.platform.vault.open(value.sealed) == NIK


def test_an_officer_sees_a_mask_and_nothing_else(office, harness, case):
    view = harness.ask(TaskDetail(task=harness.task("periksa").id), office.officer)
    assert view.application.values["nik"] == MASK
    assert [(item.field, item.masked) for item in harness.ask(CaseDetail(instance=case), office.officer).secrets] == [("nik", MASK)]
    assert NIK not in str(view)


def test_revealing_needs_a_reason_that_the_applicant_reads(office, harness):
    receipt = office.send(nik=NIK)
    case = office.follow(receipt).instance
    value = harness.ask(CaseDetail(instance=case), office.officer).secrets[0].id
    with pytest.raises(InvalidState):
        harness.execute(RevealValue(instance=case, value=value, reason="ingin tahu"[:9]), office.officer)
    answer = harness.execute(RevealValue(instance=case, value=value, reason="Mencocokkan dengan KTP asli"), office.officer)
    assert answer == {"value": NIK}
    assert [look.reason for look in office.follow(receipt).looks if look.kind == "reveal"] == ["Mencocokkan dengan KTP asli"]
    assert not stands(harness)


def test_nobody_else_reveals_it_and_not_through_another_case(office, harness, case):
    other = office.follow(office.send(nama="Budi")).instance
    value = harness.ask(CaseDetail(instance=case), office.officer).secrets[0].id
    for actor, instance in ((office.actor("agendaris.dishub"), case), (office.officer, other)):
        with pytest.raises(NotFound):
            harness.execute(RevealValue(instance=instance, value=value, reason="Mencocokkan dengan KTP asli"), actor)
    with pytest.raises(NotFound):
        harness.execute(RevealValue(instance=case, value=uuid4(), reason="Mencocokkan dengan KTP asli"), office.officer)


def test_another_cases_reference_in_a_plain_field_gives_nothing(office, harness, case):
    (value,) = harness._all(select(SubjectValue))
    siti = Citizen(harness)
    office.send(actor=siti.actor, nama=f"{PREFIX}{value.id}")
    (mine,) = siti.ask(MyCases())
    assert mine.application.values["nama"] == f"{PREFIX}{value.id}"
    assert NIK not in str(mine)


def test_its_own_citizen_takes_it_along_whole(office, harness):
    siti = Citizen(harness)
    office.send(actor=siti.actor, nik=NIK)
    assert siti.ask(MyCases())[0].application.values["nik"] == NIK


def test_a_correction_is_kept_apart_too_and_the_mask_stands_for_what_it_hides(office, harness):
    receipt = office.send(nik=NIK)
    office.give_back(("nik", "MISMATCH", "Lain dari KTP."))
    held = office.begin_reply(receipt)
    assert harness.ask(ApplicationForm(**held), GUEST).before["nik"] == MASK
    office.reply(held, nik=MASK)
    assert len(harness._all(select(SubjectValue))) == 1
    office.give_back(("nik", "MISMATCH", "Lain dari KTP."))
    office.reply(office.begin_reply(receipt), nik=OTHER)
    case = office.follow(receipt).instance
    assert harness.ask(CaseDetail(instance=case), office.officer).secrets[0].masked == "3603********0456"
    assert harness.ask(TaskDetail(task=harness.task("periksa").id), office.officer).application.values["nik"] == "3603********0456"
    assert not stands(harness)
    assert OTHER not in everything(harness)


def test_bad_ones_are_told_and_leave_nothing(office, harness):
    codes = {"3603": "DIGITS", "3603129908900123": "NIK_BIRTH", MASK: "NOT_DIGITS", "subject:1": "NOT_DIGITS"}
    for wrong, code in codes.items():
        with pytest.raises(FormRejected) as rejected:
            office.send(nik=wrong)
        assert [(error.field, error.code) for error in rejected.value.errors] == [("nik", code)]
    assert harness._all(select(SubjectValue)) == []
    office.send(nik="")
    assert harness._all(select(SubjectValue)) == []


def test_twenty_sends_keep_it_once(office, harness):
    begun = harness.execute(BeginApplication(service="izin-uji"), GUEST)
    office.finish(begun, nik=NIK)
    for _ in range(19):
        harness.execute(SubmitApplication(draft=UUID(begun["draft"]), token=begun["token"]), GUEST)
    assert len(harness._all(select(SubjectValue))) == 1


def test_it_goes_with_its_case(office, harness, case):
    harness.complete(harness.task("periksa").id, office.officer, kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten.")
    harness.run_jobs()
    harness.execute(EraseCase(instance=case, basis="retensi"))
    assert harness._all(select(SubjectValue)) == []


def test_what_an_officer_types_waits_sealed(drawn_form, harness):
    task = drawn_form
    harness.execute(SaveTaskDraft(task=task, answers={"nik": NIK, "nama": "Siti"}), harness.person)
    assert not stands(harness)
    view = harness.ask(TaskDetail(task=task), harness.person)
    assert view.draft == {"nik": NIK, "nama": "Siti"}
    harness.complete(task, harness.person, nik=NIK, nama="Siti")
    assert not stands(harness)


@pytest.fixture
def drawn_form(harness, regency):
    """A step with a form that asks a NIK, and somebody who does it."""
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    harness.person = regency("agendaris.setda")
    fields = [
        {"type": "textfield", "key": "nik", "label": "NIK", "properties": {"dataClass": "sensitive", "identifier": "nik"}},
        {"type": "textfield", "key": "nama", "label": "Nama", "properties": {"dataClass": "personal"}},
    ]
    form = json.dumps({"id": "f", "type": "default", "schemaVersion": 19, "components": fields}).encode()
    steps = (
        '<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        '<userTask id="t" name="Isi"><extensionElements><zeebe:userTask/><zeebe:formDefinition formId="f"/>'
        '<zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements></userTask>'
        '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process>'
    )
    bpmn = f"{HEAD}{steps}</definitions>".encode()
    harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "f.form": form, "process.toml": MANIFEST}))
    harness.start("p", harness.person)
    return harness.task("t").id
