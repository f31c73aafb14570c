"""The letter's way from the agenda book to the archive, to each of its ends: diarsipkan, dibatalkan, dikembalikan, selesai, diingatkan."""

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.case_happenings import CaseHappenings
from casework.cases.queries.case_tree import CaseTree
from casework.documents.commands.store_document import StoreDocument
from casework.documents.connectors.clamd import NoScanner
from casework.documents.file_check import check_file
from casework.documents.queries.document_file import DocumentFile
from casework.wording.print_fact import print_fact
from demo.organisation import identifier
from engine.model.errors import FormRejected, NotFound
from engine.persistence.tables.identity import Holding
from forms.printing import Writer
from tests.support.templates import deployed

WRITER = Writer(language="id", zone=ZoneInfo("Asia/Jakarta"))
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
    b"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF"
)


def position(code):
    return str(identifier("position", code))


@pytest.fixture
@deployed("surat_masuk")
def office(harness, regency):
    harness.deploy("surat_masuk")

    class Office:
        actor = staticmethod(regency)

        def upload(self, code):
            answer = harness.execute(StoreDocument(file_name="surat.pdf", content=PDF), regency(code))
            return answer["id"]

        def register(self, **changes):
            answers = {
                "berkas": self.upload("agendaris.setda"),
                "pengirim": "BPBD Provinsi Banten",
                "nomor_surat": "B/1187/300.2.3/2026",
                "tanggal_surat": "2026-11-19",
                "tanggal_diterima": "2026-11-23",
                "hal": "Undangan rapat kesiapsiagaan banjir",
                "sifat": "B",
                "urgensi": "SEGERA",
                "klasifikasi": "300.2",
                "tujuan": position("bupati"),
            }
            case = harness.start("surat_masuk", regency("agendaris.setda"), **{**answers, **changes})
            harness.run_jobs()
            return case

        def do(self, code, element, **answers):
            """The open task of a position, completed with these answers; then every job runs."""
            mine = [
                task
                for task in harness.tasks(element)
                if harness.instance(task.instance_id).facts.get("penerima", harness.instance(task.instance_id).facts.get("tujuan"))
                == position(code)
                or element not in ("baca", "susun_laporan")
            ]
            assert len(mine) == 1, [task.name for task in mine]
            harness.complete(mine[0].id, regency(code), **answers)
            harness.run_jobs()

        def dispose(self, code, *to, instruction="TINDAKLANJUTI", **more):
            self.do(code, "baca", tindakan="disposisi", kepada=[position(item) for item in to], instruksi_baru=instruction, **more)

    return Office()


def test_the_empty_pdf_is_one():
    assert check_file("surat.pdf", PDF, NoScanner()).pages == 1


