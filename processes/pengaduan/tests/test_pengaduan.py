"""From the complaint to its answer, to each of its ends: dijawab, ditolak."""

from uuid import UUID

import pytest
from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.reopen_case import ReopenCase
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.tracking.queries.tracking import Receipt
from demo.organisation import identifier
from engine.model.actor import GUEST
from engine.model.errors import FormRejected, InvalidState, NotFound
from engine.persistence.tables.history import HistoryEvent
from processes.pengaduan.tests.complaint import ANSWERS
from tests.support.templates import deployed


@pytest.fixture
@deployed("pengaduan")
def office(harness, regency):
    harness.deploy("pengaduan")

    class Office:
        actor = staticmethod(regency)

        def send(self, **changes):
            """The receipt's token."""
            begun = harness.execute(BeginApplication(service="pengaduan"), GUEST)
            held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
            harness.execute(SaveApplication(**held, answers={**ANSWERS, **changes}), GUEST)
            return harness.execute(SubmitApplication(**held), GUEST)["receipt"]

        def follow(self, receipt):
            return harness.ask(Receipt(token=receipt), GUEST)

        def do(self, code, element, **answers):
            harness.complete(harness.task(element).id, regency(code), **answers)
            harness.run_jobs()

        def wait(self, **time):
            harness.clock.forward(**time)
            harness.sweep()
            harness.run_jobs()

        def reopen(self, receipt, reason="Lampunya padam lagi malam ini."):
            harness.execute(ReopenCase(case_pass=self.follow(receipt).case_pass, reason=reason), GUEST)
            harness.run_jobs()

    return Office()


def liaison(agency):
    return str(identifier("position", f"agendaris.{agency}"))


def reached(harness, view, element):
    events = select(HistoryEvent.id).where(HistoryEvent.instance_id == view.instance, HistoryEvent.element_id == element)
    return bool(harness._all(events.where(HistoryEvent.event == "ELEMENT_COMPLETED")))


def stages(view):
    return [(item.stage.key, item.state) for item in view.stages]


def test_a_complaint_is_passed_on_and_answered_and_its_sender_reads_the_answer(harness, office):
    receipt = office.send()
    view = office.follow(receipt)
    assert stages(view) == [("diajukan", "done"), ("diperiksa", "now"), ("ditangani", "todo"), ("dijawab", "todo")]
    assert view.now.unit == "Dinas Komunikasi dan Informatika"
    office.do("agendaris.diskominfo", "verifikasi", putusan="teruskan", tujuan=liaison("dishub"), catatan="Mohon dicek")
    assert office.follow(receipt).now.stage.key == "ditangani"
    task = harness.task("tangani")
    assert harness.instance(task.instance_id).facts["pelapor"] == "Dewi"
    harness.clock.forward(hours=3)
    office.do("agendaris.dishub", "tangani", tindakan="jawab", jawaban="Sepuluh lampu sudah diganti pada 24 November 2026.")
    view = office.follow(receipt)
    assert (view.status, stages(view)[-1], view.asked, view.reopenable) == ("ACTIVE", ("dijawab", "now"), True, True)
    assert view.handler == "Dinas Perhubungan"
    office.wait(days=31)
    view = office.follow(receipt)
    assert (view.status, {state for _key, state in stages(view)}, view.reopenable) == ("COMPLETED", {"done"}, False)
    assert [(fact.name, fact.value) for fact in view.facts] == [("jawaban", "Sepuluh lampu sudah diganti pada 24 November 2026.")]
    assert reached(harness, view, "dijawab")


