"""An outgoing letter from its draft to each of its ends: terkirim, ditolak, dibatalkan; and the answer that comes back."""

from uuid import UUID

import pytest
from sqlalchemy import select

from casework.cases.queries.case_detail import CaseDetail
from casework.deliveries.commands.start_answer import StartAnswer
from casework.deliveries.queries.answer_form import AnswerForm
from casework.documents.connectors.pdf_signatures import PdfSignatureCheck
from casework.records.tables import RegisterEntry, ReservedNumber
from engine.model.errors import AddressRefused, FormRejected, InvalidState, NotFound
from processes.surat_keluar.tests.letter import ANSWERS, DIVISION, DRAFTER, HEAD, PACKAGES, TEAM, Letter, position
from tests.support.templates import deployed

THERE, DESK = "kepala.dishub", "agendaris.dishub"


@pytest.fixture
@deployed(*PACKAGES)
def letter(harness, regency):
    return Letter(harness, regency)


def arrived(harness):
    return [instance for instance in harness.instances() if instance.process_key == "surat_masuk"]


def test_a_letter_is_corrected_initialled_numbered_signed_sent_and_answered(harness, letter):
    letter.draft(lampiran=[letter.attach()])
    assert letter.instance.business_key is None
    text = letter.printed
    assert "Yth. Kepala Dinas Perhubungan" in text
    assert '#eval("1")' in text
    assert "(belum bernomor)" in text
    letter.send().do(TEAM, "paraf", paraf="perbaiki", catatan_paraf="Sebut tenggatnya.")
    assert letter.facts["catatan_paraf"] == "Sebut tenggatnya."
    letter.do(DRAFTER, "periksa_konsep", tindakan="ubah")
    changed = {name: value for name, value in ANSWERS.items() if name != "jenis"}
    letter.do(DRAFTER, "ubah_konsep", **changed | {"isi": "Mohon data persimpangan sebelum 10 Desember 2026."})
    assert [version.words["isi"].split()[-1] for version in letter.versions] == ["kasih.", "2026."]
    assert [str(item["putusan"]) for item in letter.facts["riwayat_paraf"]] == ["perbaiki"]
    letter.send().initialled()
    assert letter.instance.business_key == "B/1/000.9/2026"
    assert not arrived(harness)
    with pytest.raises(InvalidState):  # not without the signature
        letter.do(HEAD, "tanda_tangan", putusan_ttd="setuju")
    letter.sign()
    report = PdfSignatureCheck(harness.signer.roots).check(letter.content, None)
    assert report.state == "valid"
    assert "B/1/000.9/2026" in letter.printed
    assert "10 Desember 2026" in letter.printed
    assert letter.ends() == {"terkirim"}
    assert not harness.incidents()
    # it stands in the agenda of the other agency, with documents of its own
    (there,) = arrived(harness)
    assert there.business_key == "Agenda 0001/2026"
    view = harness.ask(CaseDetail(instance=there.id), letter.actor(THERE))
    assert (view.title, len(view.documents), view.document.sha256) == (ANSWERS["perihal"], 2, letter.versions[-1].sha256)
    assert harness.ask(CaseDetail(instance=there.id), letter.actor(DESK)).correspondence.came_from is not None
    (sent,) = letter.view().correspondence.sent
    assert (sent.recipient, sent.state, sent.case.number) == ("Kepala Dinas Perhubungan", "arrived", "Agenda 0001/2026")
    with pytest.raises(NotFound):
        harness.ask(CaseDetail(instance=there.id), letter.actor(DRAFTER))
    # the answer: started from the letter, with what is known of it, and shown in all three cases
    (read,) = harness.tasks("baca")
    harness.complete(
        read.id, letter.actor(THERE), tindakan="disposisi", kepada=[position("kabid.dishub.1")], instruksi_baru="SIAPKAN_KONSEP"
    )
    harness.run_jobs()
    (given,) = harness.tasks("baca")
    below = letter.actor("kabid.dishub.1")
    offer = harness.ask(AnswerForm(process="surat_keluar", answered=given.instance_id), below)
    assert offer.offered["kepada"] == [position(HEAD)]
    assert offer.offered["perihal"] == "Jawaban atas surat B/1/000.9/2026"
    assert offer.offered["jenis"] == "surat_dinas"
    answers = {**ANSWERS, **offer.offered, "penandatangan": position(THERE), "isi": "Terlampir."}
    begun = harness.execute(StartAnswer(process="surat_keluar", answers=answers, answered=given.instance_id), below)
    harness.run_jobs()
    first, letter.case = letter.case, UUID(begun["instance"])
    letter.send("kabid.dishub.1").sign(THERE)
    assert letter.ends() == {"terkirim"}
    back = next(item for item in arrived(harness) if item.id != there.id)
    assert harness.ask(CaseDetail(instance=there.id), letter.actor(THERE)).correspondence.answers[0].number == "B/1/000.9/2026"
    assert [link.instance for link in letter.view("kabid.dishub.1").correspondence.answered] == [there.id]
    assert [link.instance for link in harness.ask(CaseDetail(instance=first), letter.actor(DRAFTER)).correspondence.answers] == [back.id]
    assert not harness.incidents()