def test_a_letter_goes_down_three_levels_and_its_report_comes_back(harness, office):
    case = office.register()
    assert harness.instance(case).business_key == "Agenda 0001/2026"
    office.dispose("bupati", "kepala.dbmsda")
    office.dispose("kepala.dbmsda", "kabid.dbmsda.1", "kabid.dbmsda.2", penanggung_jawab=position("kabid.dbmsda.2"))
    assert {harness.instance(task.instance_id).facts["peran"] for task in harness.tasks("baca")} == {"PENANGGUNG_JAWAB", "ANGGOTA"}
    office.dispose("kabid.dbmsda.1", "tim.dbmsda.1.2")
    office.do("kabid.dbmsda.2", "baca", tindakan="selesai", laporan="Pompa siap.")
    office.do("tim.dbmsda.1.2", "baca", tindakan="selesai", laporan="Saluran bersih.")
    checks = {harness.instance(task.instance_id).facts["laporan"]: task for task in harness.tasks("periksa_laporan")}
    harness.complete(checks["Pompa siap."].id, office.actor("kepala.dbmsda"), hasil_periksa="kembalikan", alasan_kembali="Berapa pompa?")
    harness.run_jobs()
    assert harness.instance(checks["Pompa siap."].instance_id).facts["alasan_kembali"] == "Berapa pompa?"
    office.do("kabid.dbmsda.2", "baca", tindakan="selesai", laporan="Empat pompa siap.")
    for report, head in (("Saluran bersih.", "kabid.dbmsda.1"), ("Empat pompa siap.", "kepala.dbmsda")):
        (task,) = [task for task in harness.tasks("periksa_laporan") if harness.instance(task.instance_id).facts["laporan"] == report]
        harness.complete(task.id, office.actor(head), hasil_periksa="terima")
        harness.run_jobs()
    office.do("kabid.dbmsda.1", "susun_laporan", laporan="Saluran wilayah barat bersih.")
    (task,) = harness.tasks("periksa_laporan")
    harness.complete(task.id, office.actor("kepala.dbmsda"), hasil_periksa="terima")
    harness.run_jobs()
    task = harness.task("susun_laporan")
    reports = harness.instance(task.instance_id).facts["laporan_bawahan"]
    assert [item["laporan"] for item in reports] == ["Saluran wilayah barat bersih.", "Empat pompa siap."]
    office.do("kepala.dbmsda", "susun_laporan", laporan="Siap menghadapi banjir.")
    office.do("bupati", "periksa_laporan", hasil_periksa="terima")
    office.do("agendaris.setda", "arsipkan", berkas_arsip="AKTIF")
    assert {instance.status for instance in harness.instances()} == {"COMPLETED"}
    assert not harness.incidents()
    subjects = [mail.subject for mail in harness.notifier.mails.values()]
    assert subjects.count("Tugas baru: Undangan rapat kesiapsiagaan banjir") == harness.notifier.sent - 4
    assert subjects.count("Laporan tindak lanjut diterima") == 4


def test_nobody_else_sees_a_secret_letter_nor_its_file(harness, office):
    case = office.register(sifat="R")
    document = UUID(harness.instance(case).facts["berkas"])
    assert harness.ask(DocumentFile(document=document), office.actor("bupati")).pages == 1
    for stranger in ("kepala.diskominfo", "operator", "wakil.bupati"):
        with pytest.raises(NotFound):
            harness.ask(DocumentFile(document=document), office.actor(stranger))
    assert all("banjir" not in mail.subject + mail.text for mail in harness.notifier.mails.values())


@pytest.mark.parametrize(("sifat", "recorded"), [("B", False), ("T", True), ("SR", True)])
def test_who_opened_a_letter_that_is_not_for_all_is_recorded_and_shown(harness, office, regency, sifat, recorded):
    """A restricted letter has the readers of any letter, but each look is kept, and no mail says what it is about."""
    case = office.register(sifat=sifat)
    assert any("banjir" in mail.subject for mail in harness.notifier.mails.values()) is not recorded
    reader = regency("bupati" if sifat == "SR" else "agendaris.setda")
    child = harness.task("baca").instance_id if sifat == "SR" else case
    harness.ask(CaseDetail(instance=child), reader)
    view = harness.ask(CaseDetail(instance=child), reader)
    assert [(look.person, look.kind) for look in view.readers] == ([(reader.name, "case")] if recorded else [])
    assert view.restricted is (sifat == "T")


def test_a_letter_that_is_there_already_is_shown_and_can_be_dropped(harness, office):
    office.register()
    case = office.register(nomor_surat="b/1187/300.2.3/2026 ")
    assert harness.instance(case).facts["kembar"][0]["nomor_agenda"] == "0001/2026"
    office.do("agendaris.setda", "tinjau_kembar", putusan_kembar="batal")
    assert harness.instance(case).status == "COMPLETED"
    third = office.register(nomor_surat="B/9")
    assert harness.instance(third).facts["nomor_agenda"] == "0002/2026"


