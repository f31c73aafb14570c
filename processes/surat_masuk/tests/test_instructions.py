"""What is asked of somebody further down is read with what was asked above, by whom."""

from casework.cases.queries.case_tree import CaseTree
from casework.documents.commands.store_document import StoreDocument
from demo.letters import LETTERS, letter_pdf
from demo.organisation import identifier
from tests.support.templates import deployed

NOTES = {
    "kepala.dbmsda": "Koordinasikan dengan BPBD.",
    "kabid.dbmsda.1": "Utamakan wilayah barat.",
    "tim.dbmsda.1.2": "Mulai dari Cikupa.",
}


@deployed("surat_masuk")
def test_a_team_leader_reads_the_instructions_above_his_own(harness, regency):
    harness.deploy("surat_masuk")
    registrar, day = regency("agendaris.setda"), harness.clock.moment.date()
    letter = harness.execute(StoreDocument(file_name="surat.pdf", content=letter_pdf(LETTERS[0], day)), registrar)["id"]
    answers = {"pengirim": "BPBD", "nomor_surat": "B/1", "tanggal_surat": "2026-11-19", "tanggal_diterima": "2026-11-23", "hal": "Banjir"}
    more = {"sifat": "B", "urgensi": "SEGERA", "klasifikasi": "300.2", "tujuan": str(identifier("position", "bupati")), "berkas": letter}
    harness.start("surat_masuk", registrar, **answers, **more)
    giver = "bupati"
    for receiver, note in NOTES.items():
        harness.run_jobs()
        to = str(identifier("position", receiver))
        given = {"tindakan": "disposisi", "kepada": [to], "instruksi_baru": "TINDAKLANJUTI", "catatan_baru": note}
        harness.complete(harness.task("baca").id, regency(giver), **given)
        giver = receiver
    harness.run_jobs()
    case = harness.task("baca").instance_id
    node, read = harness.ask(CaseTree(instance=case), regency(giver)), []
    while node.children:
        (node,) = node.children
        read.append((node.what.value if node.what else None, node.note, node.open))
    assert [(note, is_open) for _what, note, is_open in read] == [(note, note == NOTES[giver]) for note in NOTES.values()]
    assert all(what for what, *_rest in read), "and what each asks for"
    assert node.instance == case