def test_who_may_not_see_a_letter_cannot_answer_it(harness, letter):
    letter.draft().send().initialled().sign()
    (there,) = arrived(harness)
    stranger = letter.actor("kabid.dinkes.1")
    with pytest.raises(NotFound):
        harness.ask(AnswerForm(process="surat_keluar", answered=there.id), stranger)
    with pytest.raises(NotFound):
        harness.execute(StartAnswer(process="surat_keluar", answers=dict(ANSWERS), answered=there.id), stranger)
    with pytest.raises(InvalidState):  # it answers what came in, and no letter of its own kind
        harness.execute(StartAnswer(process="surat_keluar", answers=dict(ANSWERS), answered=letter.case), letter.actor(DRAFTER))


def test_a_refused_number_is_cancelled_with_its_reason_and_the_next_letter_has_the_next(harness, letter):
    letter.draft().send().initialled()
    letter.do(HEAD, "tanda_tangan", putusan_ttd="perbaiki", catatan_ttd="Salah alamat.")
    assert letter.facts["catatan_paraf"] == "Salah alamat."
    letter.send().initialled()
    assert letter.facts["nomor"] == "B/1/000.9/2026", "the number stays with its letter"
    letter.do(HEAD, "tanda_tangan", putusan_ttd="tolak", alasan_tolak="Sudah dijawab lewat rapat.")
    assert letter.ends() == {"ditolak"}
    (cancelled,) = harness._all(select(ReservedNumber).where(ReservedNumber.cancelled_at.is_not(None)))
    assert (cancelled.number, cancelled.cancelled_reason) == (1, "Sudah dijawab lewat rapat.")
    letter.draft().send().initialled()
    assert letter.facts["nomor"] == "B/2/000.9/2026"
    letter.draft(jenis="nota_dinas", kepada=[position(DIVISION)]).send().initialled()
    assert letter.facts["nomor"] == "1/000.9/2026", "each kind has a book of its own"


def test_initials_of_others_come_before_those_above_the_agency(harness, letter):
    letter.draft(penandatangan=position("sekda"), koordinasi=[position("kepala.dishub")], kepada=[position("camat.20")])
    letter.send().initialled(TEAM, DIVISION, HEAD, "kepala.dishub", "asisten.3")
    assert letter.facts["nomor"] == "B/1/000.9/S/2026"
    assert "SEKRETARIAT DAERAH" in letter.printed
    letter.sign("sekda")
    assert letter.ends() == {"terkirim"}
    (there,) = arrived(harness)
    assert there.facts["pengirim"] == "Sekretariat Daerah"


def test_an_initial_is_refused_and_a_draft_is_cancelled(harness, letter):
    letter.draft().send().do(TEAM, "paraf", paraf="tolak", alasan_tolak="Bukan kewenangan kita.")
    assert (letter.ends(), letter.facts["alasan"], letter.facts["keadaan"]) == ({"ditolak"}, "Bukan kewenangan kita.", "DITOLAK")
    letter.draft().do(DRAFTER, "periksa_konsep", tindakan="batal", alasan_batal="Tidak jadi.")
    assert (letter.ends(), letter.facts["keadaan"]) == ({"dibatalkan"}, "DIBATALKAN")
    assert not harness._all(select(ReservedNumber).where(ReservedNumber.series == "surat_keluar.keluar"))