def test_the_history_names_who_stood_in_as_such(harness, office, regency):
    """A Plh. decides: the seat of that time stands in the history, also when the head is back."""
    case, now = office.register(), harness.clock.moment
    with Session(harness.database) as session, session.begin():
        session.add(
            Holding(
                id=uuid4(), person_id=identifier("person", "wakil.bupati"), position_id=identifier("position", "bupati"), kind="PLH",
                valid_from=now - timedelta(days=1), valid_to=now + timedelta(days=1), decree="",
            )
        )  # fmt: skip
    harness.complete(
        harness.task("baca").id, regency("wakil.bupati"), tindakan="disposisi", kepada=[position("sekda")], instruksi_baru="PROSES"
    )
    harness.run_jobs()
    harness.clock.forward(days=3)
    (read,) = [item for item in harness.ask(CaseHappenings(instance=case), regency("agendaris.setda")) if item.element == "baca"]
    assert read.title == "Plh. Bupati Tangerang"
    assert (read.answers[0].key, read.answers[0].fact.name) == ("disposisi_pimpinan.tindakan.label", "tindakan")


def test_a_letter_for_somebody_else_goes_back_to_the_registrar(harness, office, regency):
    case = office.register()
    office.do("bupati", "baca", tindakan="salah_alamat", alasan="Untuk Sekda.")
    assert harness.instance(case).facts["alasan"] == "Untuk Sekda.", "who corrects the address reads why"
    office.do("agendaris.setda", "perbaiki_tujuan", tujuan=position("sekda"))
    office.do("sekda", "baca", tindakan="selesai", laporan="Sudah dijawab.")
    office.do("agendaris.setda", "arsipkan", berkas_arsip="AKTIF", catatan_arsip="Rak 3")
    # report, place and note stand on the letter itself, in words
    view = harness.ask(CaseDetail(instance=case), regency("agendaris.setda"))
    printed = {fact.name: print_fact(fact, view.texts, WRITER) for fact in view.facts}
    assert (printed["laporan"], printed["catatan_arsip"]) == ("Sudah dijawab.", "Rak 3")
    assert printed["berkas_arsip"] not in ("AKTIF", "")
    told = {
        (happening.element, answer.fact.name): print_fact(answer.fact, happening.texts, WRITER)
        for happening in harness.ask(CaseHappenings(instance=case), regency("agendaris.setda"))
        for answer in happening.answers
    }
    assert told["baca", "tindakan"] in ("Salah alamat", "Selesaikan")
    assert told["baca", "alasan"] == "Untuk Sekda."
    assert told["perbaiki_tujuan", "tujuan"].endswith(", Sekretaris Daerah")
    assert told["arsipkan", "catatan_arsip"] == "Rak 3"
    assert harness.instance(case).status == "COMPLETED"
    assert sorted(instance.status for instance in harness.instances()) == ["COMPLETED", "COMPLETED", "FAILED"]


def test_a_recipient_gives_a_disposition_back_and_its_giver_redirects_repeats_or_withdraws_it(harness, office):
    office.register()
    office.dispose("bupati", "kepala.dbmsda", "kepala.dishub")
    with pytest.raises(FormRejected):
        office.do("kepala.dbmsda", "baca", tindakan="kembalikan", alasan_tolak="")
    office.do("kepala.dbmsda", "baca", tindakan="kembalikan", alasan_tolak="Bukan jalan kami.")
    returned = harness.task("putuskan_pengembalian")
    assert harness.instance(returned.instance_id).facts["alasan_tolak"] == "Bukan jalan kami."
    harness.complete(returned.id, office.actor("bupati"), pengembalian="kirim_lagi", penjelasan="Jembatannya milik dinas Anda.")
    harness.run_jobs()
    (again,) = [task for task in harness.tasks("baca") if task.instance_id == returned.instance_id]
    facts = harness.instance(again.instance_id).facts
    assert (facts["penerima"], facts["catatan"]) == (position("kepala.dbmsda"), "Jembatannya milik dinas Anda.")
    office.do("kepala.dbmsda", "baca", tindakan="kembalikan", alasan_tolak="Tetap bukan.")
    harness.complete(
        harness.task("putuskan_pengembalian").id, office.actor("bupati"), pengembalian="alihkan", penerima_lain=position("sekda")
    )
    harness.run_jobs()
    office.do("sekda", "baca", tindakan="selesai", laporan="Sudah dirapatkan.")
    office.do("bupati", "periksa_laporan", hasil_periksa="terima")
    # the other recipient's is withdrawn, and the whole goes on
    office.do("kepala.dishub", "baca", tindakan="kembalikan", alasan_tolak="Tidak ada rambu di sana.")
    harness.complete(harness.task("putuskan_pengembalian").id, office.actor("bupati"), pengembalian="tarik")
    harness.run_jobs()
    assert [task.element_id for task in harness.tasks()] == ["arsipkan"]
    assert not harness.incidents()