@pytest.mark.parametrize("first", ["dijawab", "ditolak"])
def test_a_complaint_is_reopened_once_by_its_citizen_with_a_reason(harness, office, first):
    receipt = office.send()
    with pytest.raises(InvalidState):
        office.reopen(receipt)
    if first == "dijawab":
        office.do("agendaris.diskominfo", "verifikasi", putusan="teruskan", tujuan=liaison("dishub"))
        office.do("agendaris.dishub", "tangani", tindakan="jawab", jawaban="Sepuluh lampu sudah diganti.")
    else:
        office.do("agendaris.diskominfo", "verifikasi", putusan="bukan_kewenangan", jawaban="Jalan tol dikelola BPJT; hubungi 158.")
    for reason in ("", "   pendek ", "x" * 2001):
        with pytest.raises(InvalidState):
            office.reopen(receipt, reason)
    with pytest.raises(NotFound):
        harness.execute(ReopenCase(case_pass="x", reason="Lampunya padam lagi."), GUEST)
    office.reopen(receipt)
    view = office.follow(receipt)
    assert (view.now.stage.key, view.reopenable) == ("diperiksa", False)
    assert harness.instance(view.instance).facts["alasan_buka"] == "Lampunya padam lagi malam ini."
    office.do("agendaris.diskominfo", "verifikasi", putusan="teruskan", tujuan=liaison("dbmsda"))
    office.do("agendaris.dbmsda", "tangani", tindakan="jawab", jawaban="Kabelnya sudah diganti juga.")
    view = office.follow(receipt)
    assert (view.status, view.reopenable, view.facts[0].value) == ("COMPLETED", False, "Kabelnya sudah diganti juga.")
    with pytest.raises(InvalidState):
        office.reopen(receipt)


def test_what_is_not_for_the_regency_is_answered_by_the_coordinator(harness, office):
    receipt = office.send()
    office.do("agendaris.diskominfo", "verifikasi", putusan="bukan_kewenangan", jawaban="Jalan tol dikelola BPJT; hubungi 158.")
    office.wait(days=31)
    view = office.follow(receipt)
    assert stages(view) == [("diajukan", "done"), ("diperiksa", "done"), ("ditangani", "todo"), ("dijawab", "done")]
    assert reached(harness, view, "ditolak")


def test_an_agency_may_send_it_back_twice_and_no_more(harness, office):
    receipt = office.send()
    for agency in ("dishub", "dbmsda"):
        office.do("agendaris.diskominfo", "verifikasi", putusan="teruskan", tujuan=liaison(agency))
        office.do(f"agendaris.{agency}", "tangani", tindakan="kembalikan", alasan="Bukan jalan kami")
        assert office.follow(receipt).now.stage.key == "diperiksa"
    office.do("agendaris.diskominfo", "verifikasi", putusan="teruskan", tujuan=liaison("dtrb"))
    with pytest.raises(FormRejected):
        office.do("agendaris.dtrb", "tangani", tindakan="kembalikan", alasan="Bukan kami")
    assert office.follow(receipt).now.stage.key == "ditangani"


@pytest.mark.parametrize("identity", ["rahasia", "anonim"])
def test_the_agency_does_not_see_who_asked_for_secrecy(harness, office, identity):
    office.send(identitas=identity, **({"nama": None} if identity == "anonim" else {}))
    office.do("agendaris.diskominfo", "verifikasi", putusan="teruskan", tujuan=liaison("dishub"))
    assert "Dewi" not in str(harness.instance(harness.task("tangani").instance_id).facts)


def test_a_name_is_asked_for_unless_one_stays_without(office):
    with pytest.raises(FormRejected) as rejected:
        office.send(nama="")
    assert [error.field for error in rejected.value.errors] == ["nama"]


def test_whoever_gives_an_address_is_told_of_the_answer_and_a_nameless_one_leaves_none(harness, regency):
    harness.deploy("pengaduan")
    for identity, told in (("terbuka", {"dewi@contoh.example"}), ("anonim", set())):
        harness.notifier.mails.clear()
        begun = harness.execute(BeginApplication(service="pengaduan"), GUEST)
        held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
        answers = {**ANSWERS, "identitas": identity, "surel": "dewi@contoh.example", "telepon": "0812 3456 7890"}
        harness.execute(SaveApplication(**held, answers=answers), GUEST)
        harness.execute(SubmitApplication(**held), GUEST)
        harness.run_jobs()
        task = harness.task("verifikasi").id
        harness.complete(task, regency("agendaris.diskominfo"), putusan="bukan_kewenangan", jawaban="Hubungi 158.")
        harness.run_jobs()
        assert {mail.to for mail in harness.notifier.mails.values() if mail.to.endswith("contoh.example")} == told