def test_outside_by_mail_and_by_hand_and_copies_to_read(harness, letter):
    outside = "PT Contoh; humas@contoh.example\nKelompok Tani Makmur\nPT Hilang; tidak.ada@contoh.example"
    with pytest.raises(FormRejected):
        letter.draft(kepada=None, penerima_luar="PT Contoh; bukan alamat")
    with pytest.raises(FormRejected):
        letter.draft(kepada=None)
    take = harness.notifier.send

    def refuse(mail, *, key):
        if mail.to.startswith("tidak.ada"):
            raise AddressRefused("Expected an address that takes mail, but it takes none.")
        take(mail, key=key)

    harness.notifier.send = refuse
    letter.draft(kepada=None, penerima_luar=outside, tembusan=[position("kepala.dinkes")]).send().initialled().sign()
    (mail,) = [mail for mail in harness.notifier.mails.values() if mail.to == "humas@contoh.example"]
    assert "B/1/000.9/2026" in mail.subject
    assert [file.name for file in mail.attachments] == ["Permintaan data persimpangan #panic(1).pdf"]
    assert PdfSignatureCheck(harness.signer.roots).check(mail.attachments[0].content, None).state == "valid"
    states = {item.recipient: item.state for item in letter.view().correspondence.sent}
    assert states == {"PT Contoh": "sent", "PT Hilang": "refused"}
    assert letter.view("kepala.dinkes").title == ANSWERS["perihal"]
    letter.do(DRAFTER, "antar", cara_antar="Kurir, diterima Budi 1 Desember.")
    assert letter.ends() == {"terkirim"}


def test_a_secret_letter_leaves_by_no_mail_and_its_book_names_it_to_nobody_else(harness, letter):
    letter.draft(sifat="R", kepada=None, penerima_luar="PT Contoh; humas@contoh.example").send().initialled().sign()
    assert not [mail for mail in harness.notifier.mails.values() if mail.to == "humas@contoh.example"]
    assert letter.instance.confidential
    with pytest.raises(NotFound):
        letter.view("agendaris.diskominfo")
    letter.do(DRAFTER, "antar", cara_antar="Diantar sendiri dengan tanda terima.")
    assert letter.ends() == {"terkirim"}


@pytest.mark.parametrize(
    ("kind", "more", "number", "words"),
    [
        ("nota_dinas", {}, "1/000.9/2026", ["NOTA DINAS", "Dari : Kepala Dinas"]),
        (
            "undangan",
            {"tanggal_acara": "2026-12-10", "pukul_acara": "09:00:00", "tempat_acara": "Aula"},
            "B/1/000.9/2026",
            ["Kamis, 10 Desember 2026", "09.00", "Aula"],
        ),
        ("surat_tugas", {"dasar": "DPA 2026", "ditugaskan": "Budi Contoh\nSiti Contoh", "kepada": None}, "000.9/1/2026", ["MEMBERI TUGAS"]),
        ("keputusan", {"dasar": "UU 25/2009", "kepada": None}, "000.9/1/2026", ["MEMUTUSKAN"]),
        ("berita_acara", {"kepada": None}, "000.9/1/2026", ["BERITA ACARA"]),
    ],
)
def test_each_kind_has_its_page_and_its_number(harness, letter, kind, more, number, words):
    letter.draft(jenis=kind, **more).send().initialled()
    assert letter.facts["nomor"] == number
    text = letter.printed
    assert [word for word in words if word not in text] == [], text
    (entry,) = harness._all(select(RegisterEntry).where(RegisterEntry.instance_id == letter.case))
    assert (entry.register, entry.fields["nomor"], entry.fields["keadaan"]) == ("surat_keluar.agenda_keluar", number, "SIAP_TTE")