def test_who_shall_only_know_reads_and_is_done(harness, office):
    office.register()
    office.dispose("bupati", "sekda", instruction="UNTUK_DIKETAHUI")
    office.do("sekda", "baca")
    assert harness.task().element_id == "arsipkan"


def test_a_late_disposition_is_brought_to_mind_once(harness, office):
    office.register()
    harness.clock.forward(hours=49)
    assert harness.sweep().timers == 1
    harness.run_jobs()
    assert harness.sweep().timers == 0
    assert [mail.to for mail in harness.notifier.mails.values() if mail.subject.startswith("Pengingat")] == ["bupati@tangerangkab.example"]
    assert harness.task("baca")


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"kepada": ["kabid.dbmsda.1"]}, "kepada", "NOT_OFFERED"),
        ({"kepada": []}, "kepada", "REQUIRED"),
        ({"instruksi_baru": "TERBANG"}, "instruksi_baru", "NOT_OFFERED"),
        ({"tenggat_baru": "2027-01-01"}, "tenggat_baru", "TOO_LATE"),
        ({"tenggat_baru": "2026-13-01"}, "tenggat_baru", "NO_SUCH_DATE"),
        ({"penanggung_jawab": "kepala.dinkes"}, "penanggung_jawab", "RULE"),
        ({"rahasia": "x"}, "rahasia", "UNKNOWN_FIELD"),
    ],
)
def test_a_disposition_that_cannot_be_is_refused_and_the_task_stays(harness, office, answers, field, code):
    office.register()
    sent = {"tindakan": "disposisi", "kepada": ["kepala.dbmsda"], "instruksi_baru": "HADIRI", **answers}
    sent["kepada"] = [position(item) for item in sent["kepada"]]
    if "penanggung_jawab" in sent:
        sent["penanggung_jawab"] = position(sent["penanggung_jawab"])
    with pytest.raises(FormRejected) as refusal:
        harness.complete(harness.task("baca").id, office.actor("bupati"), **sent)
    assert [(error.field, error.code) for error in refusal.value.errors] == [(field, code)]
    assert harness.task("baca")


def test_a_letter_cannot_carry_somebody_elses_file(harness, office):
    with pytest.raises(FormRejected) as refusal:
        office.register(berkas=office.upload("sekda"))
    assert refusal.value.errors[0].code == "FILE_UNKNOWN"
    with pytest.raises(FormRejected):
        office.register(berkas=str(uuid4()))


def test_each_sees_the_branches_of_the_tree_that_concern_them(harness, office):
    case = office.register()
    office.dispose("bupati", "kepala.dbmsda", "kepala.dinkes", "sekda")
    office.dispose("kepala.dbmsda", "kabid.dbmsda.1", "kabid.dbmsda.2")

    def tree(code):
        def names(node):
            # brothers begin in the same moment: their order means nothing
            inner = sorted(names(child) for child in node.children)
            return (node.who.title if node.who else "", *inner, *(["?"] * node.hidden))

        return names(harness.ask(CaseTree(instance=case), office.actor(code)))

    works, east, west = "Kepala Dinas Bina Marga dan Sumber Daya Air", "Kepala Bidang Bina Marga", "Kepala Bidang Sumber Daya Air"
    everything = (works, (east,), (west,))
    assert set(tree("bupati")[1][1:]) == {everything, ("Kepala Dinas Kesehatan",), ("Sekretaris Daerah",)}
    # a head sees the letter and the own branch, though not the disposition between them; the other two stay hidden
    assert tree("kepala.dbmsda") == ("", everything, "?", "?")
    # a head of division also reads what the head was asked, and by whom
    assert tree("kabid.dbmsda.1") == ("", (works, (east,)), "?", "?", "?")
    with pytest.raises(NotFound):
        tree("kepala.diskominfo")
