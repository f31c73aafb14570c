"""A handler in a process of its own reaches what casework keeps: numbers."""

from functools import partial

from casework.documents.commands.store_document import StoreDocument
from demo.organisation import identifier
from engine.jobs.isolation import run_in_child_process
from tests.support.letters import PDF


def test_a_handler_in_a_child_reaches_the_platform_and_its_worker_goes_on(harness, regency):
    """Numbers are reserved on a connection of the child's own; the worker's stay as they were."""
    harness.deploy("surat_masuk")
    actor = regency("agendaris.setda")
    answers = {
        "berkas": harness.execute(StoreDocument(file_name="surat.pdf", content=PDF), actor)["id"],
        "pengirim": "BPBD Provinsi Banten",
        "nomor_surat": "B/1187/300.2.3/2026",
        "tanggal_surat": "2026-11-19",
        "tanggal_diterima": "2026-11-23",
        "hal": "Undangan rapat",
        "sifat": "B",
        "urgensi": "SEGERA",
        "klasifikasi": "300.2",
        "tujuan": str(identifier("position", "bupati")),
    }
    case = harness.start("surat_masuk", actor, **answers)
    prepare = partial(harness.engine.platform.database.dispose, close=False)
    harness.run_jobs(isolation=partial(run_in_child_process, prepare=prepare))
    assert harness.incidents() == []
    assert harness.instance(case).facts["nomor_agenda"] == "0001/2026"
